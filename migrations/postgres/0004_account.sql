-- What a person can see and choose on their account page.

-- The browser in words, and the address that it signed in from.
alter table sessions
    add column agent text not null default 'Unknown browser',
    add column address text not null default '';

-- 'light' or 'dark'; null follows the system
alter table users add column theme text;
