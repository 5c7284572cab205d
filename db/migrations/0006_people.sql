-- People: finding them, recognising them when they come twice, what they agreed to, and what they need.

-- Searching -----------------------------------------------------------------------------------------------------------
alter table patient add column merged_into uuid references patient,
  -- Which edition of the key rules made this patient's search keys; 0: none yet.
  add column search_edition int not null default 0,
  add column full_name text generated always as (lower(replace(family_name || given_name, ' ', ''))) stored;
create index patient_by_birth on patient (hospital_id, birth_date) where birth_date is not null;
create index patient_by_name on patient (hospital_id, full_name);
create index patient_without_keys on patient (search_edition);
-- Every way to find a patient, made in Node (pinyin needs a dictionary): a prefix of a key is a hit. Phones stand backwards, for their tail is asked.
create table search_key (
  hospital_id uuid not null references hospital,
  patient_id uuid not null references patient,
  kind text not null check (kind in ('name', 'pinyin', 'initials', 'phone', 'stay', 'identifier')),
  key text collate "C" not null,
  primary key (hospital_id, kind, key, patient_id)
);
create index search_key_of_patient on search_key (patient_id);

-- The same person met twice ----------------------------------------------------------------------------------------------
create table patient_match (
  id uuid primary key,
  hospital_id uuid not null references hospital,
  patient_a uuid not null references patient,
  patient_b uuid not null references patient,
  reasons text[] not null,            -- national-id, name-birth, sound-birth, phone-name, phone-birth, identifiers, by-hand
  state text not null default 'open' check (state in ('open', 'merged', 'different')),
  found_at timestamptz(3) not null default now(),
  decided_by uuid references account,
  decided_at timestamptz(3),
  unique (patient_a, patient_b),
  check (patient_a < patient_b)
);
create index patient_match_by_b on patient_match (patient_b);
create index patient_match_open on patient_match (hospital_id, found_at) where state = 'open';
create table patient_merge (
  id uuid primary key,
  hospital_id uuid not null references hospital,
  kept uuid not null references patient,
  merged uuid not null references patient,
  reason text not null,
  moved jsonb not null,               -- table -> primary keys of the rows that went over
  facts_before jsonb not null,        -- the kept patient's own facts, and what the merge made of them
  facts_after jsonb not null,
  merged_by uuid not null references account,
  merged_at timestamptz(3) not null default now(),
  undone_by uuid references account,
  undone_at timestamptz(3)
);
create unique index patient_merge_once on patient_merge (merged) where undone_at is null;
create index patient_merge_by_kept on patient_merge (hospital_id, kept);
-- Who stands for a patient now, after any number of merges.
create function kept_patient(of uuid) returns uuid language sql stable as $$
  with recursive chain as (select id, merged_into from patient where id = of union all select p.id, p.merged_into from chain c join patient p on p.id = c.merged_into)
  select id from chain where merged_into is null $$;
-- Evidence never changes but for whose it is: a merge moves whole rows, and says so in its own journal.
create or replace function refuse_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and current_setting('wuyou.merging', true) = 'on' and to_jsonb(new) - 'patient_id' = to_jsonb(old) - 'patient_id' then return new; end if;
  raise exception '% rows never change', tg_table_name using errcode = 'WU001';
end $$;

-- Consents ---------------------------------------------------------------------------------------------------------------
create table consent_text (
  hospital_id uuid not null references hospital,
  kind text not null check (kind in ('sms', 'photos', 'family', 'family-doctor', 'service-notice')),
  version int not null,
  zh text not null,
  en text not null,
  sha256 text not null,
  published_by uuid references account,
  published_at timestamptz(3) not null default now(),
  primary key (hospital_id, kind, version)
);
create trigger consent_text_is_immutable before update or delete on consent_text for each row execute function refuse_change();
create table consent_record (
  id uuid primary key,
  hospital_id uuid not null references hospital,
  patient_id uuid not null references patient,
  kind text not null,
  -- null: an import or a conversation that names no text of ours
  text_version int,
  decision text not null check (decision in ('given', 'withdrawn')),
  how text not null check (how in ('signed', 'scanned', 'proxy', 'spoken', 'online', 'imported')),
  proxy_relation text,
  file_id uuid references file,
  -- service-notice: which package, at which price, was explained
  about jsonb not null default '{}',
  recorded_by text not null,          -- account id, patient, family, import
  recorded_at timestamptz(3) not null default clock_timestamp(),
  foreign key (hospital_id, kind, text_version) references consent_text (hospital_id, kind, version),
  check ((how = 'proxy') = (proxy_relation is not null)),
  check (how <> 'scanned' or file_id is not null)
);
create index consent_record_by_patient on consent_record (patient_id, kind, recorded_at desc);
create trigger consent_record_is_append_only before update or delete on consent_record for each row execute function refuse_change();

-- Needs assessment -------------------------------------------------------------------------------------------------------
create table assessment (
  id uuid primary key,
  hospital_id uuid not null references hospital,
  discharge_id uuid not null references discharge,
  edition int not null,               -- of the questions and rules (pathways/recommend)
  answers jsonb not null,
  prefilled jsonb not null,           -- what was known from the discharge, each with its source
  scores jsonb not null,
  recommendation jsonb not null,
  completed_by uuid references account,
  completed_at timestamptz(3) not null default now()
);
create index assessment_by_discharge on assessment (discharge_id, completed_at desc);
create trigger assessment_is_append_only before update or delete on assessment for each row execute function refuse_change();
create index discharge_by_patient on discharge (patient_id);
create index discharge_by_time on discharge (hospital_id, discharged_at desc nulls first);
create index episode_by_discharge on episode (discharge_id);
