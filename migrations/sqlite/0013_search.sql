-- The newest of what a search finds come first without being sorted: of each person, the numbers of tasks go in the order of
-- making, which the index of words has its rows in. A task that comes later than its order has a number below zero.

drop trigger task_words_insert;
drop trigger task_search_update;
drop trigger task_search_delete;
drop trigger task_search_move;
drop table task_search;

create table task_numbers (before integer primary key, n integer not null) strict;
insert into task_numbers (before, n)
select n, row_number() over (order by id, user_id)
from task_words;
-- by way of numbers that nothing has
update task_words
set n = -n;
update task_words
set n = (select task_numbers.n from task_numbers where before = -task_words.n);
drop table task_numbers;

-- Every word begins with its person, who is 32 letters long, so that a search walks through nobody else's. The words are split
-- already: whatever is not ASCII is part of a word.
create virtual table task_search using fts5 (
    words, content = '', contentless_delete = 1, tokenize = 'ascii', detail = none, prefix = '33 34 35 36 37 38 39 40'
);

insert into task_search (rowid, words)
select n * 8 + bucket, replace(' ' || words, ' ', ' ' || hex(user_id))
from task_words
order by n;

create trigger task_words_insert after insert on task_words begin
    update task_words
    set bucket = tasks.bucket, due_key = tasks.due_key, title_key = tasks.title_key
    from tasks
    where task_words.n = new.n and tasks.user_id = new.user_id and tasks.id = new.id;
    insert into task_search (rowid, words)
    select n * 8 + bucket, replace(' ' || words, ' ', ' ' || hex(user_id))
    from task_words
    where n = new.n;
end;

create trigger task_search_update after update of words on task_words when old.words <> new.words begin
    update task_search
    set words = replace(' ' || new.words, ' ', ' ' || hex(new.user_id))
    where rowid = new.n * 8 + new.bucket;
end;

create trigger task_search_delete after delete on task_words begin
    delete from task_search
    where rowid = old.n * 8 + old.bucket;
end;

create trigger task_search_move after update of completed_at, priority on tasks when old.bucket <> new.bucket begin
    delete from task_search
    where rowid = (select n * 8 + old.bucket from task_words where user_id = new.user_id and id = new.id);
    insert into task_search (rowid, words)
    select n * 8 + new.bucket, replace(' ' || words, ' ', ' ' || hex(user_id))
    from task_words
    where user_id = new.user_id and id = new.id;
end;
