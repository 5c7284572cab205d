-- The foundation: hospitals, people, definitions, episodes, the journal, the ledger. SQL floor: PostgreSQL 15.
-- Every table carries hospital_id and every query filters by it. Ids are UUIDv7 made in Node unless derived (design.md 8.2).
-- `*_at` of the care itself is episode time; columns that say `wall_` are wall time (leases, vendor windows).

create table hospital (
  id uuid primary key,
  name text not null,
  kind text not null check (kind in ('real', 'training')),
  zone text not null default 'Asia/Shanghai',
  -- Episode seconds per wall second; 1 in every real hospital.
  pace numeric not null default 1 check (pace > 0),
  sms_signature text not null,
  phone text not null,
  -- The hospital's own entry that texts name ({入口}).
  entry text not null,
  calendar jsonb,
  created_at timestamptz(3) not null default now(),
  check (kind = 'training' or pace = 1)
);

-- One global change id for live screens; readers stop below the oldest open transaction.
create table change (
  id bigint generated always as identity primary key,
  hospital_id uuid not null references hospital,
  xid xid8 not null default pg_current_xact_id(),
  topic text not null,          -- episode, escalation, visit, message, task, discharge
  ref text not null,
  at timestamptz(3) not null default now()
);
create index change_by_hospital on change (hospital_id, id);

-- Staff ---------------------------------------------------------------------------------------------------------------
create table account (
  id uuid primary key,
  hospital_id uuid not null references hospital,
  login text not null,
  display_name text not null,
  password_hash text,           -- scrypt; null: API-key-only service account
  roles text[] not null,        -- case-manager, nurse, therapist, doctor, ops, head, his, admin
  active boolean not null default true,
  created_at timestamptz(3) not null default now(),
  unique (hospital_id, login)
);
create table staff_contact (
  id uuid primary key,
  hospital_id uuid not null references hospital,
  account_id uuid not null references account,
  kind text not null check (kind in ('wecom', 'mobile', 'email')),
  value text not null,
  unique (account_id, kind)
);
create table session (
  token_hash text primary key,
  hospital_id uuid not null references hospital,
  account_id uuid not null references account,
  created_at timestamptz(3) not null default now(),
  last_seen_at timestamptz(3) not null default now(),
  expires_at timestamptz(3) not null
);
create table api_key (
  id uuid primary key,
  hospital_id uuid not null references hospital,
  account_id uuid not null references account,
  prefix text not null,
  key_hash text not null unique,
  created_at timestamptz(3) not null default now(),
  revoked_at timestamptz(3)
);
create table roster_shift (
  id uuid primary key,
  hospital_id uuid not null references hospital,
  account_id uuid not null references account,
  role text not null,           -- a StaffRole
  starts_at timestamptz(3) not null,
  ends_at timestamptz(3) not null check (ends_at > starts_at),
  unique (account_id, role, starts_at)
);
create index roster_by_time on roster_shift (hospital_id, role, starts_at, ends_at);

-- Patients ------------------------------------------------------------------------------------------------------------
create table patient (
  id uuid primary key,
  hospital_id uuid not null references hospital,
  synthetic boolean not null default false,
  family_name text not null default '',
  given_name text not null default '',
  birth_date date,
  sex text check (sex in ('male', 'female', 'other', 'unknown')),
  -- National id: AES-GCM ciphertext for showing, HMAC for matching.
  national_id_enc bytea,
  national_id_hmac text,
  language text not null default 'zh-CN',
  zone text,
  flags jsonb not null default '{}',
  opted_out_at timestamptz(3),
  died_at timestamptz(3),
  consents jsonb not null default '{"sms": false, "photos": false, "family": false, "familyDoctor": false}',
  away jsonb not null default '[]',
  created_at timestamptz(3) not null default now()
);
-- When the facts above became known here (wall time), whoever wrote them: the audit proves that nothing left after it.
alter table patient add column opted_out_wall_at timestamptz(3), add column died_wall_at timestamptz(3);
create function stamp_patient_facts() returns trigger language plpgsql as $$
begin
  new.died_wall_at := case when new.died_at is null then null when new.died_wall_at is null then clock_timestamp() else new.died_wall_at end;
  new.opted_out_wall_at := case when new.opted_out_at is null then null when new.opted_out_wall_at is null then clock_timestamp() else new.opted_out_wall_at end;
  return new;
