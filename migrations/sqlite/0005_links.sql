-- Links that are good once. A row holds the hash of what is in the link.

create table reset_links (
    user_id blob primary key references users (id) on delete cascade,
    token_hash blob not null unique,
    expires_at integer not null
) strict, without rowid;

create table invitations (
    token_hash blob primary key,
    expires_at integer not null
) strict, without rowid;
