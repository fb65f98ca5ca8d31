-- What a person's tasks are at a moment: every change of one of them gives another number, so that a list that was read
-- once is good for as long as the number stays.
alter table users add column tasks_revision bigint not null default 0;

create function tasks_revision() returns trigger
    language plpgsql
    set search_path from current
as $$
begin
    update users
    set tasks_revision = tasks_revision + 1
    where id = coalesce(new.user_id, old.user_id);
    return null;
end
$$;

-- Triggers go by their names: this one before the counts, so that who changes tasks of one person waits at the person.
create trigger revision_of_tasks after insert or update or delete on tasks
    for each row execute function tasks_revision();
