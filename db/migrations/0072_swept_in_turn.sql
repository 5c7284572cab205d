-- When the sweep last had this episode's turn, whatever came of it. It serves so many episodes a round, those that waited longest first: what it can never
-- serve must not stand before everybody else for ever (ADR 0082). Null: never.
alter table episode add column swept_at timestamp(3) with time zone;
