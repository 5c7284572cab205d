/** Stars, complaints, and what was taken less what was given back. */
import { addDays } from '../../../pathways/time.js';
import type { Db } from '../../client.js';
import { spanOf, type ReviewCell, type Weeks } from './measures.js';

/** `rating`: n is the sum of stars, of how many rated; by when it was rated. `complaints`: by when they came. */
export function voices(sql: Db, weeks: Weeks): Promise<ReviewCell[]> {
  const { from, until } = spanOf(weeks);
  return sql<ReviewCell[]>`
    select date_trunc('week', r.rated_at at time zone ${weeks.zone})::date as week, e.plan_id as package_id, 'rating' as measure, '' as detail, sum(r.stars)::int as n, count(*)::int as of
      from visit_rating r join episode e on e.id = r.episode_id where r.hospital_id = ${weeks.hospitalId} and r.rated_at >= ${from} and r.rated_at < ${until} group by 1, 2
    union all
    select date_trunc('week', i.asked_wall_at at time zone ${weeks.zone})::date, coalesce(e.plan_id, ''), 'complaints', '', count(*)::int, null
      from inquiry i left join episode e on e.id = i.episode_id where i.hospital_id = ${weeks.hospitalId} and i.kind = 'complaint' and i.asked_wall_at >= ${from} and i.asked_wall_at < ${until} group by 1, 2
    order by 1, 2, 3`;
}

/** In fen, by the business day of the takings: what was paid less what was refunded. A week may be negative. */
export function revenue(sql: Db, weeks: Weeks): Promise<ReviewCell[]> {
  const { first, count } = weeks;
  const after = addDays(first, count * 7);
  return sql<ReviewCell[]>`
    with moved as (
      select o.package_id, p.business_day as day, p.amount_fen as fen from payment p join care_order o on o.id = p.order_id where p.hospital_id = ${weeks.hospitalId} and p.state = 'paid'
      union all
      select o.package_id, r.business_day, -r.amount_fen from refund r join care_order o on o.id = r.order_id where r.hospital_id = ${weeks.hospitalId} and r.state = 'succeeded')
    select date_trunc('week', day::timestamp)::date as week, package_id, 'revenue' as measure, '' as detail, sum(fen)::bigint as n, null::int as of
    from moved where day >= ${first} and day < ${after} group by 1, 2 order by 1, 2`;
}
