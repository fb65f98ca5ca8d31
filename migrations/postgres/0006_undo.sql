-- What was deleted and can be restored, what was done and can be undone, and whether keys act by themselves.

create table deleted_tasks (
    user_id uuid not null references users (id) on delete cascade,
    id uuid not null,
    title text not null,
    description text,
    priority smallint not null,
    due_at bigint,
    created_at bigint not null,
    updated_at bigint not null,
    completed_at bigint,
    version bigint not null,
    deleted_at bigint not null,
    primary key (user_id, id)
);

create index deleted_tasks_by_time on deleted_tasks (user_id, deleted_at, id);
create index deleted_tasks_by_age on deleted_tasks (deleted_at);

alter table deleted_tasks enable row level security;
alter table deleted_tasks force row level security;
create policy person on deleted_tasks
    using (user_id = (select cubby_owner()));
create policy forgotten_seen on deleted_tasks for select using (deleted_at <= (select cubby_forgotten()));
-- to be locked while it is swept, not changed
create policy forgotten_held on deleted_tasks for update using (deleted_at <= (select cubby_forgotten())) with check (false);
create policy forgotten on deleted_tasks for delete using (deleted_at <= (select cubby_forgotten()));

create table undo_steps (
    user_id uuid not null references users (id) on delete cascade,
    id uuid not null,
    task_id uuid not null,
    -- 0 added, 1 completed, 2 reopened, 3 changed, 4 deleted
    deed smallint not null,
    -- the version that it left behind, and the one before
    version bigint not null,
    version_before bigint not null,
    -- the task as it was, where it was changed; deleted_tasks has what was deleted
    title text,
    description text,
    priority smallint,
    due_at bigint,
    updated_at bigint,
    completed_at bigint,
    done_at bigint not null,
    primary key (user_id, id)
);

create index undo_steps_by_task on undo_steps (user_id, task_id);
create index undo_steps_by_age on undo_steps (done_at);

alter table undo_steps enable row level security;
alter table undo_steps force row level security;
create policy person on undo_steps
    using (user_id = (select cubby_owner()));
create policy forgotten_seen on undo_steps for select using (done_at <= (select cubby_forgotten()));
-- to be locked while it is swept, not changed
create policy forgotten_held on undo_steps for update using (done_at <= (select cubby_forgotten())) with check (false);
create policy forgotten on undo_steps for delete using (done_at <= (select cubby_forgotten()));

-- 'off'; null is on
alter table users add column shortcuts text;
