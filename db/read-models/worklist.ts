/** Open cases, most urgent first: what the coordinator sees first. */
import type { Instant } from '../../pathways/engine/vocabulary.js';
import type { Sql } from '../client.js';
import { decodeCursor, pageOf } from './cursor.js';
import type { Page } from './cursor.js';

export type CaseRow = {
  escalationId: string; episodeId: string; patientId: string; level: string; rules: string[]; instruction: string; status: string; raisedAt: Instant; ackBy: Instant | null;
  contactBy: Instant; acknowledgedAt: Instant | null; acknowledgedBy: string | null; contactedAt: Instant | null; breached: string[]; rung: number; heldBy: string | null;
  closedAt: Instant | null; outcome: string | null; note: string | null; rank: number;
};

const rank = (sql: Sql) => sql`case level when 'red' then 0 when 'orange' then 1 else 2 end`;

export async function worklist(sql: Sql, f: { hospitalId: string; open: boolean; episodeId?: string | undefined; after?: string | undefined; limit: number }): Promise<Page<CaseRow>> {
  const after = decodeCursor(f.after);
  const rows = await sql<CaseRow[]>`
    select id as escalation_id, episode_id, patient_id, level, rules, instruction, status, raised_at, ack_by, contact_by, acknowledged_at, acknowledged_by,
      contacted_at, breached, rung, held_by, closed_at, outcome, note, ${rank(sql)} as rank
    from escalation where hospital_id = ${f.hospitalId}
      ${f.open ? sql`and status not in ('closed', 'joined')` : sql``}
      ${f.episodeId === undefined ? sql`` : sql`and episode_id = ${f.episodeId}`}
      ${after === null ? sql`` : sql`and (${rank(sql)}, raised_at, id) > (${Number(after[0])}, ${after[1] ?? ''}, ${after[2] ?? ''})`}
    order by ${rank(sql)}, raised_at, id limit ${f.limit + 1}`;
  return pageOf(rows, f.limit, (r) => [r.rank, r.raisedAt, r.escalationId]);
}
