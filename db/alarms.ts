/** What ops must see although no patient's case says so. One row per code and matter while it is not cleared. */
import { v7 as uuidv7 } from 'uuid';
import type { Db } from './client.js';

export type Alarm = { hospitalId: string | null; code: string; ref: string; detail: string };

/** `ref` names the matter (episode id, role, provider); `detail` is one sentence without personal data. */
export async function raiseAlarm(sql: Db, alarm: Alarm): Promise<void> {
  await sql`insert into alarm (id, hospital_id, code, ref, detail)
    values (${uuidv7()}, ${alarm.hospitalId}, ${alarm.code}, ${alarm.ref}, ${alarm.detail})
    on conflict (hospital_id, code, ref) where cleared_at is null do update set detail = excluded.detail, seen_at = now()`;
}

export const clearAlarm = (sql: Db, { code, ...matter }: Pick<Alarm, 'hospitalId' | 'code' | 'ref'>): Promise<void> => clearAlarms(sql, [code], matter);

/** Whatever it was that one matter was about. */
export async function clearAlarms(sql: Db, codes: readonly string[], { hospitalId, ref }: Pick<Alarm, 'hospitalId' | 'ref'>): Promise<void> {
  const whose = hospitalId === null ? sql`hospital_id is null` : sql`hospital_id = ${hospitalId}`;
  await sql`update alarm set cleared_at = now() where ${whose} and code = any(${[...codes]}) and ref = ${ref} and cleared_at is null`;
}

export type OpenAlarm = { id: string; code: string; ref: string; detail: string; raisedAt: string };

export function openAlarms(sql: Db, hospitalId: string): Promise<OpenAlarm[]> {
  return sql<OpenAlarm[]>`select id, code, ref, detail, raised_at from alarm
    where (hospital_id = ${hospitalId} or hospital_id is null) and cleared_at is null order by raised_at desc, id`;
}
