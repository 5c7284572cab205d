/** What was done of what was planned: forms and calls completed, visits where nobody was home, promises kept. Weeks in wall time. */
import type { Db } from '../../client.js';
import { mayLieWithin, type Fragment } from '../own-time.js';
import { spanOf, type ReviewCell, type Weeks } from './measures.js';

/** As `spanOf`, for use within a query. */
const spanIn = (sql: Db, weeks: Weeks): { from: Fragment; until: Fragment } => {
  const { from, until } = spanOf(weeks);
  return { from: sql`${from}::timestamptz`, until: sql`${until}::timestamptz` };
};

/**
 * Of forms and calls, and of visits, that ended in the week as completed or failed; cancelled ones count nowhere. The engine closes every
 * visit that did not happen as `missed`; that nobody was home is what the nurse's own command said, so it is read from the journal.
 */
export function contactsAndVisits(sql: Db, weeks: Weeks): Promise<ReviewCell[]> {
  const { from, until } = spanOf(weeks);
  return sql<ReviewCell[]>`
    with closed as (
      select e.plan_id, o.kind, t.data ->> 'outcome' as outcome, wall_of(e.clock, t.at) as wall, said.nobody_home is not null as nobody_home
      from timeline t join occurrence o on o.id = t.occurrence join episode e on e.id = t.episode_id
        left join lateral (select 1 as nobody_home from journal j where o.kind = 'visit' and t.data ->> 'outcome' = 'failed' and j.episode_id = t.episode_id and j.seq = t.seq
          and j.input ->> 'kind' = 'visit-missed' and j.input ->> 'reason' = 'no-show' and j.input ->> 'occurrence' = o.id limit 1) said on true
      where t.hospital_id = ${weeks.hospitalId} and t.type = 'OccurrenceClosed' and ${mayLieWithin(sql, weeks.hospitalId, { at: sql`t.at`, episode: sql`t.episode_id`, ...spanIn(sql, weeks) })}
        and o.kind in ('form', 'call', 'visit') and t.data ->> 'outcome' in ('completed', 'failed'))
    select date_trunc('week', wall at time zone ${weeks.zone})::date as week, plan_id as package_id, case when kind = 'visit' then 'no-show' else 'contacts' end as measure, '' as detail,
      count(*) filter (where case when kind = 'visit' then nobody_home else outcome = 'completed' end)::int as n, count(*)::int as of
    from closed where wall >= ${from} and wall < ${until} group by 1, 2, 3 order by 1, 2, 3`;
}

/** Of cases raised in the week, as db/read-models/operations/sla.ts counts them. */
export function promises(sql: Db, weeks: Weeks): Promise<ReviewCell[]> {
  const { from, until } = spanOf(weeks);
  return sql<ReviewCell[]>`
    with x as (
      select e.plan_id, wall_of(e.clock, x.raised_at) as wall, x.ack_by is not null as has_ack, x.acknowledged_at is not null or x.contacted_at is not null as acknowledged, x.contacted_at is not null as contacted, x.breached
      from escalation x join episode e on e.id = x.episode_id where x.hospital_id = ${weeks.hospitalId} and x.held_by is null
        and ${mayLieWithin(sql, weeks.hospitalId, { at: sql`x.raised_at`, episode: sql`x.episode_id`, ...spanIn(sql, weeks) })}),
    w as (select *, date_trunc('week', wall at time zone ${weeks.zone})::date as week from x where wall >= ${from} and wall < ${until})
    select week, plan_id as package_id, 'acknowledged' as measure, '' as detail, count(*) filter (where acknowledged and not 'acknowledge' = any(breached))::int as n, count(*)::int as of
      from w where has_ack and (acknowledged or 'acknowledge' = any(breached)) group by 1, 2
    union all
    select week, plan_id, 'contacted', '', count(*) filter (where contacted and not 'contact' = any(breached))::int, count(*)::int from w where contacted or 'contact' = any(breached) group by 1, 2
    order by 1, 2, 3`;
}
