-- Who may not guess any more, and the browsers that are known.

-- Device cookies made before this moment are nobody's: a changed password sets it.
alter table users add column devices_since bigint not null default 0;

create table tries (
    -- the hash of an e-mail, whether it has an account or not, or of an address
    subject bytea not null,
    -- 'account', 'browser', 'address' or 'sign_up'
    counter text not null,
    -- the browser or session that is counted, or zeros
    part uuid not null,
    count bigint not null,
    since bigint not null,
    -- when the row says nothing any more
    until bigint not null,
    primary key (subject, counter, part)
);

create index tries_until on tries (until);

alter table tries enable row level security;
alter table tries force row level security;
-- hashes that have to be known whole
create policy by_subject on tries
    using (encode(subject, 'hex') = any ((select string_to_array(current_setting('cubby.subjects', true), ','))::text[]));
create policy forgotten_seen on tries for select using (until <= (select cubby_forgotten()));
-- to be locked while it is swept, not changed
create policy forgotten_held on tries for update using (until <= (select cubby_forgotten())) with check (false);
create policy forgotten on tries for delete using (until <= (select cubby_forgotten()));
