-- Numbers that count come again after a backup was restored, and a copy that ran on would take what it had kept under one
-- for what is there now. Random ones do not.
create or replace function tasks_revision() returns trigger
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
        set tasks_revision = (random() * 9007199254740992)::bigint
        where id = person;
    end if;
    return null;
end
$$;
