/** Visits without a person who goes: no time agreed, asked and not answered, nobody left to ask, or held by a RED case or pause. Soonest first, by the clock on the wall. */
import type { Instant } from '../../pathways/engine/vocabulary.js';
import type { Db } from '../client.js';
import { decodeCursor, pageOf } from './cursor.js';
import type { Page } from './cursor.js';
import { openOffers, type OpenOffer } from '../visits/open-offers.js';
import { packageWords } from './package-words.js';
import { personColumns, type WorklistPerson } from './worklist-cases.js';
import type { Language } from '../../pathways/schema/definition.js';

export type NeededVisit = WorklistPerson & {
  occurrence: string; episodeId: string; step: string; n: number; /** `to-book`: no time agreed; `offered`: somebody was asked and has not answered; `unassigned`: nobody is left to ask; `held`: a RED case or a pause holds it. */ need: 'to-book' | 'offered' | 'unassigned' | 'held'; offers: OpenOffer[];
  status: string; dueAt: Instant; windowFrom: Instant; windowUntil: Instant; slotFrom: Instant | null; slotUntil: Instant | null;
  /** When it must be settled: the slot, or the last moment of the window, in wall time. */
  sortWall: Instant; /** How many seconds of the patient's time pass in one of ours; 1 but in a training. */ pace: number; taskId: string | null;
  /** What is to be visited for, in the language asked for. */ packageTitle: string; stepLabel: string;
};

/** Convention of ours (mark C): a visit without an agreed time shows up a week before it is due, so that the list stays one that can be finished. */
export const bookAheadDays = 7;

/** Condition and kind of need of an occurrence row o with its assignment v, episode e and booking task t. */
export const needOf = (sql: Db) => sql`case when o.status = 'held' then 'held' when o.status = 'planned' then 'to-book' when v.state = 'offering' then 'offered' else 'unassigned' end`;

/** Of a task row k. */
const asksForVisit = (sql: Db) => sql`k.kind in ('book-visit', 'assign-visit') and k.status in ('ready', 'in-progress')`;

/**
 * Every visit that may be needed, and some that are not: found by indexes, so that the booked and the far-off ones of a large hospital are not looked at. What is due soon
 * by the wall is so for every episode that lives by it; of the few with a time of their own all are candidates.
 */
const candidates = (sql: Db, hospitalId: string) => sql`
  select id from occurrence where hospital_id = ${hospitalId} and kind = 'visit' and status = 'held'
  union select id from occurrence where hospital_id = ${hospitalId} and kind = 'visit' and status = 'planned' and due_at < now() + make_interval(days => ${bookAheadDays})
  union select w.id from episode own join occurrence w on w.episode_id = own.id where own.hospital_id = ${hospitalId} and own.own_time and w.kind = 'visit' and w.status = 'planned'
  union select k.occurrence from task k where k.hospital_id = ${hospitalId} and k.occurrence is not null and ${asksForVisit(sql)}
  union select occurrence from visit_assignment where hospital_id = ${hospitalId} and state in ('offering', 'unassigned')`;
export const neededFrom = (sql: Db, hospitalId: string) => sql`
  (${candidates(sql, hospitalId)}) c join occurrence o on o.id = c.id join episode e on e.id = o.episode_id join patient p on p.id = o.patient_id
    left join visit_assignment v on v.occurrence = o.id
    left join lateral (select k.id from task k where k.occurrence = o.id and ${asksForVisit(sql)} order by k.due_at limit 1) t on true
  where o.hospital_id = ${hospitalId} and o.kind = 'visit' and e.status in ('active', 'paused')
    and (o.status = 'held' or (o.status = 'booked' and v.state in ('offering', 'unassigned'))
      or (o.status = 'planned' and (t.id is not null or o.due_at < episode_of(e.clock, now()) + make_interval(days => ${bookAheadDays}))))`;

export async function neededVisits(sql: Db, f: { hospitalId: string; language: Language; after?: string | undefined; limit: number }): Promise<Page<NeededVisit>> {
  const after = decodeCursor(f.after);
  const rows = await sql<(Omit<NeededVisit, 'packageTitle' | 'stepLabel'> & { planId: string; planVersion: number; planHash: string })[]>`
    select * from (
      select o.id as occurrence, o.episode_id, o.step, o.n, ${needOf(sql)} as need, o.status, o.due_at, o.window_from, o.window_until, o.slot_from, o.slot_until, ${openOffers(sql)} as offers,
        date_trunc('milliseconds', wall_of(e.clock, coalesce(o.slot_from, least(o.due_at, o.window_until)))) as sort_wall, (e.clock->>'pace')::float8 as pace, t.id as task_id, e.plan_id, e.plan_version, e.plan_hash, ${personColumns(sql)}
      from ${neededFrom(sql, f.hospitalId)}
    ) needed
    ${after === null ? sql`` : sql`where (sort_wall, occurrence) > (${after[0] ?? ''}, ${after[1] ?? ''})`}
    order by sort_wall, occurrence limit ${f.limit + 1}`;
  const { items, next } = pageOf(rows, f.limit, (r) => [r.sortWall, r.occurrence]);
  const worded = items.map(async ({ planId, planVersion, planHash, ...row }) => {
    const words = await packageWords(sql, f.hospitalId, { id: planId, version: planVersion, hash: planHash }, f.language);
    return { ...row, packageTitle: words.title, stepLabel: words.sayStep(row.step) };
  });
  return { items: await Promise.all(worded), next };
}
