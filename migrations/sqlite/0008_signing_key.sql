-- Which key signs, by the name that tokens call it by. Copies of Cubby on one database have to sign with the same.
create table signing_key (
    -- there is one
    id integer primary key,
    kid text not null,
    since integer not null
) strict;
