-- How an episode stood when it was halted: a repaired run asks about its messages before it writes anything, and what it stopped or paused stays so.
-- Means nothing once the status is another one. Null: it never was halted.
alter table episode add column status_before_halt text;
update episode e set status_before_halt = coalesce(
  (select case ev ->> 'type' when 'EpisodePaused' then 'paused' when 'EpisodeResumed' then 'active' when 'EpisodeStopping' then 'stopping' when 'EpisodeStopped' then 'stopped' else 'completed' end
    from journal j cross join jsonb_array_elements(j.events) with ordinality as x(ev, n)
    where j.episode_id = e.id and ev ->> 'type' in ('EpisodePaused', 'EpisodeResumed', 'EpisodeStopping', 'EpisodeStopped', 'EpisodeCompleted') order by j.seq desc, x.n desc limit 1),
  case when e.seq = 0 then 'launching' else 'active' end)
where e.status = 'halted';
