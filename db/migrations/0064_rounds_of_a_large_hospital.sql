-- What the worker's rounds look for every second or so, and what reports and the downtime list ask for a period, found by an index (docs/scale.md, reads).
-- Few rows are ever in them: what waits to be started, is under way at a patient's home, or is on its way to its workflow.
create index episode_standing on episode (status, launched_at) where status in ('launching', 'halted');
create index occurrence_checked_in on occurrence (episode_id) where kind = 'visit' and status = 'checked-in';
-- Of what waits for its receipt there are days of messages, of what nobody heard the end of hardly any: the sweep asks for each by its own time, and nobody for all of them.
create index attempt_awaited on attempt (receipt_due_at) where verdict is null and state in ('accepted', 'sent');
create index attempt_unheard on attempt (claimed_at) where verdict is null and state in ('sending', 'ambiguous');
drop index attempt_open;
-- Each attempt is looked for three times and more while its message is under way, and a list of what is not yet in order is read to its end each time: a new one is put in order at once.
alter index attempt_by_obligation set (fastupdate = off);
select gin_clean_pending_list('attempt_by_obligation');
create index obligation_waiting on obligation (episode_id) where state = 'released' or (state in ('failed', 'suppressed') and not told);

-- By the wall's time, by which it is late; the time of the episode's clock is obligation_by_time's.
drop index obligation_unsettled;
create index obligation_unsettled on obligation (hospital_id, wall_due_at) where state in ('planned', 'released', 'sending', 'accepted');
create index obligation_settled on obligation (hospital_id, settled_at) where settled_at is not null;
-- Attempts lie in the table in the order of their times, so that a few bytes per block find a week of them.
create index attempt_by_time on attempt using brin (claimed_at timestamptz_minmax_multi_ops) with (autosummarize = on);
create index escalation_by_time on escalation (hospital_id, raised_at);
create index timeline_closed on timeline (hospital_id, at) where type = 'OccurrenceClosed';
