/** Open cases, most urgent first: what the coordinator sees first. */
import type { Instant } from '../../pathways/engine/vocabulary.js';
import type { Sql } from '../client.js';
import { decodeCursor, pageOf } from './cursor.js';
import type { Page } from './cursor.js';

export type CaseRow = {
  escalationId: string; episodeId: string; patientId: string; level: string; rules: string[]; instruction: string; status: string; raisedAt: Instant; ackBy: Instant | null;
  contactBy: Instant; acknowledgedAt: Instant | null; acknowledgedBy: string | null; contactedAt: Instant | null; breached: string[]; rung: number; heldBy: string | null;
  closedAt: Instant | null; outcome: string | null; note: string | null; reports: string[]; planId: string; planVersion: number; planHash: string; rank: number;
};

const rank = (sql: Sql) => sql`case x.level when 'red' then 0 when 'orange' then 1 else 2 end`;

export async function worklist(sql: Sql, f: { hospitalId: string; open: boolean; episodeId?: string | undefined; after?: string | undefined; limit: number }): Promise<Page<CaseRow>> {
  const after = decodeCursor(f.after);
  const rows = await sql<CaseRow[]>`
    select x.id as escalation_id, x.episode_id, x.patient_id, x.level, x.rules, x.instruction, x.status, x.raised_at, x.ack_by, x.contact_by, x.acknowledged_at, x.acknowledged_by,
      x.contacted_at, x.breached, x.rung, x.held_by, x.closed_at, x.outcome, x.note, x.reports, e.plan_id, e.plan_version, e.plan_hash, ${rank(sql)} as rank
    from escalation x join episode e on e.id = x.episode_id where x.hospital_id = ${f.hospitalId}
      ${f.open ? sql`and x.status not in ('closed', 'joined')` : sql``}
      ${f.episodeId === undefined ? sql`` : sql`and x.episode_id = ${f.episodeId}`}
      ${after === null ? sql`` : sql`and (${rank(sql)}, x.raised_at, x.id) > (${Number(after[0])}, ${after[1] ?? ''}, ${after[2] ?? ''})`}
    order by ${rank(sql)}, x.raised_at, x.id limit ${f.limit + 1}`;
  return pageOf(rows, f.limit, (r) => [r.rank, r.raisedAt, r.escalationId]);
}