end $$;
create trigger patient_facts_are_stamped before insert or update on patient for each row execute function stamp_patient_facts();
create unique index patient_by_national_id on patient (hospital_id, national_id_hmac) where national_id_hmac is not null;
create table patient_identifier (
  hospital_id uuid not null references hospital,
  patient_id uuid not null references patient,
  system text not null,
  value text not null,
  primary key (hospital_id, system, value)
);
create table contact (
  id uuid primary key,
  hospital_id uuid not null references hospital,
  patient_id uuid not null references patient,
  owner text not null check (owner in ('patient', 'family')),
  relation text,
  name text,
  kind text not null check (kind in ('mobile', 'landline', 'wechat', 'email')),
  value text not null,
  position int not null,
  quarantined_at timestamptz(3),
  unique (patient_id, kind, value)
);
create index contact_by_value on contact (hospital_id, value);

-- Discharges ----------------------------------------------------------------------------------------------------------
create table import_batch (
  id uuid primary key,
  hospital_id uuid not null references hospital,
  source text not null,
  file_sha256 text not null,
  format text not null,
  rows_total int not null,
  created_by uuid references account,
  created_at timestamptz(3) not null default now(),
  finished_at timestamptz(3),
  unique (hospital_id, file_sha256)
);
create table import_row (
  hospital_id uuid not null references hospital,
  batch_id uuid not null references import_batch,
  row_no int not null,
  verdict text not null check (verdict in ('imported', 'updated', 'unchanged', 'refused')),
  discharge_id uuid,
  problems jsonb not null default '[]',
  primary key (batch_id, row_no)
);
create table discharge (
  id uuid primary key,
  hospital_id uuid not null references hospital,
  patient_id uuid not null references patient,
  encounter_ref text not null,
  admitted_at timestamptz(3),
  discharged_at timestamptz(3),
  -- conditions, procedures, medications as understood, with codes
  clinical jsonb not null default '{}',
  understood jsonb not null default '[]',
  missing jsonb not null default '[]',
  -- why no package can be launched from it; empty = launchable
  refusals jsonb not null default '[]',
  created_at timestamptz(3) not null default now(),
  unique (hospital_id, encounter_ref)
);

-- Definitions ---------------------------------------------------------------------------------------------------------
create table pathway_version (
  id text not null,
  version int not null,
  hospital_id uuid not null references hospital,
  hash text not null,
  plan text not null,           -- the engine's part: canonical JSON, exactly the bytes that were hashed with texts
  texts jsonb not null,         -- language -> key -> wording
  meta jsonb not null,          -- title, price, parameters with sources, forms with wording
  source text not null,         -- the YAML as published
  published_by uuid references account,
  published_at timestamptz(3) not null default now(),
  primary key (hospital_id, id, version)
);
create table version_signature (
  hospital_id uuid not null references hospital,
  id text not null,
  version int not null,
  hash text not null,
  account_id uuid not null references account,
  role text not null,
  signed_at timestamptz(3) not null default now(),
  primary key (hospital_id, id, version, account_id),
  foreign key (hospital_id, id, version) references pathway_version (hospital_id, id, version)
);
create function refuse_change() returns trigger language plpgsql as $$
begin raise exception '% rows never change', tg_table_name using errcode = 'WU001'; end $$;
create trigger pathway_version_is_immutable before update or delete on pathway_version for each row execute function refuse_change();

