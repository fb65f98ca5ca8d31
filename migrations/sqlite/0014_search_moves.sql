-- What leaves the index of words is taken out by its words. Crossed out by its number, as before, whatever a search finds would be
-- looked up among what is crossed out.

drop trigger task_words_insert;
drop trigger task_search_update;
drop trigger task_search_delete;
drop trigger task_search_move;
drop table task_search;

create virtual table task_search using fts5 (
    words, content = '', tokenize = 'ascii', detail = none, prefix = '33 34 35 36 37 38 39 40'
);

insert into task_search (rowid, words)
select n * 8 + bucket, replace(' ' || words, ' ', ' ' || hex(user_id))
from task_words
order by n;

create trigger task_words_insert after insert on task_words begin
    update task_words
    set bucket = tasks.bucket, due_key = tasks.due_key, title_key = tasks.title_key
    from tasks
    where task_words.n = new.n and tasks.user_id = new.user_id and tasks.id = new.id;
    insert into task_search (rowid, words)
    select n * 8 + bucket, replace(' ' || words, ' ', ' ' || hex(user_id))
    from task_words
    where n = new.n;
end;

create trigger task_search_update after update of words on task_words when old.words <> new.words begin
    insert into task_search (task_search, rowid, words)
    values ('delete', old.n * 8 + old.bucket, replace(' ' || old.words, ' ', ' ' || hex(old.user_id)));
    insert into task_search (rowid, words)
    values (new.n * 8 + new.bucket, replace(' ' || new.words, ' ', ' ' || hex(new.user_id)));
end;

create trigger task_search_delete after delete on task_words begin
    insert into task_search (task_search, rowid, words)
    values ('delete', old.n * 8 + old.bucket, replace(' ' || old.words, ' ', ' ' || hex(old.user_id)));
end;

create trigger task_search_move after update of completed_at, priority on tasks when old.bucket <> new.bucket begin
    insert into task_search (task_search, rowid, words)
    select 'delete', n * 8 + old.bucket, replace(' ' || words, ' ', ' ' || hex(user_id))
    from task_words
    where user_id = new.user_id and id = new.id;
    insert into task_search (rowid, words)
    select n * 8 + new.bucket, replace(' ' || words, ' ', ' ' || hex(user_id))
    from task_words
    where user_id = new.user_id and id = new.id;
end;
