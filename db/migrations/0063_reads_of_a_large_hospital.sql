-- What is asked of a hospital with 100,000 episodes is found by an index, in the order in which it is shown (docs/scale.md, reads).
create index episode_by_launch on episode (hospital_id, launched_at desc, id desc);
create index episode_that_needs_attention on episode (hospital_id, launched_at desc, id desc) where needs_attention;
-- Clocks that do not show the time on the wall, as a training's: few, and what is due by them is looked for apart.
alter table episode add column own_time boolean not null generated always as (clock->>'pace' <> '1' or clock->>'wallAnchor' <> clock->>'episodeAnchor') stored;
create index episode_of_own_time on episode (hospital_id) where own_time;
create index escalation_by_episode on escalation (episode_id);
create index escalation_by_urgency on escalation (hospital_id, (case level when 'red' then 0 when 'orange' then 1 else 2 end), raised_at, id) where status not in ('closed', 'joined');
create index obligation_by_time on obligation (hospital_id, due_at, id);
create index occurrence_visit_by_time on occurrence (hospital_id, (coalesce(slot_from, due_at)), id) where kind = 'visit';
create index occurrence_visit_without_time on occurrence (hospital_id, status, due_at) where kind = 'visit' and status in ('planned', 'held');
-- Most visits are not in the states in which most messages are; without this the planner takes the few for many and reads the table.
create statistics occurrence_kind_and_status (mcv) on kind, status from occurrence;
create index visit_assignment_open on visit_assignment (hospital_id) where state in ('offering', 'unassigned');

-- Whether a package was ever launched for it: asked of every discharge that was ever imported, for the three lists and their counts.
-- By a trigger, so that it is true whichever build launches while others are being replaced.
alter table discharge add column launched boolean not null default false;
create function note_launched() returns trigger language plpgsql as $$
begin
  update discharge set launched = true where id = new.discharge_id and not launched;
  return null;
end $$;
create trigger episode_is_noted_at_discharge after insert on episode for each row execute function note_launched();
update discharge d set launched = true where exists (select 1 from episode e where e.discharge_id = d.id);
create index discharge_by_import on discharge (hospital_id, created_at desc, id desc);
create index discharge_by_state on discharge (hospital_id, launched, created_at desc, id desc);
create index discharge_to_launch on discharge (hospital_id, (clinical->>'dischargedOn')) where not launched;

-- Nearly every clock shows the time on the wall; then nothing is parsed and nothing computed.
create or replace function wall_of(clock jsonb, at timestamptz) returns timestamptz language sql stable as $$
  select case when clock->>'pace' = '1' and clock->>'wallAnchor' = clock->>'episodeAnchor' then at
    else (clock->>'wallAnchor')::timestamptz + (at - (clock->>'episodeAnchor')::timestamptz) / (clock->>'pace')::float8 end $$;
create or replace function episode_of(clock jsonb, wall timestamptz) returns timestamptz language sql stable as $$
  select case when clock->>'pace' = '1' and clock->>'wallAnchor' = clock->>'episodeAnchor' then wall
    else (clock->>'episodeAnchor')::timestamptz + (wall - (clock->>'wallAnchor')::timestamptz) * (clock->>'pace')::float8 end $$;
