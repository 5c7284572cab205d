-- Written by the test of db/migrate.ts (vitest -u) from a freshly migrated database. Change it by a migration, never by hand.

CREATE OR REPLACE FUNCTION public.episode_of(clock jsonb, wall timestamp with time zone)
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE
AS $function$
  select (clock->>'episodeAnchor')::timestamptz + (wall - (clock->>'wallAnchor')::timestamptz) * (clock->>'pace')::float8 $function$;

CREATE OR REPLACE FUNCTION public.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin raise exception '% rows never change', tg_table_name using errcode = 'WU001'; end $function$;

CREATE OR REPLACE FUNCTION public.stamp_patient_facts()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  new.died_wall_at := case when new.died_at is null then null when new.died_wall_at is null then clock_timestamp() else new.died_wall_at end;
  new.opted_out_wall_at := case when new.opted_out_at is null then null when new.opted_out_wall_at is null then clock_timestamp() else new.opted_out_wall_at end;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.wall_of(clock jsonb, at timestamp with time zone)
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE
AS $function$
  select (clock->>'wallAnchor')::timestamptz + (at - (clock->>'episodeAnchor')::timestamptz) / (clock->>'pace')::float8 $function$;

create table account (
  id uuid not null,
  hospital_id uuid not null,
  login text not null,
  display_name text not null,
  password_hash text,
  roles text[] not null,
  active boolean default true not null,
  created_at timestamp(3) with time zone default now() not null,
  constraint account_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint account_pkey PRIMARY KEY (id),
  constraint account_hospital_id_login_key UNIQUE (hospital_id, login)
);

