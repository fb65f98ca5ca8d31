-- What a person's tasks are at a moment: every change of one of them gives another number, so that a list that was read
-- once is good for as long as the number stays.
alter table users add column tasks_revision integer not null default 0;

create trigger tasks_revision_insert after insert on tasks begin
    update users
    set tasks_revision = tasks_revision + 1
    where id = new.user_id;
end;

create trigger tasks_revision_update after update on tasks begin
    update users
    set tasks_revision = tasks_revision + 1
    where id = new.user_id;
end;

create trigger tasks_revision_delete after delete on tasks begin
    update users
    set tasks_revision = tasks_revision + 1
    where id = old.user_id;
end;
