-- What a nurse writes during a visit before it is complete, and comments on patients' clips.

-- One draft per visit: health data, so encrypted. Removed when the visit is recorded; the record itself is in the journal.
create table visit_draft (
  occurrence text primary key,
  hospital_id uuid not null references hospital (id),
  episode_id uuid not null references episode (id),
  account_id uuid not null references account (id),
  answers_enc bytea not null,
  -- When the phone says it was written: a draft that was written earlier elsewhere does not overwrite a later one.
  written_at timestamptz(3) not null,
  saved_at timestamptz(3) not null default clock_timestamp()
);

-- A comment on a clip that a patient sent. The first one answers it; later ones add to it.
create table clip_review (
  id uuid primary key,
  hospital_id uuid not null references hospital (id),
  file_id uuid not null references file (id),
  patient_id uuid not null references patient (id),
  account_id uuid not null references account (id),
  comment_enc bytea not null,
  at timestamptz(3) not null default clock_timestamp()
);
create index clip_review_by_patient on clip_review (hospital_id, patient_id, at);
create index clip_review_by_file on clip_review (file_id);
create trigger clip_review_is_append_only before delete or update on clip_review for each row execute function refuse_change();
