-- A package started within another one (ADR 0045): the episode says within which, and takes one unit of it for as long as it runs.
alter table episode add column within uuid references episode check (within <> id);
create index episode_within on episode (within) where within is not null;
alter table entitlement_entry
  -- What holds the unit when it is no visit: the episode that was started for it.
  add column embedded uuid references episode,
  drop constraint entitlement_entry_check,
  add constraint entitlement_entry_of_one check (kind not in ('reserve', 'release', 'use') or (num_nonnulls(occurrence, embedded) = 1 and units = 1));
create index entitlement_entry_by_embedded on entitlement_entry (embedded) where embedded is not null;