create table alarm (
  id uuid not null,
  hospital_id uuid,
  code text not null,
  ref text not null,
  detail text not null,
  raised_at timestamp(3) with time zone default now() not null,
  seen_at timestamp(3) with time zone default now() not null,
  cleared_at timestamp(3) with time zone,
  constraint alarm_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint alarm_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX alarm_once ON public.alarm USING btree (hospital_id, code, ref) WHERE (cleared_at IS NULL);

create table answer (
  id text not null,
  hospital_id uuid not null,
  episode_id uuid not null,
  patient_id uuid not null,
  occurrence text,
  at timestamp(3) with time zone not null,
  answers jsonb not null,
  scores jsonb not null,
  answered_by text not null,
  late boolean not null,
  shared_from uuid,
  constraint answer_episode_id_fkey FOREIGN KEY (episode_id) REFERENCES episode(id),
  constraint answer_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint answer_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES patient(id),
  constraint answer_pkey PRIMARY KEY (id)
);

create table api_key (
  id uuid not null,
  hospital_id uuid not null,
  account_id uuid not null,
  prefix text not null,
  key_hash text not null,
  created_at timestamp(3) with time zone default now() not null,
  revoked_at timestamp(3) with time zone,
  constraint api_key_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint api_key_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint api_key_pkey PRIMARY KEY (id),
  constraint api_key_key_hash_key UNIQUE (key_hash)
);

create table attempt (
  id text not null,
  hospital_id uuid not null,
  episode_id uuid not null,
  patient_id uuid not null,
  obligation_id text not null,
  carries text[] not null,
  channel text not null,
  provider text not null,
  n integer not null,
  contact_id text,
  to_hmac text not null,
  text_hash text not null,
  message_enc bytea not null,
  text_key text not null,
  text_version text not null,
  language text not null,
  state text not null,
  provider_message_id text,
  code text,
  detail text,
  claimed_at timestamp(3) with time zone default clock_timestamp() not null,
  claim_token uuid not null,
  lookups integer default 0 not null,
  verdict text,
  lease_until timestamp(3) with time zone not null,
  episode_at timestamp(3) with time zone not null,
  posted_at timestamp(3) with time zone,
  check_at timestamp(3) with time zone,
  receipt_due_at timestamp(3) with time zone,
  settled_at timestamp(3) with time zone,
  possibly_doubled boolean default false not null,
  constraint attempt_state_check CHECK ((state = ANY (ARRAY['sending'::text, 'accepted'::text, 'sent'::text, 'delivered'::text, 'failed'::text, 'rejected'::text, 'ambiguous'::text, 'absent'::text]))),
  constraint attempt_verdict_check CHECK ((verdict = ANY (ARRAY['done'::text, 'retry'::text, 'resend'::text, 'next'::text, 'fail'::text]))),
  constraint attempt_episode_id_fkey FOREIGN KEY (episode_id) REFERENCES episode(id),
  constraint attempt_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint attempt_obligation_id_fkey FOREIGN KEY (obligation_id) REFERENCES obligation(id),
  constraint attempt_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES patient(id),
  constraint attempt_pkey PRIMARY KEY (id),
  constraint attempt_obligation_id_channel_n_key UNIQUE (obligation_id, channel, n)
);
CREATE INDEX attempt_by_obligation ON public.attempt USING gin (carries);
CREATE INDEX attempt_by_patient ON public.attempt USING btree (patient_id, episode_at);
CREATE UNIQUE INDEX attempt_by_provider_id ON public.attempt USING btree (provider, provider_message_id) WHERE (provider_message_id IS NOT NULL);
CREATE INDEX attempt_open ON public.attempt USING btree (hospital_id, claimed_at) WHERE (verdict IS NULL);

create table audit_log (
  id bigint generated always as identity not null,
  hospital_id uuid,
  at timestamp(3) with time zone default now() not null,
  actor text not null,
  action text not null,
  ref text,
  allowed boolean not null,
  detail jsonb default '{}'::jsonb not null,
  constraint audit_log_pkey PRIMARY KEY (id)
);
CREATE TRIGGER audit_log_is_append_only BEFORE DELETE OR UPDATE ON public.audit_log FOR EACH ROW EXECUTE FUNCTION refuse_change();

create table case_prefix (
  hospital_id uuid not null,
  patient_id uuid not null,
  prefix text not null,
  escalation_id text not null,
  constraint case_prefix_escalation_id_fkey FOREIGN KEY (escalation_id) REFERENCES escalation(id),
  constraint case_prefix_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint case_prefix_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES patient(id),
  constraint case_prefix_pkey PRIMARY KEY (hospital_id, patient_id, prefix)
);

create table change (
  id bigint generated always as identity not null,
  hospital_id uuid not null,
  xid xid8 default pg_current_xact_id() not null,
  topic text not null,
  ref text not null,
  at timestamp(3) with time zone default now() not null,
  constraint change_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint change_pkey PRIMARY KEY (id)
);
CREATE INDEX change_by_hospital ON public.change USING btree (hospital_id, id);

create table contact (
  id uuid not null,
  hospital_id uuid not null,
  patient_id uuid not null,
  owner text not null,
  relation text,
  name text,
  kind text not null,
  value text not null,
  position integer not null,
  quarantined_at timestamp(3) with time zone,
  constraint contact_kind_check CHECK ((kind = ANY (ARRAY['mobile'::text, 'landline'::text, 'wechat'::text, 'email'::text]))),
  constraint contact_owner_check CHECK ((owner = ANY (ARRAY['patient'::text, 'family'::text]))),
  constraint contact_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint contact_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES patient(id),
  constraint contact_pkey PRIMARY KEY (id),
  constraint contact_patient_id_kind_value_key UNIQUE (patient_id, kind, value)
);
CREATE INDEX contact_by_value ON public.contact USING btree (hospital_id, value);

create table discharge (
  id uuid not null,
  hospital_id uuid not null,
  patient_id uuid not null,
  encounter_ref text not null,
  admitted_at timestamp(3) with time zone,
  discharged_at timestamp(3) with time zone,
  clinical jsonb default '{}'::jsonb not null,
  understood jsonb default '[]'::jsonb not null,
  missing jsonb default '[]'::jsonb not null,
  refusals jsonb default '[]'::jsonb not null,
  created_at timestamp(3) with time zone default now() not null,
  constraint discharge_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint discharge_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES patient(id),
  constraint discharge_pkey PRIMARY KEY (id),
  constraint discharge_hospital_id_encounter_ref_key UNIQUE (hospital_id, encounter_ref)
);

create table episode (
  id uuid not null,
  hospital_id uuid not null,
  patient_id uuid not null,
  discharge_id uuid not null,
  order_no text not null,
  plan_id text not null,
  plan_version integer not null,
  plan_hash text not null,
  semantics integer not null,
  status text not null,
  phase text default 'course'::text not null,
  clock jsonb not null,
  start jsonb not null,
  seq integer default 0 not null,
  head_hash text default ''::text not null,
  next_due_at timestamp(3) with time zone,
  next_wall_at timestamp(3) with time zone,
  needs_attention boolean default false not null,
  stop_reason text,
  launched_by uuid,
  launched_at timestamp(3) with time zone default now() not null,
  started_at timestamp(3) with time zone,
  ended_at timestamp(3) with time zone,
  late_runs integer default 0 not null,
  constraint episode_discharge_id_fkey FOREIGN KEY (discharge_id) REFERENCES discharge(id),
  constraint episode_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint episode_hospital_id_plan_id_plan_version_fkey FOREIGN KEY (hospital_id, plan_id, plan_version) REFERENCES pathway_version(hospital_id, id, version),
  constraint episode_launched_by_fkey FOREIGN KEY (launched_by) REFERENCES account(id),
  constraint episode_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES patient(id),
  constraint episode_pkey PRIMARY KEY (id)
);
CREATE INDEX episode_due ON public.episode USING btree (next_wall_at) WHERE (status <> ALL (ARRAY['stopped'::text, 'completed'::text]));
CREATE UNIQUE INDEX episode_once ON public.episode USING btree (hospital_id, discharge_id, plan_id, order_no);
CREATE INDEX episode_open ON public.episode USING btree (hospital_id, patient_id) WHERE (status <> ALL (ARRAY['stopped'::text, 'completed'::text]));

create table escalation (
  id text not null,
  hospital_id uuid not null,
  episode_id uuid not null,
  patient_id uuid not null,
  level text not null,
  rules text[] not null,
  prefixes text[] not null,
  instruction text not null,
  status text not null,
  raised_at timestamp(3) with time zone not null,
  ack_by timestamp(3) with time zone,
  contact_by timestamp(3) with time zone not null,
  acknowledged_at timestamp(3) with time zone,
  acknowledged_by text,
  contacted_at timestamp(3) with time zone,
  breached text[] default '{}'::text[] not null,
  rung integer default 0 not null,
  held_by text,
  closed_at timestamp(3) with time zone,
  outcome text,
  note text,
  reports text[] default '{}'::text[] not null,
  constraint escalation_episode_id_fkey FOREIGN KEY (episode_id) REFERENCES episode(id),
  constraint escalation_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint escalation_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES patient(id),
  constraint escalation_pkey PRIMARY KEY (id)
);
CREATE INDEX escalation_open ON public.escalation USING btree (hospital_id, raised_at) WHERE (status <> 'closed'::text);

create table file (
  id uuid not null,
  hospital_id uuid not null,
  sha256 text not null,
  mime text not null,
  bytes bigint not null,
  created_by text not null,
  created_at timestamp(3) with time zone default now() not null,
  constraint file_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint file_pkey PRIMARY KEY (id)
);

create table hospital (
  id uuid not null,
  name text not null,
  kind text not null,
  zone text default 'Asia/Shanghai'::text not null,
  pace numeric default 1 not null,
  sms_signature text not null,
  phone text not null,
  entry text not null,
  calendar jsonb,
  created_at timestamp(3) with time zone default now() not null,
  constraint hospital_check CHECK (((kind = 'training'::text) OR (pace = (1)::numeric))),
  constraint hospital_kind_check CHECK ((kind = ANY (ARRAY['real'::text, 'training'::text]))),
  constraint hospital_pace_check CHECK ((pace > (0)::numeric)),
  constraint hospital_pkey PRIMARY KEY (id)
);

create table idempotency (
  hospital_id uuid not null,
  account_id uuid not null,
  key text not null,
  request_hash text not null,
  status integer,
  response jsonb,
  created_at timestamp(3) with time zone default now() not null,
  constraint idempotency_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint idempotency_pkey PRIMARY KEY (hospital_id, account_id, key)
);

create table import_batch (
  id uuid not null,
  hospital_id uuid not null,
  source text not null,
  file_sha256 text not null,
  format text not null,
  rows_total integer not null,
  created_by uuid,
  created_at timestamp(3) with time zone default now() not null,
  finished_at timestamp(3) with time zone,
  constraint import_batch_created_by_fkey FOREIGN KEY (created_by) REFERENCES account(id),
  constraint import_batch_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint import_batch_pkey PRIMARY KEY (id),
  constraint import_batch_hospital_id_file_sha256_key UNIQUE (hospital_id, file_sha256)
);

create table import_row (
  hospital_id uuid not null,
  batch_id uuid not null,
  row_no integer not null,
  verdict text not null,
  discharge_id uuid,
  problems jsonb default '[]'::jsonb not null,
  constraint import_row_verdict_check CHECK ((verdict = ANY (ARRAY['imported'::text, 'updated'::text, 'unchanged'::text, 'refused'::text]))),
  constraint import_row_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES import_batch(id),
  constraint import_row_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint import_row_pkey PRIMARY KEY (batch_id, row_no)
);

create table inbox (
  command_id text not null,
  hospital_id uuid not null,
  episode_id uuid not null,
  kind text not null,
  payload jsonb not null,
  received_at timestamp(3) with time zone default now() not null,
  state text default 'accepted'::text not null,
  attempts integer default 0 not null,
  next_try_at timestamp(3) with time zone default now() not null,
  applied_seq integer,
  rejection text,
  constraint inbox_state_check CHECK ((state = ANY (ARRAY['accepted'::text, 'applied'::text, 'rejected'::text, 'late'::text]))),
  constraint inbox_episode_id_fkey FOREIGN KEY (episode_id) REFERENCES episode(id),
  constraint inbox_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint inbox_pkey PRIMARY KEY (episode_id, command_id)
);
CREATE INDEX inbox_pending ON public.inbox USING btree (next_try_at) WHERE (state = 'accepted'::text);

create table inbox_message (
  id uuid not null,
  hospital_id uuid not null,
  channel text not null,
  attempt_id text not null,
  to_address text not null,
  body text not null,
  subject text,
  at timestamp(3) with time zone default now() not null,
  constraint inbox_message_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint inbox_message_pkey PRIMARY KEY (id),
  constraint inbox_message_attempt_id_key UNIQUE (attempt_id)
);

create table journal (
  episode_id uuid not null,
  seq integer not null,
  hospital_id uuid not null,
  at timestamp(3) with time zone not null,
  wall_at timestamp(3) with time zone default clock_timestamp() not null,
  semantics integer not null,
  plan_hash text not null,
  input jsonb not null,
  events jsonb not null,
  prev_hash text not null,
  hash text not null,
  told jsonb default '[]'::jsonb not null,
  constraint journal_episode_id_fkey FOREIGN KEY (episode_id) REFERENCES episode(id),
  constraint journal_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint journal_pkey PRIMARY KEY (episode_id, seq)
);
CREATE TRIGGER journal_is_append_only BEFORE DELETE OR UPDATE ON public.journal FOR EACH ROW EXECUTE FUNCTION refuse_change();

create table obligation (
  id text not null,
  hospital_id uuid not null,
  episode_id uuid not null,
  patient_id uuid not null,
  revision integer not null,
  purpose text not null,
  class text not null,
  recipient text not null,
  occurrence text,
  escalation text,
  spec jsonb not null,
  due_at timestamp(3) with time zone not null,
  expires_at timestamp(3) with time zone not null,
  shared_key text,
  state text not null,
  reason text,
  carried_by text,
  escalated_to text,
  told boolean default false not null,
  wall_due_at timestamp(3) with time zone,
  settled_at timestamp(3) with time zone,
  created_at timestamp(3) with time zone default now() not null,
  constraint obligation_check CHECK (((state <> 'suppressed'::text) OR (reason IS NOT NULL))),
  constraint obligation_state_check CHECK ((state = ANY (ARRAY['planned'::text, 'released'::text, 'sending'::text, 'accepted'::text, 'sent'::text, 'suppressed'::text, 'failed'::text]))),
  constraint obligation_episode_id_fkey FOREIGN KEY (episode_id) REFERENCES episode(id),
  constraint obligation_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint obligation_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES patient(id),
  constraint obligation_pkey PRIMARY KEY (id)
);
CREATE INDEX obligation_by_episode ON public.obligation USING btree (episode_id, due_at);
CREATE INDEX obligation_by_patient_day ON public.obligation USING btree (patient_id, due_at);
CREATE INDEX obligation_unsettled ON public.obligation USING btree (hospital_id, due_at) WHERE (state = ANY (ARRAY['planned'::text, 'released'::text, 'sending'::text, 'accepted'::text]));

create table occurrence (
  id text not null,
  hospital_id uuid not null,
  episode_id uuid not null,
  patient_id uuid not null,
  step text not null,
  kind text not null,
  n integer not null,
  revision integer default 0 not null,
  phase text not null,
  status text not null,
  reason text,
  due_at timestamp(3) with time zone not null,
  window_from timestamp(3) with time zone not null,
  window_until timestamp(3) with time zone not null,
  overdue boolean default false not null,
  slot_from timestamp(3) with time zone,
  slot_until timestamp(3) with time zone,
  assignee uuid,
  photos jsonb default '[]'::jsonb not null,
  constraint occurrence_episode_id_fkey FOREIGN KEY (episode_id) REFERENCES episode(id),
  constraint occurrence_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint occurrence_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES patient(id),
  constraint occurrence_pkey PRIMARY KEY (id)
);
CREATE INDEX occurrence_by_episode ON public.occurrence USING btree (episode_id, due_at);
CREATE INDEX occurrence_open ON public.occurrence USING btree (hospital_id, kind, due_at) WHERE (status = ANY (ARRAY['planned'::text, 'booked'::text, 'checked-in'::text, 'open'::text, 'held'::text]));

create table pathway_version (
  id text not null,
  version integer not null,
  hospital_id uuid not null,
  hash text not null,
  plan text not null,
  texts jsonb not null,
  meta jsonb not null,
  source text not null,
  published_by uuid,
  published_at timestamp(3) with time zone default now() not null,
  constraint pathway_version_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint pathway_version_published_by_fkey FOREIGN KEY (published_by) REFERENCES account(id),
  constraint pathway_version_pkey PRIMARY KEY (hospital_id, id, version)
);
CREATE TRIGGER pathway_version_is_immutable BEFORE DELETE OR UPDATE ON public.pathway_version FOR EACH ROW EXECUTE FUNCTION refuse_change();

create table patient (
  id uuid not null,
  hospital_id uuid not null,
  synthetic boolean default false not null,
  family_name text default ''::text not null,
  given_name text default ''::text not null,
  birth_date date,
  sex text,
  national_id_enc bytea,
  national_id_hmac text,
  language text default 'zh-CN'::text not null,
  zone text,
  flags jsonb default '{}'::jsonb not null,
  opted_out_at timestamp(3) with time zone,
  died_at timestamp(3) with time zone,
  consents jsonb default '{"sms": false, "family": false, "photos": false, "familyDoctor": false}'::jsonb not null,
  away jsonb default '[]'::jsonb not null,
  created_at timestamp(3) with time zone default now() not null,
  opted_out_wall_at timestamp(3) with time zone,
  died_wall_at timestamp(3) with time zone,
  constraint patient_sex_check CHECK ((sex = ANY (ARRAY['male'::text, 'female'::text, 'other'::text, 'unknown'::text]))),
  constraint patient_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint patient_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX patient_by_national_id ON public.patient USING btree (hospital_id, national_id_hmac) WHERE (national_id_hmac IS NOT NULL);
CREATE TRIGGER patient_facts_are_stamped BEFORE INSERT OR UPDATE ON public.patient FOR EACH ROW EXECUTE FUNCTION stamp_patient_facts();

create table patient_identifier (
  hospital_id uuid not null,
  patient_id uuid not null,
  system text not null,
  value text not null,
  constraint patient_identifier_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint patient_identifier_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES patient(id),
  constraint patient_identifier_pkey PRIMARY KEY (hospital_id, system, value)
);

create table reading (
  id text not null,
  hospital_id uuid not null,
  episode_id uuid not null,
  patient_id uuid not null,
  kind text not null,
  measured_at timestamp(3) with time zone not null,
  arrived_at timestamp(3) with time zone not null,
  vals jsonb not null,
  plausible boolean not null,
  stale boolean default false not null,
  constraint reading_episode_id_fkey FOREIGN KEY (episode_id) REFERENCES episode(id),
  constraint reading_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint reading_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES patient(id),
  constraint reading_pkey PRIMARY KEY (id)
);

create table receipt (
  provider text not null,
  dedupe_key text not null,
  hospital_id uuid,
  provider_message_id text not null,
  status text not null,
  code text,
  received_at timestamp(3) with time zone default now() not null,
  matched_attempt text,
  constraint receipt_pkey PRIMARY KEY (provider, dedupe_key)
);

create table roster_shift (
  id uuid not null,
  hospital_id uuid not null,
  account_id uuid not null,
  role text not null,
  starts_at timestamp(3) with time zone not null,
  ends_at timestamp(3) with time zone not null,
  constraint roster_shift_check CHECK ((ends_at > starts_at)),
  constraint roster_shift_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint roster_shift_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint roster_shift_pkey PRIMARY KEY (id),
  constraint roster_shift_account_id_role_starts_at_key UNIQUE (account_id, role, starts_at)
);
CREATE INDEX roster_by_time ON public.roster_shift USING btree (hospital_id, role, starts_at, ends_at);

create table session (
  token_hash text not null,
  hospital_id uuid not null,
  account_id uuid not null,
  created_at timestamp(3) with time zone default now() not null,
  last_seen_at timestamp(3) with time zone default now() not null,
  expires_at timestamp(3) with time zone not null,
  constraint session_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint session_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint session_pkey PRIMARY KEY (token_hash)
);

create table staff_contact (
  id uuid not null,
  hospital_id uuid not null,
  account_id uuid not null,
  kind text not null,
  value text not null,
  constraint staff_contact_kind_check CHECK ((kind = ANY (ARRAY['wecom'::text, 'mobile'::text, 'email'::text]))),
  constraint staff_contact_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint staff_contact_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint staff_contact_pkey PRIMARY KEY (id),
  constraint staff_contact_account_id_kind_key UNIQUE (account_id, kind)
);

create table task (
  id text not null,
  hospital_id uuid not null,
  episode_id uuid not null,
  patient_id uuid not null,
  kind text not null,
  role text not null,
  obligation_id text,
  escalation text,
  occurrence text,
  instruction text not null,
  due_at timestamp(3) with time zone not null,
  status text default 'ready'::text not null,
  status_reason text,
  created_at timestamp(3) with time zone default now() not null,
  closed_at timestamp(3) with time zone,
  constraint task_status_check CHECK ((status = ANY (ARRAY['ready'::text, 'in-progress'::text, 'completed'::text, 'failed'::text, 'cancelled'::text]))),
  constraint task_episode_id_fkey FOREIGN KEY (episode_id) REFERENCES episode(id),
  constraint task_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint task_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES patient(id),
  constraint task_pkey PRIMARY KEY (id)
);
CREATE INDEX task_open ON public.task USING btree (hospital_id, due_at) WHERE (status = ANY (ARRAY['ready'::text, 'in-progress'::text]));

create table timeline (
  episode_id uuid not null,
  seq integer not null,
  idx integer not null,
  hospital_id uuid not null,
  at timestamp(3) with time zone not null,
  type text not null,
  step text,
  occurrence text,
  escalation text,
  obligation text,
  data jsonb not null,
  constraint timeline_episode_id_fkey FOREIGN KEY (episode_id) REFERENCES episode(id),
  constraint timeline_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint timeline_pkey PRIMARY KEY (episode_id, seq, idx)
);

create table vendor_token (
  provider text not null,
  token_enc bytea not null,
  expires_at timestamp(3) with time zone not null,
  constraint vendor_token_pkey PRIMARY KEY (provider)
);

create table version_signature (
  hospital_id uuid not null,
  id text not null,
  version integer not null,
  hash text not null,
  account_id uuid not null,
  role text not null,
  signed_at timestamp(3) with time zone default now() not null,
  constraint version_signature_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint version_signature_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint version_signature_hospital_id_id_version_fkey FOREIGN KEY (hospital_id, id, version) REFERENCES pathway_version(hospital_id, id, version),
  constraint version_signature_pkey PRIMARY KEY (hospital_id, id, version, account_id)
);
