-- Whoever writes into the access log holds this lock, shared, from before its id is given until its transaction ends. The seal takes it alone
-- for a moment: then no id can be on its way (db/sealing/round.ts). No privilege on the table is needed for it.
create function hold_access_log() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock_shared(hashtextextended('access-log', 0));
  return null;
end $$;
create trigger audit_log_is_held before insert on audit_log for each statement execute function hold_access_log();
