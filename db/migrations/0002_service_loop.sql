-- The service loop: who goes, where, when they are free, and what happened at the door (ADR 0031).
-- The engine says WHEN and WHETHER a visit takes place; these rows say WHO. Occurrence ids are text without a foreign key, because the
-- occurrence table is a read model that can be dropped and made again. Slots are episode time; `*_at` of offers, notices, alarms are wall time.

-- Who can do what, where, when ------------------------------------------------------------------------------------------
create table staff_profile (
  account_id uuid primary key references account,
  hospital_id uuid not null references hospital,
  -- Professional rank, the same ladder for nurses and therapists: 护士 junior, 护师 senior, 主管 supervisor, 副主任 associate-chief, 主任 chief.
  title text not null check (title in ('junior', 'senior', 'supervisor', 'associate-chief', 'chief')),
  practice_since date,
  skills text[] not null default '{}',
  -- [{kind: picc | wound | stoma | rehab, number, validUntil: date | null}]
  certificates jsonb not null default '[]',
  -- District codes that the person travels to.
  districts text[] not null default '{}',
  -- Visits a day at most.
  daily_load int not null check (daily_load between 0 and 20),
  base_district text,
  updated_by uuid references account,
  updated_at timestamptz(3) not null default now()
);
create index staff_profile_by_hospital on staff_profile (hospital_id);
create table working_hours (
  hospital_id uuid not null references hospital,
  account_id uuid not null references account,
  weekday int not null check (weekday between 1 and 7),   -- ISO: 1 is Monday
  from_time text not null check (from_time ~ '^([01]\d|2[0-3]):[0-5]\d$'),
  until_time text not null check (until_time ~ '^([01]\d|2[0-3]):[0-5]\d$'),
  primary key (account_id, weekday, from_time),
  check (until_time > from_time)
);
create table staff_leave (
  id uuid primary key,
  hospital_id uuid not null references hospital,
  account_id uuid not null references account,
  from_on date not null,
  until_on date not null,      -- inclusive
  kind text not null check (kind in ('annual', 'sick', 'training', 'other')),
  note_enc bytea,              -- AES-256-GCM, context staff-leave/<id>
  recorded_by uuid not null references account,
  recorded_at timestamptz(3) not null default now(),
  cancelled_by uuid references account,
  cancelled_at timestamptz(3),
  check (until_on >= from_on)
);
create index staff_leave_by_person on staff_leave (hospital_id, account_id, until_on) where cancelled_at is null;
create table district (
  hospital_id uuid not null references hospital,
  code text not null,
  name text not null,
  -- Centre, where known: distance by great circle when there is no travel row.
  lat double precision check (lat between -90 and 90),
  lng double precision check (lng between -180 and 180),
  primary key (hospital_id, code)
);
create table district_travel (
  hospital_id uuid not null references hospital,
  from_code text not null,
  to_code text not null,
  minutes int not null check (minutes >= 0),
  primary key (hospital_id, from_code, to_code),
  foreign key (hospital_id, from_code) references district (hospital_id, code),
  foreign key (hospital_id, to_code) references district (hospital_id, code)
);
create table visit_place (
  patient_id uuid primary key references patient,
  hospital_id uuid not null references hospital,
  district text not null,
  address_enc bytea not null,  -- context visit-place/<patient>
  access_note_enc bytea,       -- context visit-access/<patient>
  lat double precision check (lat between -90 and 90),
  lng double precision check (lng between -180 and 180),
  updated_by uuid references account,
  updated_at timestamptz(3) not null default now(),
  check ((lat is null) = (lng is null))
);
-- What a hospital changes of the conventions in pathways/visits/conventions.ts.
create table service_setting (
  hospital_id uuid primary key references hospital,
  settings jsonb not null default '{}',
  updated_by uuid references account,
  updated_at timestamptz(3) not null default now()
);

