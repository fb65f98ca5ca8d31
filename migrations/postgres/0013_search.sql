-- Searches ask an index. Behind a policy only operators that are proven to leak nothing may do so, and @@ is not; but a policy may,
-- so the policy on words is the search: a transaction that looks for something sees the words of that alone.

-- What a task is found by: its words, each of which begins with its owner, and the owner alone.
create function cubby_words(owner uuid, words text) returns tsvector
    language plpgsql immutable parallel safe
as $$
declare
    whose text = encode(uuid_send(owner), 'hex');
begin
    -- what is longer than a word can be
    if octet_length(words) > 2000 then
        words = regexp_replace(words, '([^ ]{250})[^ ]+', '\1', 'g');
    end if;
    return array_to_tsvector(string_to_array(whose || replace(' ' || words, ' ', ' ' || whose), ' '));
end
$$;

-- The beginnings of words that are looked for, all of them the owner's; without any, whatever is theirs. Without an owner, nothing.
create function cubby_search() returns tsquery
    language plpgsql stable parallel safe
as $$
declare
    whose text = encode(uuid_send(nullif(current_setting('cubby.owner', true), '')::uuid), 'hex');
    asked text = convert_from(decode(coalesce(current_setting('cubby.search', true), ''), 'hex'), 'UTF8');
begin
    -- no word is told by more
    if octet_length(asked) > 250 then
        asked = regexp_replace(asked, '([^ ]{250})[^ ]+', '\1', 'g');
    end if;
    return ('''' || whose || replace(translate(asked, '''\', ''), ' ', ''':* & ''' || whose) || ''':*')::tsquery;
end
$$;

-- The owner of the tables sees everybody's rows, for once.
alter table task_words no force row level security;
alter table task_words rename to old_task_words;
alter index task_words_pkey rename to old_task_words_pkey;

-- What is read most stands first, and there is room for another bucket in the same place.
create table task_words (
    bucket smallint not null default 0,
    priority smallint generated always as ((bucket % 3)::smallint) stored,
    due_key bigint not null default 0,
    id uuid not null,
    user_id uuid not null,
    title_key text collate "C" not null default '',
    words text not null,
    primary key (user_id, id),
    foreign key (user_id, id) references tasks (user_id, id) on delete cascade
) with (fillfactor = 90);

insert into task_words (bucket, due_key, id, user_id, title_key, words)
select bucket, due_key, id, user_id, title_key, words
from old_task_words;

drop table old_task_words;

create trigger task_words_insert before insert on task_words
    for each row execute function task_words_insert();

-- Without a list of what is to be read first at each search. How often a word is there, no guess is made of: a search is to go by
-- the index.
create index task_words_search on task_words using gin (cubby_words(user_id, words)) with (fastupdate = off);
alter index task_words_search alter column 1 set statistics 0;

alter table task_words enable row level security;
alter table task_words force row level security;
create policy person on task_words
    using (cubby_words(user_id, words) @@ cubby_search());
