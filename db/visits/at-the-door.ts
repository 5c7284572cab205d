/** Before and at the door: the risk screen, and where the arrival was. A place is taken only while the visit is under way. */
import { v7 as uuidv7 } from 'uuid';
import type { Instant } from '../../pathways/engine/vocabulary.js';
import { needsTwoPeople, riskLevel, type RiskLevel } from '../../pathways/visits/risk.js';
import { announceChanges } from '../changes.js';
import { json, transact, type Db, type Sql, type Tx } from '../client.js';
import { openTask } from './service-tasks.js';

export type Risk = { level: RiskLevel; answers: Record<string, boolean>; screenedBy: string; screenedAt: Instant };

type Visit = { episodeId: string; patientId: string; status: string };
async function visitOf(tx: Tx, hospitalId: string, occurrence: string): Promise<Visit | null> {
  const [row] = await tx<Visit[]>`select episode_id, patient_id, status from occurrence where id = ${occurrence} and hospital_id = ${hospitalId} and kind = 'visit'`;
  return row ?? null;
}

/** Every screen is kept, the newest counts. At HIGH the case manager arranges a second person before anybody goes. null: no such open visit. */
export function screenRisk(sql: Sql, request: { hospitalId: string; occurrence: string; answers: Record<string, boolean>; by: string }): Promise<RiskLevel | null> {
  const { hospitalId, occurrence, answers, by } = request;
  return transact(sql, async (tx) => {
    const visit = await visitOf(tx, hospitalId, occurrence);
    if (!visit || ['completed', 'failed', 'cancelled'].includes(visit.status)) return null;
    const level = riskLevel(answers);
    await tx`insert into visit_risk (id, hospital_id, episode_id, patient_id, occurrence, answers, level, screened_by)
      values (${uuidv7()}, ${hospitalId}, ${visit.episodeId}, ${visit.patientId}, ${occurrence}, ${json(tx, answers)}, ${level}, ${by})`;
    if (needsTwoPeople(level)) {
      await openTask(tx, hospitalId, {
        id: `${occurrence}/visit-risk`, kind: 'visit-risk', role: 'case-manager', episodeId: visit.episodeId, occurrence,
        instruction: '上门前风险筛查为高风险:须两人同行,请安排第二人,或改为门诊、视频。 / The risk screen before the visit is HIGH: two people must go. Arrange a second person, or see the patient in clinic or by video.',
      });
    }
    await announceChanges(tx, hospitalId, [{ topic: 'visit', ref: occurrence }]);
    return level;
  });
}

export async function riskOf(db: Db, hospitalId: string, occurrence: string): Promise<Risk | null> {
  const [row] = await db<Risk[]>`select level, answers, screened_by, screened_at from visit_risk where occurrence = ${occurrence} and hospital_id = ${hospitalId} order by screened_at desc, id desc limit 1`;
  return row ?? null;
}

export type ArrivalRefusal = 'unknown-visit' | 'not-under-way' | 'not-your-visit';

/**
 * Where whoever checked in stood. Refused unless the visit is checked in, or its check-in is on its way (stored, not yet recorded): nobody is
 * tracked before or after. Once per visit; a second report changes nothing.
 */
export function recordArrival(sql: Sql, request: { hospitalId: string; occurrence: string; by: string; lat: number; lng: number; accuracyM: number | null }): Promise<ArrivalRefusal | null> {
  const { hospitalId, occurrence, by, lat, lng, accuracyM } = request;
  return transact(sql, async (tx) => {
    const visit = await visitOf(tx, hospitalId, occurrence);
    if (!visit) return 'unknown-visit';
    const [assigned] = await tx<{ accountId: string | null }[]>`select account_id from visit_assignment where occurrence = ${occurrence} and hospital_id = ${hospitalId}`;
    if (assigned?.accountId && assigned.accountId !== by) return 'not-your-visit';
    const [checkingIn] = await tx`select 1 from inbox where episode_id = ${visit.episodeId} and kind = 'visit-checked-in' and state = 'accepted' and payload->>'occurrence' = ${occurrence}`;
    if (visit.status !== 'checked-in' && !checkingIn) return 'not-under-way';
    await tx`insert into visit_arrival (occurrence, hospital_id, episode_id, lat, lng, accuracy_m, arrived_by)
      values (${occurrence}, ${hospitalId}, ${visit.episodeId}, ${lat}, ${lng}, ${accuracyM}, ${by}) on conflict (occurrence) do nothing`;
    return null;
  });
}
