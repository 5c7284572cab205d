-- What the worker's rounds look for every second or so, and what reports and the downtime list ask for a period, found by an index (docs/scale.md, reads).
-- Few rows are ever in them: what waits to be started, is under way at a patient's home, or is on its way to its workflow.
create index episode_launching on episode (launched_at) where status = 'launching';
create index occurrence_checked_in on occurrence (episode_id) where kind = 'visit' and status = 'checked-in';
create index obligation_waiting on obligation (episode_id) where state = 'released' or (state in ('failed', 'suppressed') and not told);

create index escalation_by_time on escalation (hospital_id, raised_at);
create index timeline_closed on timeline (hospital_id, at) where type = 'OccurrenceClosed';
