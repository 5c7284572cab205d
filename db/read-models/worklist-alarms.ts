/** What cannot wait for a patient's case: a colleague in need, a visit that should be over, nobody on duty, a broken chain. */
import type { Instant } from '../../pathways/engine/vocabulary.js';
import type { Db } from '../client.js';

export type WorklistAlarm = {
  id: string; /** `visit`: raised on a visit, acknowledged and closed by a person; `system`: clears itself when its cause is gone. */ of: 'visit' | 'system';
  code: string; ref: string; detail: string | null; raisedAt: Instant; acknowledgedAt: Instant | null; acknowledgedByName: string | null;
  raisedByName: string | null; lat: number | null; lng: number | null; episodeId: string | null; occurrence: string | null;
};

/** Open alarms `a` of the system itself: an alarm of a visit is also raised for ops, and stands here once. */
export const ofSystem = (sql: Db, hospitalId: string) => sql`(a.hospital_id = ${hospitalId} or a.hospital_id is null) and a.cleared_at is null and not exists (select 1 from visit_alarm v where v.hospital_id = ${hospitalId} and v.id::text = a.ref)`;

/** Alarms of visits first, then the newest. */
export function worklistAlarms(sql: Db, hospitalId: string): Promise<WorklistAlarm[]> {
  return sql<WorklistAlarm[]>`
    select v.id, 'visit' as of, v.kind as code, coalesce(v.occurrence, v.id::text) as ref, null as detail, v.raised_at, v.acknowledged_at, k.display_name as acknowledged_by_name,
      r.display_name as raised_by_name, v.lat, v.lng, v.episode_id, v.occurrence
    from visit_alarm v left join account k on k.id = v.acknowledged_by left join account r on r.id = v.raised_by where v.hospital_id = ${hospitalId} and v.closed_at is null
    union all
    select a.id, 'system', a.code, a.ref, a.detail, a.raised_at, null, null, null, null, null, null, null
    from alarm a where ${ofSystem(sql, hospitalId)}
    order by of desc, raised_at desc, id`;
}
