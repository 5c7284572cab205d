-- What patients say back: questions and complaints with an owner and a clock, ratings, and how they wish to be met.

create table inquiry (
  id uuid primary key,
  hospital_id uuid not null references hospital,
  patient_id uuid not null references patient,
  episode_id uuid references episode,
  -- rating: a visit was rated with two stars or fewer; handled like a complaint.
  kind text not null check (kind in ('question', 'complaint', 'rating')),
  text_enc bytea not null,              -- context inquiry/<id>
  asked_by text not null check (asked_by in ('patient', 'family')),
  contact_id uuid references contact,   -- which family contact
  asked_at timestamptz(3) not null,     -- episode time when there is an episode
  asked_wall_at timestamptz(3) not null default now(),
  -- First asked is responsible (首诉负责制); null: nobody was on duty, an alarm says so.
  owner uuid references account,
  due_at timestamptz(3) not null,
  due_wall_at timestamptz(3) not null,
  state text not null default 'open' check (state in ('open', 'investigating', 'answered', 'verified', 'closed')),
  -- Whom a complaint is about.
  subject uuid references account,
  occurrence text,
  answered_at timestamptz(3),
  verified_by uuid references account,
  closed_by uuid references account,
  closed_at timestamptz(3),
  -- Nobody closes a complaint about themselves.
  check (subject is null or closed_by is null or closed_by <> subject),
  check (subject is null or verified_by is null or verified_by <> subject)
);
create index inquiry_open on inquiry (hospital_id, due_at) where state <> 'closed';
create index inquiry_by_patient on inquiry (hospital_id, patient_id, asked_at);
create table inquiry_entry (
  id uuid primary key,
  hospital_id uuid not null references hospital,
  inquiry_id uuid not null references inquiry,
  act text not null check (act in ('asked', 'added', 'replied', 'noted', 'assigned', 'investigating', 'verified', 'reopened', 'closed')),
  acted_by text not null,               -- account id, patient, family or system
  acted_at timestamptz(3) not null default now(),
  text_enc bytea                        -- context inquiry-entry/<id>
);
create index inquiry_entry_by_inquiry on inquiry_entry (inquiry_id, acted_at);
create trigger inquiry_entry_is_append_only before update or delete on inquiry_entry for each row execute function refuse_change();

create table visit_rating (
  occurrence text primary key,
  hospital_id uuid not null references hospital,
  episode_id uuid not null references episode,
  patient_id uuid not null references patient,
  stars int not null check (stars between 1 and 5),
  text_enc bytea,                       -- context visit-rating/<occurrence>
  rated_by text not null check (rated_by in ('patient', 'family')),
  contact_id uuid references contact,
  -- Who made the visit, as far as known.
  account_id uuid references account,
  inquiry_id uuid references inquiry,
  rated_at timestamptz(3) not null default now()
);
create index visit_rating_by_account on visit_rating (hospital_id, account_id) where account_id is not null;
create trigger visit_rating_is_append_only before update or delete on visit_rating for each row execute function refuse_change();

-- The patient's own quiet hours, added to the plans' (local time, from in the evening, until in the morning).
alter table patient
  add column quiet_from text check (quiet_from ~ '^([01]\d|2[0-3]):[0-5]\d$'),
  add column quiet_until text check (quiet_until ~ '^([01]\d|2[0-3]):[0-5]\d$'),
  add column elder_mode boolean,
  add constraint patient_quiet_hours_span_the_night check ((quiet_from is null) = (quiet_until is null) and (quiet_from is null or quiet_from > quiet_until));
