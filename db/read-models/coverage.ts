/** Demand against capacity per day, district and service: gaps seen before they hurt. Days by each episode's own clock. */
import type { Instant, LocalDate } from '../../pathways/engine/vocabulary.js';
import { addDays, localDateOf } from '../../pathways/time.js';
import { coverage, stretchOf, type Coverage, type Planned } from '../../pathways/visits/coverage.js';
import type { Db } from '../client.js';
import { planOf } from '../plans.js';
import { peopleOf } from '../visits/people.js';
import { surroundingsOf } from '../visits/surroundings.js';

type Row = { step: string; planId: string; planVersion: number; planHash: string; at: Instant; booked: boolean; district: string | null };

/** Both days included. Visits that are planned further ahead than their plan has reached (repeating steps) are not among them. */
export async function coverageBetween(db: Db, hospitalId: string, from: LocalDate, until: LocalDate): Promise<Coverage[]> {
  const around = await surroundingsOf(db, hospitalId);
  const stretch = stretchOf(from, addDays(until, 1), around.zone);
  const rows = await db<Row[]>`
    select o.step, e.plan_id, e.plan_version, e.plan_hash, coalesce(o.slot_from, o.due_at) as at, o.slot_from is not null as booked, p.district
    from occurrence o join episode e on e.id = o.episode_id left join visit_place p on p.patient_id = o.patient_id
    where o.hospital_id = ${hospitalId} and o.kind = 'visit' and o.status in ('planned', 'booked', 'checked-in', 'held') and e.status in ('active', 'paused')
      and coalesce(o.slot_from, o.due_at) >= ${stretch.from} and coalesce(o.slot_from, o.due_at) < ${stretch.until}`;
  const planned: Planned[] = [];
  for (const row of rows) {
    const { plan } = await planOf(db, hospitalId, { id: row.planId, version: row.planVersion, hash: row.planHash });
    const step = plan.steps.find(({ id }) => id === row.step);
    if (step?.kind === 'visit') planned.push({ day: localDateOf(row.at, around.zone), service: step.service, who: step.who, mode: step.place, district: row.district, booked: row.booked });
  }
  return coverage(planned, await peopleOf(db, hospitalId), around);
}
