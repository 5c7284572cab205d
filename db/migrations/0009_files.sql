-- Files get a purpose and an owner. The bytes lie in the store (files/); a row says whose they are.
alter table file
  add column kind text not null default 'document' check (kind in ('photo', 'clip', 'xray', 'document', 'avatar')),
  add column source text not null default 'staff' check (source in ('patient', 'family', 'staff')),
  add column patient_id uuid references patient,
  add column episode_id uuid references episode,
  add column occurrence text,             -- <episode>/<step>/<n>
  add column width int,
  add column height int,
  add column duration_ms int,
  -- a small picture, stored under an id of its own
  add column thumb_id uuid,
  add column thumb_bytes int,
  -- wall time of the camera as the sender's device said it
  add column taken_at timestamptz(3),
  -- a repeated upload finds the first one
  add column upload_key text,
  add column sent_sha256 text,
  -- null: uploaded, and no record names it yet; such files are swept
  add column attached_at timestamptz(3);
-- Before this migration files were kept as they came: they stay attachments (no width) and are never swept.
update file set kind = case when mime like 'image/%' then 'photo' else 'document' end, attached_at = created_at;
create unique index file_once on file (hospital_id, created_by, upload_key) where upload_key is not null;
create index file_by_patient on file (hospital_id, patient_id, created_at, id) where patient_id is not null;
create index file_unattached on file (created_at) where attached_at is null;

-- Objects of the store that no row of `file` claims: on their way in (committed before the bytes are stored) or on their way out.
create table file_unclaimed (
  id uuid primary key,
  hospital_id uuid not null references hospital,
  remove_after timestamptz(3) not null
);
create index file_unclaimed_by_time on file_unclaimed (remove_after);