-- Episodes ------------------------------------------------------------------------------------------------------------
create table episode (
  id uuid primary key,
  hospital_id uuid not null references hospital,
  patient_id uuid not null references patient,
  discharge_id uuid not null references discharge,
  order_no text not null,
  plan_id text not null,
  plan_version int not null,
  plan_hash text not null,
  semantics int not null,
  status text not null,         -- launching, active, paused, stopping, stopped, completed, halted
  phase text not null default 'course',
  clock jsonb not null,         -- EpisodeClock
  start jsonb not null,         -- the whole CarePathwayStart, so that the starter can run again
  seq int not null default 0,   -- entries journalled
  head_hash text not null default '',
  next_due_at timestamptz(3),
  next_wall_at timestamptz(3),
  needs_attention boolean not null default false,
  stop_reason text,
  launched_by uuid references account,
  launched_at timestamptz(3) not null default now(),
  started_at timestamptz(3),
  ended_at timestamptz(3),
  late_runs int not null default 0,
  foreign key (hospital_id, plan_id, plan_version) references pathway_version (hospital_id, id, version)
);
-- Launching twice returns the running episode.
create unique index episode_once on episode (hospital_id, discharge_id, plan_id, order_no);
create index episode_open on episode (hospital_id, patient_id) where status not in ('stopped', 'completed');
create index episode_due on episode (next_wall_at) where status not in ('stopped', 'completed');

-- Episode time = episodeAnchor + (wall - wallAnchor) x pace, and back.
create function wall_of(clock jsonb, at timestamptz) returns timestamptz language sql stable as $$
  select (clock->>'wallAnchor')::timestamptz + (at - (clock->>'episodeAnchor')::timestamptz) / (clock->>'pace')::float8 $$;
create function episode_of(clock jsonb, wall timestamptz) returns timestamptz language sql stable as $$
  select (clock->>'episodeAnchor')::timestamptz + (wall - (clock->>'wallAnchor')::timestamptz) * (clock->>'pace')::float8 $$;

create table journal (
  episode_id uuid not null references episode,
  seq int not null,
  hospital_id uuid not null references hospital,
  at timestamptz(3) not null,
  wall_at timestamptz(3) not null default clock_timestamp(),
  semantics int not null,
  plan_hash text not null,
  input jsonb not null,
  events jsonb not null,
  prev_hash text not null,
  hash text not null,
  -- What the record transaction told the loop (cases of other episodes); a retry of the same entry gets the same answer. Not hashed.
  told jsonb not null default '[]',
  primary key (episode_id, seq)
);
create trigger journal_is_append_only before update or delete on journal for each row execute function refuse_change();

-- The answer's road: committed first, then sent as an update; the relay goes on where the API stopped.
create table inbox (
  command_id text not null,
  hospital_id uuid not null references hospital,
  episode_id uuid not null references episode,
  kind text not null,           -- UpdateKind
  payload jsonb not null,
  received_at timestamptz(3) not null default now(),
  state text not null default 'accepted' check (state in ('accepted', 'applied', 'rejected', 'late')),
  attempts int not null default 0,
  next_try_at timestamptz(3) not null default now(),
  applied_seq int,
  rejection text,
  primary key (episode_id, command_id)
);
create index inbox_pending on inbox (next_try_at) where state = 'accepted';

