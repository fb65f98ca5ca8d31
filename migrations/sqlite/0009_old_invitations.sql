-- Invitations that are over are found without reading those that are not.
create index invitations_by_expiry on invitations (expires_at);
