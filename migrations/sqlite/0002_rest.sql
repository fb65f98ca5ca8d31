-- What lists are found and sorted by, a version for every task, and the keys of requests that may be sent again.

-- raised by every change
alter table tasks add column version integer not null default 1;
-- the title without letter case and accents, which the program makes
alter table tasks add column title_key text not null default '';
-- undated last
alter table tasks add column due_key integer as (coalesce(due_at, 9223372036854775807)) virtual;
-- open tasks of each priority are 0 to 2, completed ones 3 to 5
alter table tasks add column bucket integer as (iif(completed_at is null, 0, 3) + priority) virtual;

-- Each order within each bucket. A list merges the buckets that it shows and reads no further than its page.
drop index tasks_open;
drop index tasks_completed;
create index tasks_by_creation on tasks (user_id, bucket, id);
create index tasks_by_priority on tasks (user_id, bucket, priority, id);
create index tasks_by_due on tasks (user_id, bucket, due_key, id);
create index tasks_by_title on tasks (user_id, bucket, title_key, id);

-- How many tasks are in each bucket, so that nobody counts them.
create table task_counts (
    user_id blob not null references users (id) on delete cascade,
    bucket integer not null,
    tasks integer not null,
    primary key (user_id, bucket)
) strict, without rowid;

insert into task_counts (user_id, bucket, tasks)
select user_id, bucket, count(*)
from tasks
group by user_id, bucket;

create trigger task_counts_insert after insert on tasks begin
    insert into task_counts (user_id, bucket, tasks)
    values (new.user_id, new.bucket, 1)
    on conflict (user_id, bucket) do update set tasks = tasks + 1;
end;

create trigger task_counts_delete after delete on tasks begin
    update task_counts
    set tasks = tasks - 1
    where user_id = old.user_id and bucket = old.bucket;
end;

create trigger task_counts_update after update of completed_at, priority on tasks when old.bucket <> new.bucket begin
    update task_counts
    set tasks = tasks - 1
    where user_id = old.user_id and bucket = old.bucket;
    insert into task_counts (user_id, bucket, tasks)
    values (new.user_id, new.bucket, 1)
    on conflict (user_id, bucket) do update set tasks = tasks + 1;
end;

-- The words of each task, folded, with one space between them.
create table task_words (
    -- what the index calls the task
    n integer primary key,
    user_id blob not null,
    id blob not null,
    words text not null,
    unique (user_id, id),
    foreign key (user_id, id) references tasks (user_id, id) on delete cascade
) strict;

-- Every word begins with its person, so that a search walks through nobody else's. The words are split already: whatever
-- is not ASCII is part of a word.
create virtual table task_search using fts5 (words, content = '', contentless_delete = 1, tokenize = 'ascii', detail = none);

create trigger task_search_insert after insert on task_words begin
    insert into task_search (rowid, words)
    values (new.n, replace(' ' || new.words, ' ', ' ' || hex(new.user_id)));
end;

create trigger task_search_update after update of words on task_words begin
    update task_search
    set words = replace(' ' || new.words, ' ', ' ' || hex(new.user_id))
    where rowid = new.n;
end;

create trigger task_search_delete after delete on task_words begin
    delete from task_search
    where rowid = old.n;
end;

-- Requests that made a task, so that the same one sent again makes no second.
create table task_keys (
    user_id blob not null references users (id) on delete cascade,
    key text not null,
    -- SHA-256 of what was asked for
    fingerprint blob not null,
    task_id blob not null,
    created_at integer not null,
    primary key (user_id, key)
) strict, without rowid;

create index task_keys_by_age on task_keys (created_at);

-- Requests that made an account. No token is kept: whoever asks again proves the password again.
create table sign_up_keys (
    key text primary key,
    -- SHA-256 of e-mail and name
    fingerprint blob not null,
    user_id blob not null references users (id) on delete cascade,
    created_at integer not null
) strict, without rowid;

create index sign_up_keys_by_age on sign_up_keys (created_at);
create index sign_up_keys_by_user on sign_up_keys (user_id);
