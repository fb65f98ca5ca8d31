-- Beside the words of a task stands what lists are filtered and sorted by, as in SQLite: what is found is counted and put in order
-- without a look at the tasks.

alter table task_words
    add column bucket smallint not null default 0,
    add column priority smallint generated always as ((bucket % 3)::smallint) stored,
    add column due_key bigint not null default 0,
    add column title_key text collate "C" not null default '';

-- Everybody's, for once: the owner of the tables sees all rows until the wall stands again.
alter table tasks no force row level security;
alter table task_words no force row level security;

update task_words
set bucket = tasks.bucket, due_key = tasks.due_key, title_key = tasks.title_key
from tasks
where tasks.user_id = task_words.user_id and tasks.id = task_words.id;

alter table tasks force row level security;
alter table task_words force row level security;

create function task_words_insert() returns trigger
    language plpgsql
    set search_path from current
as $$
declare
    task tasks%rowtype;
begin
    select *
    into task
    from tasks
    where user_id = new.user_id and id = new.id;
    -- Words without a task are refused by their key.
    if found then
        new.bucket = task.bucket;
        new.due_key = task.due_key;
        new.title_key = task.title_key;
    end if;
    return new;
end
$$;

create function task_words_update() returns trigger
    language plpgsql
    set search_path from current
as $$
begin
    update task_words
    set bucket = new.bucket, due_key = new.due_key, title_key = new.title_key
    where user_id = new.user_id and id = new.id;
    return null;
end
$$;

create trigger task_words_insert before insert on task_words
    for each row execute function task_words_insert();
create trigger task_words_update after update of completed_at, priority, due_at, title_key on tasks
    for each row
    when (old.bucket <> new.bucket or old.due_key <> new.due_key or old.title_key <> new.title_key)
    execute function task_words_update();
