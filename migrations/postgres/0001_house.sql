-- People, their sessions and their tasks. Times are milliseconds since 1970 in UTC.
-- Whatever belongs to a person starts its key with user_id, which also says where it lies when rows are spread over machines.

-- The wall. A transaction says on whose behalf it asks by settings of its own; a row that these do not name is not there,
-- for the owner of the tables either. A setting that is not made is null, and null names nothing.
create function cubby_owner() returns uuid
    language sql stable
    return nullif(current_setting('cubby.owner', true), '')::uuid;

-- What is not a UUID travels as hexadecimal digits.
create function cubby_bytes(setting text) returns bytea
    language sql stable
    return decode(nullif(current_setting(setting, true), ''), 'hex');

create function cubby_text(setting text) returns text
    language sql stable
    return convert_from(cubby_bytes(setting), 'UTF8');

create table users (
    id uuid primary key,
    email text not null,
    -- the e-mail without letter case: what makes it one of a kind
    email_key text not null unique,
    name text,
    -- an Argon2id PHC string
    password_hash text not null,
    created_at bigint not null,
    updated_at bigint not null
);

alter table users enable row level security;
alter table users force row level security;
create policy person on users
    using (id = (select cubby_owner()));
-- signing in, by an e-mail that has to be known whole
create policy by_email on users for select
    using (email_key = (select cubby_text('cubby.email')));
-- `cubby user list`
create policy operator on users for select
    using ((select current_setting('cubby.operator', true) = 'on'));

create table sessions (
    user_id uuid not null references users (id) on delete cascade,
    id uuid not null,
    -- 'web' or 'api': a session of the one is not taken for the other
    audience text not null,
    created_at bigint not null,
    last_seen_at bigint not null,
    expires_at bigint not null,
    primary key (user_id, id)
);

alter table sessions enable row level security;
alter table sessions force row level security;
create policy person on sessions
    using (user_id = (select cubby_owner()));

create table tasks (
    user_id uuid not null references users (id) on delete cascade,
    -- UUID version 7: the order of ids is the order of making
    id uuid not null,
    title text not null,
    description text,
    priority smallint not null,
    due_at bigint,
    created_at bigint not null,
    updated_at bigint not null,
    completed_at bigint,
    primary key (user_id, id)
);

alter table tasks enable row level security;
alter table tasks force row level security;
create policy person on tasks
    using (user_id = (select cubby_owner()));
