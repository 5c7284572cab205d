/** A visit that was checked in and is not closed in time: is whoever is there safe? The slot's length plus a grace, on the episode's clock. */
import { transact, type Sql } from '../client.js';
import { settingsOf } from './surroundings.js';
import { raiseVisitAlarm } from './visit-alarms.js';

type UnderWay = { occurrence: string; episodeId: string; hospitalId: string; minutes: number; slotMinutes: number | null };

/** Number of alarms raised. */
export async function watchFinishes(sql: Sql): Promise<number> {
  const underWay = await sql<UnderWay[]>`
    select o.id as occurrence, o.episode_id, o.hospital_id, extract(epoch from o.slot_until - o.slot_from)::float8 / 60 as slot_minutes,
      extract(epoch from episode_of(e.clock, now()) - t.at)::float8 / 60 as minutes
    from occurrence o join episode e on e.id = o.episode_id
      join lateral (select max(at) as at from timeline t where t.episode_id = o.episode_id and t.occurrence = o.id and t.type = 'VisitCheckedIn') t on t.at is not null
    where o.kind = 'visit' and o.status = 'checked-in'
      and not exists (select 1 from visit_alarm v where v.occurrence = o.id and v.kind = 'overdue-finish' and (v.closed_at is null or v.raised_at > wall_of(e.clock, t.at)))`;
  let raised = 0;
  for (const visit of underWay) {
    const { slotMinutes, overdueGraceMinutes } = await settingsOf(sql, visit.hospitalId);
    if (visit.minutes <= (visit.slotMinutes ?? slotMinutes) + overdueGraceMinutes) continue;
    await transact(sql, (tx) => raiseVisitAlarm(tx, { hospitalId: visit.hospitalId, kind: 'overdue-finish', occurrence: visit.occurrence, episodeId: visit.episodeId, raisedBy: null, lat: null, lng: null }));
    raised += 1;
  }
  return raised;
}
