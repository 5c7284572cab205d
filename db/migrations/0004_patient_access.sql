-- The patient's way in (ADR 0033): a personal link or a short code, then a second factor, then a session. Everything here is wall time.
-- A person is the patient (contact_id null) or one family contact. Plain tokens and codes are never stored.

create table patient_link (
  id uuid primary key,
  hospital_id uuid not null references hospital,
  patient_id uuid not null references patient,
  contact_id uuid references contact,
  token_hash text not null unique,
  scope text not null check (scope in ('patient', 'family')),
  purpose text not null check (purpose in ('plan', 'phone', 'bedside', 'replacement')),
  created_by uuid references account,   -- null: the system
  created_at timestamptz(3) not null,
  expires_at timestamptz(3) not null check (expires_at > created_at),
  revoked_at timestamptz(3),
  revoked_by uuid references account,   -- null with revoked_at: too many wrong second factors
  last_used_at timestamptz(3),
  check ((scope = 'family') = (contact_id is not null))
);
create index patient_link_by_patient on patient_link (hospital_id, patient_id, created_at);
-- Six digits for whoever gets no link (SMS to +86 may carry none). The digits follow from the link key, the person and the generation, so
-- that every message can name them again; only their keyed hash is stored. Unique while active, over all hospitals of a deployment:
-- the entry page does not ask which hospital.
create table patient_code (
  id uuid primary key,
  hospital_id uuid not null references hospital,
  patient_id uuid not null references patient,
  contact_id uuid references contact,
  generation int not null check (generation > 0),
  key_id text not null,
  lookup text not null,
  created_at timestamptz(3) not null default now(),
  revoked_at timestamptz(3),
  last_used_at timestamptz(3)
);
create unique index patient_code_active on patient_code (lookup) where revoked_at is null;
create unique index patient_code_of_person on patient_code (patient_id, contact_id) nulls not distinct where revoked_at is null;
-- verified_at null: the link or code was right, the second factor is still to come.
create table patient_session (
  token_hash text primary key,
  hospital_id uuid not null references hospital,
  patient_id uuid not null references patient,
  contact_id uuid references contact,
  scope text not null check (scope in ('patient', 'family')),
  link_id uuid references patient_link,
  code_id uuid references patient_code,
  created_at timestamptz(3) not null,
  verified_at timestamptz(3),
  expires_at timestamptz(3) not null,
  check ((link_id is null) <> (code_id is null))
);
create index patient_session_by_patient on patient_session (hospital_id, patient_id);
-- Counting, so that guessing stays hopeless. `subject`: the link or code tried, null while nothing was recognised.
create table access_attempt (
  id bigint generated always as identity primary key,
  hospital_id uuid references hospital,
  kind text not null check (kind in ('code', 'link', 'factor', 'redemption')),
  subject text,
  address_hmac text not null,
  ok boolean not null,
  at timestamptz(3) not null
);
create index access_attempt_by_subject on access_attempt (subject, at) where subject is not null;
create index access_attempt_by_address on access_attempt (address_hmac, at);
create index access_attempt_wrong on access_attempt (kind, at) where not ok;
create trigger access_attempt_is_append_only before update or delete on access_attempt for each row execute function refuse_change();
-- Answers of a questionnaire that is filled in one page at a time, until it is sent. One draft per person and form.
create table answer_draft (
  hospital_id uuid not null references hospital,
  patient_id uuid not null references patient,
  contact_id uuid references contact,
  occurrence text not null,
  answers_enc bytea not null,           -- Answers as JSON, AES-256-GCM, context answer-draft/<occurrence>
  updated_at timestamptz(3) not null default now()
);
create unique index answer_draft_of_person on answer_draft (patient_id, contact_id, occurrence) nulls not distinct;