-- Read models (rebuildable from the journal) --------------------------------------------------------------------------
create table timeline (
  episode_id uuid not null references episode,
  seq int not null,
  idx int not null,
  hospital_id uuid not null references hospital,
  at timestamptz(3) not null,
  type text not null,
  step text,
  occurrence text,
  escalation text,
  obligation text,
  data jsonb not null,
  primary key (episode_id, seq, idx)
);
create table occurrence (
  id text primary key,
  hospital_id uuid not null references hospital,
  episode_id uuid not null references episode,
  patient_id uuid not null references patient,
  step text not null,
  kind text not null,           -- visit, form, call, reading, message
  n int not null,
  revision int not null default 0,
  phase text not null,
  status text not null,         -- planned, booked, checked-in, open, held, completed, failed, cancelled
  reason text,
  due_at timestamptz(3) not null,
  window_from timestamptz(3) not null,
  window_until timestamptz(3) not null,
  overdue boolean not null default false,
  slot_from timestamptz(3),
  slot_until timestamptz(3),
  assignee uuid,
  photos jsonb not null default '[]'
);
create index occurrence_by_episode on occurrence (episode_id, due_at);
create index occurrence_open on occurrence (hospital_id, kind, due_at) where status in ('planned', 'booked', 'checked-in', 'open', 'held');
create table escalation (
  id text primary key,
  hospital_id uuid not null references hospital,
  episode_id uuid not null references episode,
  patient_id uuid not null references patient,
  level text not null,
  rules text[] not null,
  prefixes text[] not null,
  instruction text not null,
  status text not null,         -- open, acknowledged, contacted, joined, closed
  raised_at timestamptz(3) not null,
  ack_by timestamptz(3),
  contact_by timestamptz(3) not null,
  acknowledged_at timestamptz(3),
  acknowledged_by text,
  contacted_at timestamptz(3),
  breached text[] not null default '{}',
  rung int not null default 0,
  held_by text,
  closed_at timestamptz(3),
  outcome text,
  note text,
  -- what whoever raised it said: a nurse's note, a patient's own text
  reports text[] not null default '{}'
);
create index escalation_open on escalation (hospital_id, raised_at) where status <> 'closed';
-- One open case per patient and rule prefix.
create table case_prefix (
  hospital_id uuid not null references hospital,
  patient_id uuid not null references patient,
  prefix text not null,
  escalation_id text not null references escalation,
  primary key (hospital_id, patient_id, prefix)
);
create table answer (
  id text primary key,          -- <episode>/<submission>
  hospital_id uuid not null references hospital,
  episode_id uuid not null references episode,
  patient_id uuid not null references patient,
  occurrence text,
  at timestamptz(3) not null,
  answers jsonb not null,
  scores jsonb not null,
  answered_by text not null,
  late boolean not null,
  shared_from uuid
);
create table reading (
  id text primary key,          -- <episode>/<seq>/<idx>
  hospital_id uuid not null references hospital,
  episode_id uuid not null references episode,
  patient_id uuid not null references patient,
  kind text not null,
  measured_at timestamptz(3) not null,
  arrived_at timestamptz(3) not null,
  vals jsonb not null,
  plausible boolean not null,
  stale boolean not null default false
);

