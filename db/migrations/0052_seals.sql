-- Seals over the access log and the journals (ADR 0046): each covers what came since the one before, is chained to it, and is written down
-- outside the database as well. Deployment-wide, as the access log is: strangers have no hospital.
create table seal (
  seq bigint primary key,
  sealed_at timestamptz(3) not null,
  log_from bigint not null, -- id of the access log after which it begins
  log_to bigint not null,   -- and with which it ends
  log_rows int not null,
  log_hash text not null,
  heads jsonb not null,     -- [[episode, entry, hash], ...] of the journals that had grown
  prev_hash text not null,
  hash text not null
);
create trigger seal_is_append_only before update or delete on seal for each row execute function refuse_change();

-- How far each journal is sealed: a bookmark, rebuilt from the seals when it is lost.
create table sealed_head (
  episode_id uuid primary key references episode,
  hospital_id uuid not null references hospital,
  seq int not null
);

-- A forged webhook is written down once a minute, which must not cost a walk through the whole log.
create index audit_log_of_action on audit_log (action, at);
