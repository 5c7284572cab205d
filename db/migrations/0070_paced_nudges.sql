-- When the sweep last told a run of this episode that the ledger has news. A run that does not listen (it is halted, or its task fails on each try) keeps every
-- signal, and Temporal takes 10,000 of one run; so it is told again after ever longer pauses (ADR 0080). Null: never.
alter table episode add column nudged_at timestamp(3) with time zone;
