-- What lists are found and sorted by, a version for every task, and the keys of requests that may be sent again.

alter table tasks
    -- raised by every change
    add column version bigint not null default 1,
    -- the title without letter case and accents, which the program makes; in the order of its bytes, as SQLite has it
    add column title_key text collate "C" not null default '',
    -- undated last
    add column due_key bigint generated always as (coalesce(due_at, 9223372036854775807)) stored,
    -- open tasks of each priority are 0 to 2, completed ones 3 to 5
    add column bucket smallint
        generated always as ((case when completed_at is null then 0 else 3 end + priority)::smallint) stored;

-- Each order within each bucket. A list merges the buckets that it shows and reads no further than its page.
create index tasks_by_creation on tasks (user_id, bucket, id);
create index tasks_by_priority on tasks (user_id, bucket, priority, id);
create index tasks_by_due on tasks (user_id, bucket, due_key, id);
create index tasks_by_title on tasks (user_id, bucket, title_key, id);

-- How many tasks are in each bucket, so that nobody counts them.
create table task_counts (
    user_id uuid not null references users (id) on delete cascade,
    bucket smallint not null,
    tasks bigint not null,
    primary key (user_id, bucket)
);

alter table task_counts enable row level security;
alter table task_counts force row level security;
create policy person on task_counts
    using (user_id = (select cubby_owner()));

create function task_counts_insert() returns trigger
    language plpgsql
    set search_path from current
as $$
begin
    insert into task_counts (user_id, bucket, tasks)
    values (new.user_id, new.bucket, 1)
    on conflict (user_id, bucket) do update set tasks = task_counts.tasks + 1;
    return null;
end
$$;

create function task_counts_delete() returns trigger
    language plpgsql
    set search_path from current
as $$
begin
    update task_counts
    set tasks = tasks - 1
    where user_id = old.user_id and bucket = old.bucket;
    return null;
end
$$;

create function task_counts_update() returns trigger
    language plpgsql
    set search_path from current
as $$
begin
    -- Lower buckets first, whichever way the task goes: two changes of one person at once wait for each other in one order.
    insert into task_counts (user_id, bucket, tasks)
    select old.user_id, moved.bucket, moved.tasks
    from (values (old.bucket, -1), (new.bucket, 1)) as moved (bucket, tasks)
    order by moved.bucket
    on conflict (user_id, bucket) do update set tasks = task_counts.tasks + excluded.tasks;
    return null;
end
$$;

create trigger task_counts_insert after insert on tasks
    for each row execute function task_counts_insert();
create trigger task_counts_delete after delete on tasks
    for each row execute function task_counts_delete();
create trigger task_counts_update after update of completed_at, priority on tasks
    for each row when (old.bucket <> new.bucket) execute function task_counts_update();

-- The words of each task, folded, with one space between them.
create table task_words (
    user_id uuid not null,
    id uuid not null,
    words text not null,
    -- The words are split and folded already, so no dictionary is asked. What is longer than a word can be is cut.
    search tsvector generated always as (array_to_tsvector(string_to_array(words, ' '))) stored,
    primary key (user_id, id),
    foreign key (user_id, id) references tasks (user_id, id) on delete cascade
);

alter table task_words enable row level security;
alter table task_words force row level security;
create policy person on task_words
    using (user_id = (select cubby_owner()));

-- Requests that made a task, so that the same one sent again makes no second.
create table task_keys (
    user_id uuid not null references users (id) on delete cascade,
    key text not null,
    -- SHA-256 of what was asked for
    fingerprint bytea not null,
    task_id uuid not null,
    created_at bigint not null,
    primary key (user_id, key)
);

create index task_keys_by_age on task_keys (created_at);

alter table task_keys enable row level security;
alter table task_keys force row level security;
create policy person on task_keys
    using (user_id = (select cubby_owner()));

-- Requests that made an account. No token is kept: whoever asks again proves the password again.
create table sign_up_keys (
    key text primary key,
    -- SHA-256 of e-mail and name
    fingerprint bytea not null,
    user_id uuid not null references users (id) on delete cascade,
    created_at bigint not null
);

create index sign_up_keys_by_age on sign_up_keys (created_at);
create index sign_up_keys_by_user on sign_up_keys (user_id);

alter table sign_up_keys enable row level security;
alter table sign_up_keys force row level security;
-- a key that has to be known whole
create policy by_key on sign_up_keys
    using (key = (select cubby_text('cubby.key')));

-- What everybody may forget: the age is said by whoever sweeps.
create function cubby_forgotten() returns bigint
    language sql stable
    return nullif(current_setting('cubby.forgotten', true), '')::bigint;

create policy forgotten_seen on task_keys for select using (created_at <= (select cubby_forgotten()));
-- to be locked while it is swept, not changed
create policy forgotten_held on task_keys for update using (created_at <= (select cubby_forgotten())) with check (false);
create policy forgotten on task_keys for delete using (created_at <= (select cubby_forgotten()));
create policy forgotten_seen on sign_up_keys for select using (created_at <= (select cubby_forgotten()));
-- to be locked while it is swept, not changed
create policy forgotten_held on sign_up_keys for update using (created_at <= (select cubby_forgotten())) with check (false);
create policy forgotten on sign_up_keys for delete using (created_at <= (select cubby_forgotten()));
