-- Who may not guess any more, and the browsers that are known.

-- Device cookies made before this moment are nobody's: a changed password sets it.
alter table users add column devices_since integer not null default 0;

create table tries (
    -- the hash of an e-mail, whether it has an account or not, or of an address
    subject blob not null,
    -- 'account', 'browser', 'address' or 'sign_up'
    counter text not null,
    -- the browser or session that is counted, or zeros
    part blob not null,
    count integer not null,
    since integer not null,
    -- when the row says nothing any more
    until integer not null,
    primary key (subject, counter, part)
) strict, without rowid;

create index tries_until on tries (until);