-- Offers and assignments ------------------------------------------------------------------------------------------------
-- One row per booked visit: where its search for a person stands. The accepted offer is the assignment.
create table visit_assignment (
  occurrence text primary key,
  hospital_id uuid not null references hospital,
  episode_id uuid not null references episode,
  patient_id uuid not null references patient,
  step text not null,
  revision int not null,
  slot_from timestamptz(3) not null,
  slot_until timestamptz(3) not null check (slot_until > slot_from),
  -- offering: the next offer is to be made or one is out; unassigned: nobody is left to ask, a task says so; held: the engine holds the visit.
  state text not null check (state in ('offering', 'assigned', 'unassigned', 'held', 'ended')),
  account_id uuid references account,
  -- Whoever booked asked for this person: offered first.
  wished uuid references account,
  next_try_at timestamptz(3) not null default now(),
  changed_at timestamptz(3) not null default now(),
  check ((state = 'assigned') = (account_id is not null) or state in ('held', 'ended'))
);
create index visit_assignment_due on visit_assignment (next_try_at) where state in ('offering', 'unassigned');
create index visit_assignment_by_person on visit_assignment (hospital_id, account_id, slot_from) where account_id is not null;
create index visit_assignment_by_day on visit_assignment (hospital_id, slot_from);
create table visit_offer (
  id uuid primary key,
  hospital_id uuid not null references hospital,
  episode_id uuid not null references episode,
  patient_id uuid not null references patient,
  occurrence text not null,
  revision int not null,
  slot_from timestamptz(3) not null,
  slot_until timestamptz(3) not null,
  account_id uuid not null references account,
  state text not null check (state in ('offered', 'accepted', 'declined', 'expired', 'withdrawn')),
  -- offer: asked and answered; hand: assigned by a coordinator.
  made_by text not null default 'offer' check (made_by in ('offer', 'hand')),
  rank int not null,
  cost jsonb not null default '{}',   -- {travelMinutes, load, total}
  offered_at timestamptz(3) not null default now(),
  expires_at timestamptz(3) not null,
  answered_at timestamptz(3),
  answered_by uuid references account,
  -- declined: far, ill, double-booked, not-qualified, unsafe, other; withdrawn: moved, cancelled, leave, reassigned, taken
  reason text,
  note_enc bytea,                     -- context visit-offer/<id>
  check (state <> 'declined' or reason is not null)
);
create unique index visit_offer_one_accepted on visit_offer (occurrence) where state = 'accepted';
create unique index visit_offer_one_open on visit_offer (occurrence) where state = 'offered';
create index visit_offer_by_occurrence on visit_offer (occurrence, offered_at);
create index visit_offer_open on visit_offer (expires_at) where state = 'offered';
create index visit_offer_by_person on visit_offer (hospital_id, account_id, slot_from) where state in ('offered', 'accepted');
-- What a nurse must know about her own visits: nothing changes silently.
create table staff_notice (
  id uuid primary key,
  hospital_id uuid not null references hospital,
  account_id uuid not null references account,
  occurrence text,
  kind text not null,                 -- visit-moved, visit-cancelled, visit-held, visit-released, visit-taken-away, visit-assigned, offer-withdrawn, alarm
  params jsonb not null default '{}',
  at timestamptz(3) not null default now(),
  seen_at timestamptz(3)
);
create index staff_notice_unseen on staff_notice (hospital_id, account_id, at);
-- Slots that became free, until the waitlist was asked.
create table freed_slot (
  id uuid primary key,
  hospital_id uuid not null references hospital,
  freed_by text not null,             -- the occurrence that no longer needs it
  account_id uuid not null references account,
  slot_from timestamptz(3) not null,
  slot_until timestamptz(3) not null,
  wall_from timestamptz(3) not null,  -- the same beginning in wall time: patients' clocks may differ in a training hospital
  freed_at timestamptz(3) not null default now(),
  settled_at timestamptz(3),
  outcome text check (outcome in ('offered', 'nobody-waits', 'past', 'taken'))
);
create index freed_slot_open on freed_slot (freed_at) where settled_at is null;
create table waitlist (
  id uuid primary key,
  hospital_id uuid not null references hospital,
  episode_id uuid not null references episode,
  patient_id uuid not null references patient,
  occurrence text not null,
  wish jsonb not null,                -- {weekdays: 1-7[], from: HH:mm, until: HH:mm, earlierOnly: boolean}
  state text not null default 'waiting' check (state in ('waiting', 'offered', 'taken', 'withdrawn', 'ended')),
  joined_by text not null,            -- account id, patient or family
  joined_at timestamptz(3) not null default now(),
  freed_slot uuid references freed_slot,
  slot_from timestamptz(3),
  slot_until timestamptz(3),
  offered_at timestamptz(3),
  expires_at timestamptz(3),
  answered_at timestamptz(3),
  check (state <> 'offered' or (slot_from is not null and expires_at is not null))
);
create unique index waitlist_once on waitlist (occurrence) where state in ('waiting', 'offered');
create index waitlist_open on waitlist (hospital_id, joined_at) where state in ('waiting', 'offered');

