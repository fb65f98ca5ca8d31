-- A search that finds thousands of tasks: the index holds the beginnings of words too, up to eight letters, so that it need not
-- put them together from all words that begin so; and what is found is filtered and sorted without a look at the tasks.

alter table task_words add column bucket integer not null default 0;
alter table task_words add column priority integer as (bucket % 3) virtual;
alter table task_words add column due_key integer not null default 0;
alter table task_words add column title_key text not null default '';

update task_words
set bucket = tasks.bucket, due_key = tasks.due_key, title_key = tasks.title_key
from tasks
where tasks.user_id = task_words.user_id and tasks.id = task_words.id;

create trigger task_words_insert after insert on task_words begin
    update task_words
    set bucket = tasks.bucket, due_key = tasks.due_key, title_key = tasks.title_key
    from tasks
    where task_words.n = new.n and tasks.user_id = new.user_id and tasks.id = new.id;
end;

create trigger task_words_update after update of completed_at, priority, due_at, title_key on tasks begin
    update task_words
    set bucket = new.bucket, due_key = new.due_key, title_key = new.title_key
    where user_id = new.user_id and id = new.id;
end;

drop trigger task_search_insert;
drop trigger task_search_update;
drop trigger task_search_delete;
drop table task_search;

-- Every word begins with its person, who is 32 letters long, so that a search walks through nobody else's. The words are split
-- already: whatever is not ASCII is part of a word.
create virtual table task_search using fts5 (
    words, content = '', contentless_delete = 1, tokenize = 'ascii', detail = none, prefix = '33 34 35 36 37 38 39 40'
);

insert into task_search (rowid, words)
select n, replace(' ' || words, ' ', ' ' || hex(user_id))
from task_words;

create trigger task_search_insert after insert on task_words begin
    insert into task_search (rowid, words)
    values (new.n, replace(' ' || new.words, ' ', ' ' || hex(new.user_id)));
end;

create trigger task_search_update after update of words on task_words begin
    update task_search
    set words = replace(' ' || new.words, ' ', ' ' || hex(new.user_id))
    where rowid = new.n;
end;

create trigger task_search_delete after delete on task_words begin
    delete from task_search
    where rowid = old.n;
end;
