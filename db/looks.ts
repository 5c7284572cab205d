/** Who looked at whose record: one row of the access log for each asker, record and span, however often a screen reads it again. */
import { json, type Sql } from './client.js';

/** A console reads what stands on it again with every change; within this a second look adds nothing to the first. By convention (C). */
export const lookSpanMs = 15 * 60_000;

/** Name of a parameter -> what a look by it is called, and the column that is written down: the patient's id wherever it is one patient's. */
export const records = {
  patientId: { action: 'patient:read', table: 'patient', ref: 'id' },
  episodeId: { action: 'patient:read', table: 'episode', ref: 'patient_id' },
  dischargeId: { action: 'patient:read', table: 'discharge', ref: 'patient_id' },
  orderId: { action: 'patient:read', table: 'care_order', ref: 'patient_id' },
  inquiryId: { action: 'patient:read', table: 'inquiry', ref: 'patient_id' },
  meetingId: { action: 'patient:read', table: 'meeting', ref: 'patient_id' },
  fileId: { action: 'patient:read', table: 'file', ref: 'patient_id' },
  incidentId: { action: 'incident:read', table: 'incident', ref: 'id' },
  handoverId: { action: 'handover:read', table: 'handover', ref: 'id' },
  actId: { action: 'bulk-act:read', table: 'bulk_act', ref: 'id' },
} as const;
export type RecordName = keyof typeof records;

export type Asker = { hospitalId: string; actor: string; /** By which address first, and whether a person or a program. */ detail: { first: string; via: 'session' | 'key' } };

type Fragment = ReturnType<Sql>;

/** Milliseconds until the next look at it is to be written down. What is not there, or is no patient's, leaves no row. */
export async function writeLook(sql: Sql, asker: Asker, name: RecordName, id: string): Promise<number> {
  const { action, table, ref } = records[name];
  return once(sql, asker, action, sql`select ${sql(ref)}::text as ref, ${json(sql, asker.detail)}::jsonb as detail from ${sql(table)} where id = ${id} and hospital_id = ${asker.hospitalId} and ${sql(ref)} is not null`);
}

/** Whom a search has shown: ids alone, never what was typed. */
export const writeSearch = (sql: Sql, asker: Asker, patients: readonly string[]): Promise<number> =>
  once(sql, asker, 'patient:search', sql`select null::text as ref, ${json(sql, { ...asker.detail, patients })}::jsonb as detail`);

/** One statement. Two processes that write in the same instant may leave two rows. */
async function once(sql: Sql, { hospitalId, actor }: Asker, action: string, subject: Fragment): Promise<number> {
  const span = sql`${lookSpanMs}::float8 * interval '1 millisecond'`;
  const [row] = await sql<{ leftMs: number }[]>`
    with subject as (${subject}),
    known as (select max(l.at) as at from audit_log l join subject s on l.ref is not distinct from s.ref and l.detail->'patients' is not distinct from s.detail->'patients'
      where l.action = ${action} and l.at > now() - ${span} and l.actor = ${actor}),
    written as (insert into audit_log (hospital_id, actor, action, ref, allowed, detail)
      select ${hospitalId}::uuid, ${actor}::text, ${action}::text, s.ref, true, s.detail from subject s where (select at from known) is null)
    select (extract(epoch from coalesce((select at from known), now()) + ${span} - now()) * 1000)::float8 as left_ms`;
  return row?.leftMs ?? 0;
}
