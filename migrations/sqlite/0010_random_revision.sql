-- Numbers that count come again after a backup was restored, and a program that ran on would take what it had kept under one
-- for what is there now. Random ones do not.
drop trigger tasks_revision_insert;
drop trigger tasks_revision_update;
drop trigger tasks_revision_delete;

create trigger tasks_revision_insert after insert on tasks begin
    update users
    set tasks_revision = random()
    where id = new.user_id;
end;

create trigger tasks_revision_update after update on tasks begin
    update users
    set tasks_revision = random()
    where id = new.user_id;
end;

create trigger tasks_revision_delete after delete on tasks begin
    update users
    set tasks_revision = random()
    where id = old.user_id;
end;
