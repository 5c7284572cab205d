-- When a file became part of the record by the clock of its episode: a training episode's clock may be moved afterwards.
alter table file add column episode_at timestamptz(3);
update file f set episode_at = episode_of(e.clock, f.created_at) from episode e where e.id = f.episode_id;

-- A video call that was arranged. Links are made when somebody joins; the room's name is a secret and lives here alone.
create table meeting (
  id uuid primary key,
  hospital_id uuid not null references hospital,
  patient_id uuid not null references patient,
  episode_id uuid not null references episode,
  -- what it is about: exactly one of the two
  escalation text,
  occurrence text,
  room text not null unique,
  -- wall time: a call happens between people
  opens_at timestamptz(3) not null,
  closes_at timestamptz(3) not null check (closes_at > opens_at),
  created_by uuid not null references account,
  created_at timestamptz(3) not null default now(),
  check ((escalation is null) <> (occurrence is null))
);
create trigger meeting_never_changes before update or delete on meeting for each row execute function refuse_change();
create index meeting_by_patient on meeting (hospital_id, patient_id, closes_at);
