-- Keys of programs: what for, for how long, and whether anybody still uses them. Those made before have no scope and no end.
alter table api_key add name text not null default 'first', add scopes text[], add expires_at timestamptz(3), add last_used_at timestamptz(3);
create index api_key_of_client on api_key (hospital_id, name) where revoked_at is null;
