-- Where a script leaves no spaces between words, each of its signs begins a word of two from here on. SQL cannot tell what a sign is
-- made of: what such tasks are found by is asked of the program, as of any task without a key to sort it by.

create index tasks_without_key on tasks (user_id, id) where title_key = '';

update tasks
set title_key = ''
where (user_id, id) in (
    select user_id, id
    from task_words
    where words glob '*['
        || char(0xe00) || '-' || char(0xeff)
        || char(0x1000) || '-' || char(0x109f)
        || char(0x1780) || '-' || char(0x17ff)
        || char(0x3005) || '-' || char(0x3007)
        || char(0x3040) || '-' || char(0x30ff)
        || char(0x31f0) || '-' || char(0x31ff)
        || char(0x3400) || '-' || char(0x4dbf)
        || char(0x4e00) || '-' || char(0x9fff)
        || char(0xf900) || '-' || char(0xfaff)
        || char(0xff66) || '-' || char(0xff9f)
        || char(0x20000) || '-' || char(0x3ffff)
        || ']*'
);
