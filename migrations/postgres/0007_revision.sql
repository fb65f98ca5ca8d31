-- What a person's tasks are at a moment: every change of one of them gives another number, so that a list that was read
-- once is good for as long as the number stays.
alter table users add column tasks_revision bigint not null default 0;

create function tasks_revision() returns trigger
    language plpgsql
    set search_path from current
as $$
declare
    person uuid = coalesce(new.user_id, old.user_id);
begin
    -- Once in a transaction is enough; a row that is written ten thousand times in one is ever slower to find.
    if current_setting('cubby.revised', true) is distinct from person::text then
        perform set_config('cubby.revised', person::text, true);
        update users
        set tasks_revision = tasks_revision + 1
        where id = person;
    end if;
    return null;
end
$$;

-- Triggers go by their names: this one before the counts, so that who changes tasks of one person waits at the person.
create trigger revision_of_tasks after insert or update or delete on tasks
    for each row execute function tasks_revision();