-- The ledger ----------------------------------------------------------------------------------------------------------
create table obligation (
  id text primary key,
  hospital_id uuid not null references hospital,
  episode_id uuid not null references episode,
  patient_id uuid not null references patient,
  revision int not null,
  purpose text not null,
  class text not null,
  recipient text not null,
  occurrence text,
  escalation text,
  spec jsonb not null,          -- the engine's Obligation
  due_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  shared_key text,
  -- planned -> released -> sending -> accepted -> sent | suppressed | failed
  state text not null check (state in ('planned', 'released', 'sending', 'accepted', 'sent', 'suppressed', 'failed')),
  reason text,
  -- suppressed as part of a digest or as the same contact: the obligation that carried it
  carried_by text,
  -- failed: the escalation, task or obligation that took over
  escalated_to text,
  -- the engine was told the final outcome
  told boolean not null default false,
  wall_due_at timestamptz(3),
  settled_at timestamptz(3),
  created_at timestamptz(3) not null default now(),
  check (state <> 'suppressed' or reason is not null)
);
create index obligation_by_episode on obligation (episode_id, due_at);
create index obligation_unsettled on obligation (hospital_id, due_at) where state in ('planned', 'released', 'sending', 'accepted');
create index obligation_by_patient_day on obligation (patient_id, due_at);
create table attempt (
  id text primary key,          -- <obligation>/<channel>/<n>
  hospital_id uuid not null references hospital,
  episode_id uuid not null references episode,
  patient_id uuid not null references patient,
  obligation_id text not null references obligation,
  -- every obligation that this message carries (digest); the first is obligation_id
  carries text[] not null,
  channel text not null,
  provider text not null,
  n int not null,
  contact_id text,              -- contact.id or staff account id
  to_hmac text not null,
  text_hash text not null,
  message_enc bytea not null,   -- the whole rendered OutboundMessage as JSON, AES-256-GCM, context attempt/<id>
  text_key text not null,
  text_version text not null,   -- plan id@version of the wording
  language text not null,
  state text not null check (state in ('sending', 'accepted', 'sent', 'delivered', 'failed', 'rejected', 'ambiguous', 'absent')),
  provider_message_id text,
  code text,
  detail text,
  claimed_at timestamptz(3) not null default clock_timestamp(),
  -- Fencing: whoever holds it may settle; a look-up after the lease takes a new one.
  claim_token uuid not null,
  lookups int not null default 0,
  -- What follows from its end; null while it is on its way. retry: not taken, same way again after check_at. resend: the same, and it may double.
  -- next: the next provider or channel. fail: nobody may try again without a person.
  verdict text check (verdict in ('done', 'retry', 'resend', 'next', 'fail')),
  lease_until timestamptz(3) not null,
  episode_at timestamptz(3) not null,
  posted_at timestamptz(3),
  check_at timestamptz(3),
  receipt_due_at timestamptz(3),
  settled_at timestamptz(3),
  possibly_doubled boolean not null default false,
  unique (obligation_id, channel, n)
);
create index attempt_open on attempt (hospital_id, claimed_at) where verdict is null;
create index attempt_by_obligation on attempt using gin (carries);
create index attempt_by_patient on attempt (patient_id, episode_at);
create unique index attempt_by_provider_id on attempt (provider, provider_message_id) where provider_message_id is not null;
create table receipt (
  provider text not null,
  dedupe_key text not null,
  hospital_id uuid,
  provider_message_id text not null,
  status text not null,
  code text,
  received_at timestamptz(3) not null default now(),
  matched_attempt text,
  primary key (provider, dedupe_key)
);
-- Work for a person: calls to make, visits to book, numbers to find. Also the phone-task channel's mailbox.
create table task (
  id text primary key,
  hospital_id uuid not null references hospital,
  episode_id uuid not null references episode,
  patient_id uuid not null references patient,
  kind text not null,           -- call, book-visit, ...
  role text not null,
  obligation_id text,
  escalation text,
  occurrence text,
  instruction text not null,
  due_at timestamptz(3) not null,
  status text not null default 'ready' check (status in ('ready', 'in-progress', 'completed', 'failed', 'cancelled')),
  status_reason text,
  created_at timestamptz(3) not null default now(),
  closed_at timestamptz(3)
);
create index task_open on task (hospital_id, due_at) where status in ('ready', 'in-progress');
-- The local inbox: what a phone, mailbox or WeCom would show when no provider is configured.
create table inbox_message (
  id uuid primary key,
  hospital_id uuid not null references hospital,
  channel text not null,
  attempt_id text not null unique,
  to_address text not null,
  body text not null,
  subject text,
  at timestamptz(3) not null default now()
);

-- Edges ---------------------------------------------------------------------------------------------------------------
create table idempotency (
  hospital_id uuid not null references hospital,
  account_id uuid not null,
  key text not null,
  request_hash text not null,
  status int,
  response jsonb,
  created_at timestamptz(3) not null default now(),
  primary key (hospital_id, account_id, key)
);
create table audit_log (
  id bigint generated always as identity primary key,
  hospital_id uuid,
  at timestamptz(3) not null default now(),
  actor text not null,
  action text not null,
  ref text,
  allowed boolean not null,
  detail jsonb not null default '{}'
);
create trigger audit_log_is_append_only before update or delete on audit_log for each row execute function refuse_change();
create table file (
  id uuid primary key,
  hospital_id uuid not null references hospital,
  sha256 text not null,
  mime text not null,
  bytes bigint not null,
  created_by text not null,
  created_at timestamptz(3) not null default now()
);
create table vendor_token (
  provider text primary key,
  token_enc bytea not null,
  expires_at timestamptz(3) not null
);
create table alarm (
  id uuid primary key,
  hospital_id uuid references hospital,
  code text not null,           -- nobody-on-duty, chain-broken, credentials, calendar-coverage, ...
  ref text not null,
  detail text not null,
  raised_at timestamptz(3) not null default now(),
  seen_at timestamptz(3) not null default now(),
  cleared_at timestamptz(3)
);
create unique index alarm_once on alarm (hospital_id, code, ref) where cleared_at is null;
