/** Emergency access ("breaking the glass"): the record of a patient outside one's care team, at once, for a stated reason, for a while, and reviewed by somebody else. */
import { v7 as uuidv7 } from 'uuid';
import type { Crypt } from '../../messages/crypt.js';
import type { Instant } from '../../pathways/engine/vocabulary.js';
import { logAccess } from '../access-log.js';
import { clearAlarm, raiseAlarm } from '../alarms.js';
import { announceChanges } from '../changes.js';
import { transact, type Db, type Sql } from '../client.js';

type Deps = { sql: Sql; crypt: Crypt };
/** Hours that it opens the record (C): one shift. */
export const emergencyHours = 8;
export const verdicts = ['justified', 'not-justified'] as const;
export type Verdict = (typeof verdicts)[number];
/** How the patient is known to somebody who cannot search for her: by her id, or by two things that stand on wristband and discharge letter. */
export type Named = { patientId: string } | { recordNumber: string; birthDate: string };
export type EmergencyAccess = {
  emergencyAccessId: string; patientId: string; accountId: string; name: string; reason: string; begunAt: Instant; endsAt: Instant; verdict: Verdict | null; reviewedBy: string | null; reviewedAt: Instant | null;
};

/** null: nobody here is known by that. Asked again while it lasts, it is the same one. An alarm stands until somebody has reviewed it. */
export const beginEmergencyAccess = ({ sql, crypt }: Deps, request: { hospitalId: string; accountId: string; named: Named; reason: string }): Promise<{ emergencyAccessId: string; patientId: string; endsAt: Instant } | null> =>
  transact(sql, async (tx) => {
    const { hospitalId, accountId, named, reason } = request;
    const found = 'patientId' in named
      ? await tx<{ id: string }[]>`select id from patient where id = ${named.patientId} and hospital_id = ${hospitalId} and merged_into is null`
      : await tx<{ id: string }[]>`select p.id from patient p join patient_identifier i on i.patient_id = p.id and i.hospital_id = p.hospital_id
          where p.hospital_id = ${hospitalId} and i.value = ${named.recordNumber} and p.birth_date = ${named.birthDate} and p.merged_into is null`;
    const [patient, ...others] = [...new Set(found.map(({ id }) => id))];
    if (patient === undefined || others.length > 0) return null;
    await tx`select 1 from account where id = ${accountId} for update`; // pressed twice
    const [open] = await tx<{ id: string; endsAt: Instant }[]>`select id, ends_at from emergency_access where hospital_id = ${hospitalId} and account_id = ${accountId} and patient_id = ${patient} and ends_at > now() and verdict is null`;
    if (open) return { emergencyAccessId: open.id, patientId: patient, endsAt: open.endsAt };
    const id = uuidv7();
    const [row] = await tx<{ endsAt: Instant }[]>`insert into emergency_access (id, hospital_id, patient_id, account_id, reason_enc, ends_at)
      values (${id}, ${hospitalId}, ${patient}, ${accountId}, ${crypt.seal(reason, `emergency-access/${id}`)}, now() + make_interval(hours => ${emergencyHours})) returning ends_at`;
    await logAccess(tx, { hospitalId, actor: accountId, action: 'emergency-access', ref: `${patient} ${id}`, allowed: true });
    await raiseAlarm(tx, { hospitalId, code: 'emergency-access', ref: id, detail: 'A record was opened by somebody outside its care team: review it under /emergency-access' });
    await announceChanges(tx, hospitalId, [{ topic: 'staff', ref: id }]);
    return { emergencyAccessId: id, patientId: patient, endsAt: row?.endsAt ?? '' };
  });

/** Unreviewed ones first, then the newest. */
export async function emergencyAccesses(sql: Db, crypt: Crypt, hospitalId: string, { open }: { open: boolean }): Promise<EmergencyAccess[]> {
  const rows = await sql<(Omit<EmergencyAccess, 'reason'> & { reasonEnc: Uint8Array })[]>`
    select g.id as emergency_access_id, g.patient_id, g.account_id, a.display_name as name, g.reason_enc, g.begun_at, g.ends_at, g.verdict, r.display_name as reviewed_by, g.reviewed_at
    from emergency_access g join account a on a.id = g.account_id left join account r on r.id = g.reviewed_by
    where g.hospital_id = ${hospitalId} ${open ? sql`and g.verdict is null` : sql``} order by g.verdict is not null, g.begun_at desc, g.id desc limit 200`;
  return rows.map(({ reasonEnc, ...row }) => ({ ...row, reason: crypt.open(reasonEnc, `emergency-access/${row.emergencyAccessId}`) }));
}

export type ReviewRefusal = 'unknown' | 'own' | 'reviewed';

/** Nobody reviews their own. What was not justified ends at once. null: done. */
export const reviewEmergencyAccess = (sql: Sql, { hospitalId, emergencyAccessId: id, by, verdict }: { hospitalId: string; emergencyAccessId: string; by: string; verdict: Verdict }): Promise<ReviewRefusal | null> =>
  transact(sql, async (tx) => {
    const [row] = await tx<{ accountId: string; verdict: Verdict | null }[]>`select account_id, verdict from emergency_access where id = ${id} and hospital_id = ${hospitalId} for update`;
    if (!row) return 'unknown';
    if (row.accountId === by) return 'own';
    if (row.verdict !== null) return 'reviewed';
    await tx`update emergency_access set verdict = ${verdict}, reviewed_by = ${by}, reviewed_at = now(), ends_at = case when ${verdict} = 'justified' then ends_at else least(ends_at, now()) end where id = ${id}`;
    await clearAlarm(tx, { hospitalId, code: 'emergency-access', ref: id });
    await logAccess(tx, { hospitalId, actor: by, action: `emergency-access:${verdict}`, ref: id, allowed: true });
    await announceChanges(tx, hospitalId, [{ topic: 'staff', ref: id }]);
    return null;
  });