-- At the door -----------------------------------------------------------------------------------------------------------
create table visit_risk (
  id uuid primary key,
  hospital_id uuid not null references hospital,
  episode_id uuid not null references episode,
  patient_id uuid not null references patient,
  occurrence text not null,
  answers jsonb not null,
  level text not null check (level in ('low', 'medium', 'high')),
  screened_by uuid not null references account,
  screened_at timestamptz(3) not null default now()
);
create index visit_risk_by_occurrence on visit_risk (occurrence, screened_at desc);
create trigger visit_risk_is_append_only before update or delete on visit_risk for each row execute function refuse_change();
create table visit_arrival (
  occurrence text primary key,
  hospital_id uuid not null references hospital,
  episode_id uuid not null references episode,
  lat double precision not null check (lat between -90 and 90),
  lng double precision not null check (lng between -180 and 180),
  accuracy_m double precision check (accuracy_m >= 0),
  arrived_by uuid not null references account,
  arrived_at timestamptz(3) not null default now()
);
create trigger visit_arrival_is_append_only before update or delete on visit_arrival for each row execute function refuse_change();
create table redemption (
  occurrence text primary key,
  hospital_id uuid not null references hospital,
  episode_id uuid not null references episode,
  patient_id uuid not null references patient,
  how text not null check (how in ('scan', 'code', 'exception')),
  -- exception: no-phone, code-unreadable, patient-unable, other
  reason text,
  note_enc bytea,                     -- context redemption/<occurrence>
  redeemed_by uuid not null references account,
  redeemed_at timestamptz(3) not null default now(),
  check ((how = 'exception') = (reason is not null))
);
create trigger redemption_is_append_only before update or delete on redemption for each row execute function refuse_change();
create table visit_alarm (
  id uuid primary key,
  hospital_id uuid not null references hospital,
  episode_id uuid references episode,
  occurrence text,
  kind text not null check (kind in ('sos', 'overdue-finish')),
  raised_by uuid references account,  -- null: the overdue watch
  raised_at timestamptz(3) not null default now(),
  lat double precision check (lat between -90 and 90),
  lng double precision check (lng between -180 and 180),
  acknowledged_by uuid references account,
  acknowledged_at timestamptz(3),
  closed_by uuid references account,
  closed_at timestamptz(3),
  note_enc bytea,                     -- context visit-alarm/<id>
  check (occurrence is not null or kind = 'sos'),
  check (closed_at is null or closed_by is not null)
);
create unique index visit_alarm_once on visit_alarm (occurrence, kind) where closed_at is null and occurrence is not null;
create index visit_alarm_open on visit_alarm (hospital_id, raised_at) where closed_at is null;
create table incident (
  id uuid primary key,
  hospital_id uuid not null references hospital,
  episode_id uuid references episode,
  occurrence text,
  kind text not null check (kind in ('needlestick', 'fall', 'dispute', 'other')),
  description_enc bytea not null,     -- context incident/<id>
  happened_at timestamptz(3) not null,
  reported_by uuid not null references account,
  reported_at timestamptz(3) not null default now(),
  due_at timestamptz(3) not null,
  owner uuid references account,
  state text not null default 'open' check (state in ('open', 'investigating', 'closed')),
  closed_by uuid references account,
  closed_at timestamptz(3),
  outcome_enc bytea,                  -- context incident-outcome/<id>
  -- Nobody closes a report about what happened to them alone.
  check (closed_by is null or closed_by <> reported_by)
);
create index incident_open on incident (hospital_id, due_at) where state <> 'closed';
create table incident_entry (
  id uuid primary key,
  hospital_id uuid not null references hospital,
  incident_id uuid not null references incident,
  act text not null,                  -- reported, assigned, noted, closed
  acted_by uuid not null references account,
  acted_at timestamptz(3) not null default now(),
  note_enc bytea                      -- context incident-entry/<id>
);
create index incident_entry_by_incident on incident_entry (incident_id, acted_at);
create trigger incident_entry_is_append_only before update or delete on incident_entry for each row execute function refuse_change();
