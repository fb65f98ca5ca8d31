-- What was deleted and can be restored, what was done and can be undone, and whether keys act by themselves.

create table deleted_tasks (
    user_id blob not null references users (id) on delete cascade,
    id blob not null,
    title text not null,
    description text,
    priority integer not null,
    due_at integer,
    created_at integer not null,
    updated_at integer not null,
    completed_at integer,
    version integer not null,
    deleted_at integer not null,
    primary key (user_id, id)
) strict, without rowid;

create index deleted_tasks_by_time on deleted_tasks (user_id, deleted_at, id);
create index deleted_tasks_by_age on deleted_tasks (deleted_at);

create table undo_steps (
    user_id blob not null references users (id) on delete cascade,
    id blob not null,
    task_id blob not null,
    -- 0 added, 1 completed, 2 reopened, 3 changed, 4 deleted
    deed integer not null,
    -- the version that it left behind, and the one before
    version integer not null,
    version_before integer not null,
    -- the task as it was, where it was changed; deleted_tasks has what was deleted
    title text,
    description text,
    priority integer,
    due_at integer,
    updated_at integer,
    completed_at integer,
    done_at integer not null,
    primary key (user_id, id)
) strict, without rowid;

create index undo_steps_by_task on undo_steps (user_id, task_id);
create index undo_steps_by_age on undo_steps (done_at);

-- 'off'; null is on
alter table users add column shortcuts text;
