/** Discharges, newest first, with why no package could be launched. */
import type { Instant } from '../../pathways/engine/vocabulary.js';
import type { Sql } from '../client.js';
import { decodeCursor, pageOf } from './cursor.js';
import type { Page } from './cursor.js';

export type DischargeRow = { dischargeId: string; patientId: string; encounterRef: string; dischargedAt: Instant | null; clinical: Record<string, unknown>; understood: string[]; missing: string[]; refusals: { code: string; detail: string }[]; createdAt: Instant; familyName: string; givenName: string; synthetic: boolean };

export async function dischargeList(sql: Sql, f: { hospitalId: string; dischargeId?: string | undefined; after?: string | undefined; limit: number }): Promise<Page<DischargeRow>> {
  const after = decodeCursor(f.after);
  const rows = await sql<DischargeRow[]>`
    select d.id as discharge_id, d.patient_id, d.encounter_ref, d.discharged_at, d.clinical, d.understood, d.missing, d.refusals, d.created_at, p.family_name, p.given_name, p.synthetic
    from discharge d join patient p on p.id = d.patient_id where d.hospital_id = ${f.hospitalId}
      ${f.dischargeId === undefined ? sql`` : sql`and d.id = ${f.dischargeId}`}
      ${after === null ? sql`` : sql`and (d.created_at, d.id) < (${after[0] ?? ''}, ${after[1] ?? ''})`}
    order by d.created_at desc, d.id desc limit ${f.limit + 1}`;
  return pageOf(rows, f.limit, (r) => [r.createdAt, r.dischargeId]);
}
