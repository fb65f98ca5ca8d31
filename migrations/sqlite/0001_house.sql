-- People, their sessions and their tasks. Times are milliseconds since 1970 in UTC.
-- Whatever belongs to a person starts its key with user_id.

create table users (
    id blob primary key,
    email text not null,
    -- the e-mail without letter case: what makes it one of a kind
    email_key text not null unique,
    name text,
    -- an Argon2id PHC string
    password_hash text not null,
    created_at integer not null,
    updated_at integer not null
) strict, without rowid;

create table sessions (
    user_id blob not null references users (id) on delete cascade,
    id blob not null,
    -- 'web' or 'api': a session of the one is not taken for the other
    audience text not null,
    created_at integer not null,
    last_seen_at integer not null,
    expires_at integer not null,
    primary key (user_id, id)
) strict, without rowid;

create table tasks (
    user_id blob not null references users (id) on delete cascade,
    -- UUID version 7: the order of ids is the order of making
    id blob not null,
    title text not null,
    description text,
    priority integer not null,
    due_at integer,
    created_at integer not null,
    updated_at integer not null,
    completed_at integer,
    primary key (user_id, id)
) strict, without rowid;

create index tasks_open on tasks (user_id, id) where completed_at is null;
create index tasks_completed on tasks (user_id, id) where completed_at is not null;
