-- What hangs on the worklist: who has a case or a task, what colleagues noted, what was promised by phone, how a shift was handed over,
-- and acts on many visits at once (ADR 0036). Ids of cases, tasks and occurrences are text without a foreign key, because those rows are read
-- models that can be made again from the journal. `*_at` here is wall time unless a comment says episode time.

-- One page: what the one who goes leaves to the one who comes. What both sign is the sealed snapshot, by its hash.
create table handover (
  id uuid primary key,
  hospital_id uuid not null references hospital,
  from_account uuid not null references account,
  to_account uuid not null references account,
  shift text not null check (shift in ('day', 'evening', 'night', 'other')),
  -- {cases, callBacks, tasks}: ids, so that ownership can move without opening the seal.
  moves jsonb not null,
  snapshot_enc bytea not null,              -- context handover/<id>
  snapshot_sha256 text not null,
  made_at timestamptz(3) not null default now(),
  signed_by_from_at timestamptz(3),
  signed_by_to_at timestamptz(3),
  withdrawn_at timestamptz(3),
  check (from_account <> to_account),
  check (signed_by_to_at is null or signed_by_from_at is not null),
  check (withdrawn_at is null or signed_by_to_at is null)
);
create index handover_by_hospital on handover (hospital_id, made_at desc);
-- A person has one page under way at a time.
create unique index handover_open on handover (hospital_id, from_account) where signed_by_to_at is null and withdrawn_at is null;

-- Append-only: the newest row of a case or task says who has it now.
create table case_owner (
  id uuid primary key,
  hospital_id uuid not null references hospital,
  episode_id uuid not null references episode,
  escalation text,
  task text,
  account_id uuid references account,       -- null: given back, nobody has it
  how text not null check (how in ('taken', 'assigned', 'released', 'handover')),
  handover_id uuid references handover,
  by_account uuid not null references account,
  at timestamptz(3) not null default clock_timestamp(),
  check ((escalation is null) <> (task is null)),
  check ((account_id is null) = (how = 'released')),
  check ((handover_id is not null) = (how = 'handover'))
);
create index case_owner_by_case on case_owner (escalation, id desc) where escalation is not null;
create index case_owner_by_task on case_owner (task, id desc) where task is not null;
create trigger case_owner_is_append_only before update or delete on case_owner for each row execute function refuse_change();

create table case_note (
  id uuid primary key,
  hospital_id uuid not null references hospital,
  episode_id uuid not null references episode,
  escalation text not null,
  text_enc bytea not null,                  -- context case-note/<id>
  by_account uuid not null references account,
  at timestamptz(3) not null default clock_timestamp()
);
create index case_note_by_case on case_note (escalation, id);
create trigger case_note_is_append_only before update or delete on case_note for each row execute function refuse_change();

-- "I will call you at four": a promise to a patient, kept by somebody, handed over like a case.
create table call_back (
  id uuid primary key,
  hospital_id uuid not null references hospital,
  episode_id uuid not null references episode,
  escalation text,
  due_at timestamptz(3) not null,           -- episode time, as it was said to the patient
  note_enc bytea,                           -- context call-back/<id>
  owner uuid not null references account,
  made_by uuid not null references account,
  made_at timestamptz(3) not null default now(),
  state text not null default 'open' check (state in ('open', 'kept', 'dropped')),
  closed_by uuid references account,
  closed_at timestamptz(3),
  close_note_enc bytea,                     -- context call-back-close/<id>
  check ((state = 'open') = (closed_at is null))
);
create index call_back_open on call_back (hospital_id, due_at) where state = 'open';
create index call_back_by_episode on call_back (episode_id, due_at);

-- Acts on many visits at once: the preview is what was shown, each row is carried out by its own command, and can be taken back.
create table bulk_act (
  id uuid primary key,
  hospital_id uuid not null references hospital,
  kind text not null check (kind in ('move-visits', 'reassign-visits')),
  request jsonb not null,
  reason text not null,
  previewed_by uuid not null references account,
  previewed_at timestamptz(3) not null default now(),
  applied_by uuid references account,
  applied_at timestamptz(3),
  undone_by uuid references account,
  undone_at timestamptz(3),
  check (undone_at is null or applied_at is not null)
);
create index bulk_act_by_hospital on bulk_act (hospital_id, previewed_at desc);
create table bulk_act_row (
  act_id uuid not null references bulk_act,
  hospital_id uuid not null references hospital,
  occurrence text not null,
  episode_id uuid not null references episode,
  -- {from, until, accountId, revision}: episode time. `after` null: this visit stays as it is, `verdict` says why.
  before jsonb not null,
  after jsonb,
  -- What it does to people: texts and calls to the patient, notices to the nurse; codes and times, no wording.
  consequences jsonb not null default '[]',
  verdict text not null,                    -- will-move, will-reassign, or the reason why not
  state text not null default 'previewed' check (state in ('previewed', 'applied', 'refused', 'undone', 'undo-refused', 'left')),
  detail text,                              -- the refusal, in the engine's words
  settled_at timestamptz(3),
  primary key (act_id, occurrence)
);
create index bulk_act_row_by_occurrence on bulk_act_row (occurrence);
