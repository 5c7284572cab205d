/** What became true in one episode, oldest first: the same events the engine made, one row each. */
import type { Instant } from '../../pathways/engine/vocabulary.js';
import type { Sql } from '../client.js';
import { decodeCursor, pageOf } from './cursor.js';
import type { Page } from './cursor.js';

export type TimelineRow = { seq: number; idx: number; at: Instant; type: string; step: string | null; occurrence: string | null; escalation: string | null; obligation: string | null; data: Record<string, unknown> };

export async function timelineList(sql: Sql, f: { hospitalId: string; episodeId: string; after?: string | undefined; limit: number }): Promise<Page<TimelineRow>> {
  const after = decodeCursor(f.after);
  const rows = await sql<TimelineRow[]>`
    select seq, idx, at, type, step, occurrence, escalation, obligation, data from timeline
    where hospital_id = ${f.hospitalId} and episode_id = ${f.episodeId}
      ${after === null ? sql`` : sql`and (seq, idx) > (${Number(after[0])}, ${Number(after[1])})`}
    order by seq, idx limit ${f.limit + 1}`;
  return pageOf(rows, f.limit, (r) => [r.seq, r.idx]);
}
