-- Drafts of packages (ADR 0038), what the audit last said, whether the worker's rounds go on, and what the week review is compared with.

-- What a version was made of: every file with its path below the definitions, stories too, so that a draft of the next one can begin from it.
create table version_files (
  hospital_id uuid not null references hospital,
  id text not null,
  version int not null,
  -- [{path, text}]
  files jsonb not null,
  -- Why it was published, in the publisher's words; null for what comes with Wuyou or from the command line.
  reason text,
  draft_id uuid,
  primary key (hospital_id, id, version),
  foreign key (hospital_id, id, version) references pathway_version (hospital_id, id, version)
);
create trigger version_files_are_immutable before update or delete on version_files for each row execute function refuse_change();

create table package_draft (
  id uuid primary key,
  hospital_id uuid not null references hospital,
  package_id text not null,
  base_version int not null,
  -- [{path, text}], the draft's own copies: editing a fragment here changes nothing elsewhere.
  files jsonb not null,
  -- Moves with every change; an editor that saves over a newer one is refused.
  revision int not null default 1,
  state text not null default 'open' check (state in ('open', 'published', 'discarded')),
  published_version int,
  created_by uuid not null references account,
  created_at timestamptz(3) not null default now(),
  updated_by uuid not null references account,
  updated_at timestamptz(3) not null default now(),
  foreign key (hospital_id, package_id, base_version) references pathway_version (hospital_id, id, version),
  check ((state = 'published') = (published_version is not null))
);
create index package_draft_open on package_draft (hospital_id, package_id) where state = 'open';

-- Who did what to a draft; an override keeps parameter, old and new value, reason.
create table package_draft_entry (
  id uuid primary key,
  hospital_id uuid not null references hospital,
  draft_id uuid not null references package_draft,
  act text not null check (act in ('created', 'edited', 'overridden', 'published', 'discarded')),
  detail jsonb not null default '{}',
  acted_by uuid not null references account,
  acted_at timestamptz(3) not null default now()
);
create index package_draft_entry_by_draft on package_draft_entry (draft_id, acted_at);
create trigger package_draft_entry_is_append_only before update or delete on package_draft_entry for each row execute function refuse_change();

-- One audit, as one hospital sees it: breaches of its own rows (and such as belong to none), what was looked at in the whole deployment.
create table audit_run (
  id uuid primary key,
  hospital_id uuid not null references hospital,
  cause text not null check (cause in ('nightly', 'asked', 'command')),
  asked_by uuid references account,
  state text not null default 'waiting' check (state in ('waiting', 'running', 'finished', 'failed')),
  asked_at timestamptz(3) not null default now(),
  started_at timestamptz(3),
  finished_at timestamptz(3),
  since timestamptz(3),
  breaches int,
  -- [{check, promise, looked, note, breaches: [{ref, what}]}]
  results jsonb,
  -- Why it could not be carried out; no personal data.
  failure text,
  check ((state = 'finished') = (results is not null and breaches is not null))
);
create index audit_run_newest on audit_run (hospital_id, asked_at);
create unique index audit_run_one_at_a_time on audit_run (hospital_id) where state in ('waiting', 'running');

-- When a loop of the worker last came round. Of the whole deployment, hence without a hospital.
create table worker_round (
  name text primary key,
  came_at timestamptz(3) not null,
  failed_at timestamptz(3),
  failure text
);

-- What a measure was before Wuyou, and what is wanted; the newest row of a measure and package counts.
create table review_target (
  id uuid primary key,
  hospital_id uuid not null references hospital,
  measure text not null,
  -- null: all packages together.
  package_id text,
  baseline numeric,
  target numeric,
  -- Where the baseline comes from.
  source text not null,
  reason text not null,
  set_by uuid not null references account,
  set_at timestamptz(3) not null default now()
);
create index review_target_newest on review_target (hospital_id, measure, package_id, set_at);
create trigger review_target_is_append_only before update or delete on review_target for each row execute function refuse_change();
