-- The worklist asks for the open task of each of thousands of visits, and for the messages that were handed to a person. Measured with 500 active
-- episodes and 65 open cases: counts took 1.9 s and visits 1.1 s, a scan of the tasks for each of 3,125 visits.
create index task_open_by_occurrence on task (occurrence) where status in ('ready', 'in-progress') and occurrence is not null;
create index task_open_by_episode on task (episode_id) where status in ('ready', 'in-progress');
create index obligation_handed_over on obligation (hospital_id) where escalated_to is not null and state in ('failed', 'suppressed');
