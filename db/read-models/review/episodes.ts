/** Episodes launched, active, completed, stopped by reason; and those readmitted within thirty days. */
import type { Db } from '../../client.js';
import { spanOf, type ReviewCell, type Weeks } from './measures.js';

/** Launched and ended by wall time: added up by week of launch and of end first, so that each episode is looked at once. */
export function episodeFlow(sql: Db, weeks: Weeks): Promise<ReviewCell[]> {
  const { hospitalId, zone, first, count } = weeks;
  const { from, until } = spanOf(weeks);
  return sql<ReviewCell[]>`
    with e as (
      select plan_id, status, case when status = 'stopped' then coalesce(stop_reason, '') else '' end as reason, date_trunc('week', launched_at at time zone ${zone})::date as launched, date_trunc('week', ended_at at time zone ${zone})::date as ended, count(*)::int as n
      from episode where hospital_id = ${hospitalId} and launched_at < ${until} and (ended_at is null or ended_at >= ${from}) group by 1, 2, 3, 4, 5
    ), week as (select ${first}::date + 7 * n as monday from generate_series(0, ${count - 1}::int) as n)
    select launched as week, plan_id as package_id, 'launched' as measure, '' as detail, sum(n)::int as n, null::int as of from e where launched in (select monday from week) group by 1, 2
    union all
    select ended, plan_id, status, reason, sum(n)::int, null from e where status in ('completed', 'stopped') and ended in (select monday from week) group by 1, 2, 3, 4
    union all
    select w.monday, e.plan_id, 'active', '', sum(e.n)::int, null from week w join e on e.launched <= w.monday and (e.ended is null or e.ended > w.monday) group by 1, 2
    order by 1, 2, 3, 4`;
}

/** Days after the discharge within which a readmission counts: the usual measure of hospitals (30-day readmission). */
export const readmissionDays = 30;

/**
 * Of episodes whose thirtieth day after discharge lies in the week: how many were readmitted by then, as staff recorded it (input, call) or
 * as the patient answered on the thirtieth day. Thirty days of the episode's own clock; the week in wall time.
 */
export function readmissions(sql: Db, weeks: Weeks): Promise<ReviewCell[]> {
  const { from, until } = spanOf(weeks);
  return sql<ReviewCell[]>`
    with cohort as (
      select e.id, e.plan_id, d.discharged_at + make_interval(days => ${readmissionDays}) as ends, wall_of(e.clock, d.discharged_at + make_interval(days => ${readmissionDays})) as wall
      from episode e join discharge d on d.id = e.discharge_id where e.hospital_id = ${weeks.hospitalId}
        and (d.discharged_at >= ${from}::timestamptz - make_interval(days => ${readmissionDays}) and d.discharged_at < ${until}::timestamptz - make_interval(days => ${readmissionDays})
          or d.discharged_at is not null and d.id = any(array(select discharge_id from episode where hospital_id = ${weeks.hospitalId} and own_time))))
    select date_trunc('week', c.wall at time zone ${weeks.zone})::date as week, c.plan_id as package_id, 'readmitted' as measure, '' as detail,
      count(*) filter (where exists (select 1 from timeline t where t.episode_id = c.id and t.type = 'PatientReadmitted' and t.at <= c.ends)
        or exists (select 1 from answer a where a.episode_id = c.id and a.answers -> 'outcomes' -> 'readmitted' = 'true'::jsonb))::int as n, count(*)::int as of
    from cohort c where c.wall >= ${from} and c.wall < ${until} and c.wall <= now() group by 1, 2 order by 1, 2`;
}
