-- Links that are good once. A row holds the hash of what is in the link.

create table reset_links (
    user_id uuid primary key references users (id) on delete cascade,
    token_hash bytea not null unique,
    expires_at bigint not null
);

alter table reset_links enable row level security;
alter table reset_links force row level security;
create policy person on reset_links
    using (user_id = (select cubby_owner()));
-- whoever holds the link
create policy by_link on reset_links for select
    using (token_hash = (select cubby_bytes('cubby.link')));

create table invitations (
    token_hash bytea primary key,
    expires_at bigint not null
);

alter table invitations enable row level security;
alter table invitations force row level security;
-- whoever holds the link
create policy by_link on invitations
    using (token_hash = (select cubby_bytes('cubby.link')));
create policy forgotten_seen on invitations for select using (expires_at <= (select cubby_forgotten()));
-- to be locked while it is swept, not changed
create policy forgotten_held on invitations for update using (expires_at <= (select cubby_forgotten())) with check (false);
create policy forgotten on invitations for delete using (expires_at <= (select cubby_forgotten()));
