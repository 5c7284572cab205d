-- Wording of instruments that the product may not ship: installed by the hospital that holds the licence (cli/install-wording.ts). The newest row of an
-- instrument counts; one without wording takes it away.
create table licensed_wording (
  id uuid primary key,
  hospital_id uuid not null references hospital,
  instrument text not null,
  holder text not null,
  reference text not null,
  valid_until date,                   -- last day of the licence; null: without end
  wording jsonb,
  installed_at timestamptz(3) not null default now()
);
create index licensed_wording_by_instrument on licensed_wording (hospital_id, instrument, installed_at desc);
create trigger licensed_wording_is_append_only before update or delete on licensed_wording for each row execute function refuse_change();

-- When a notice of a reply went out in the time of the patient's episode (wall time without one), so that its SMS counts towards that day's cap.
alter table reply_notice add column episode_at timestamptz(3);
