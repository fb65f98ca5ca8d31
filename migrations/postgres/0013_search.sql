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

-- The rows are written anew, without what is dropped, and leave room for another bucket in the same place.
alter table task_words drop column search;
alter table task_words set (fillfactor = 90);
cluster task_words using task_words_pkey;
alter table task_words set without cluster;

-- Without a list of what is to be read first at each search. How often a word is there, no guess is made of: a search is to go by
-- the index.
create index task_words_search on task_words using gin (cubby_words(user_id, words)) with (fastupdate = off);
alter index task_words_search alter column 1 set statistics 0;

drop policy person on task_words;
create policy person on task_words
    using (cubby_words(user_id, words) @@ cubby_search());

-- The index keeps the words of what is deleted until it is built anew. Here that is done by whoever serves, as the owner of the table,
-- where it takes a moment; not by two at once, nor where somebody is in the way.
create function cubby_forget_words() returns void
    language plpgsql
    security definer
    set search_path from current
as $$
begin
    if pg_try_advisory_xact_lock(hashtext('cubby_forget_words')) and pg_relation_size('task_words_search') <= 8388608 then
        perform set_config('lock_timeout', '500', true);
        reindex index task_words_search;
    end if;
end
$$;
