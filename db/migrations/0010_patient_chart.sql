-- The patient page reads everything about one patient across episodes: what only the open ones had an index for.
create index episode_by_patient on episode (patient_id, launched_at);
create index answer_by_patient on answer (patient_id, at);
create index reading_by_patient on reading (patient_id, kind, measured_at);
create index escalation_by_patient on escalation (patient_id, raised_at);
create index occurrence_by_patient on occurrence (patient_id, due_at);
