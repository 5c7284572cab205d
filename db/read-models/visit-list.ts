/** Visits by when they are booked, else due. */
import type { Instant } from '../../pathways/engine/vocabulary.js';
import type { Sql } from '../client.js';
import { decodeCursor, pageOf } from './cursor.js';
import type { Page } from './cursor.js';

export type VisitRow = {
  occurrence: string; episodeId: string; patientId: string; step: string; n: number; revision: number; phase: string; status: string; reason: string | null;
  dueAt: Instant; windowFrom: Instant; windowUntil: Instant; slotFrom: Instant | null; slotUntil: Instant | null; assignee: string | null; photos: { id: string }[];
};

export async function visitList(sql: Sql, f: { hospitalId: string; from?: string | undefined; until?: string | undefined; episodeId?: string | undefined; assignee?: string | undefined; after?: string | undefined; limit: number }): Promise<Page<VisitRow>> {
  const after = decodeCursor(f.after);
  const rows = await sql<VisitRow[]>`
    select id as occurrence, episode_id, patient_id, step, n, revision, phase, status, reason, due_at, window_from, window_until, slot_from, slot_until, assignee, photos
    from occurrence where hospital_id = ${f.hospitalId} and kind = 'visit'
      ${f.episodeId === undefined ? sql`` : sql`and episode_id = ${f.episodeId}`}
      ${f.assignee === undefined ? sql`` : sql`and assignee = ${f.assignee}`}
      ${f.from === undefined ? sql`` : sql`and coalesce(slot_from, due_at) >= ${f.from}`}
      ${f.until === undefined ? sql`` : sql`and coalesce(slot_from, due_at) < ${f.until}`}
      ${after === null ? sql`` : sql`and (coalesce(slot_from, due_at), id) > (${after[0] ?? ''}, ${after[1] ?? ''})`}
    order by coalesce(slot_from, due_at), id limit ${f.limit + 1}`;
  return pageOf(rows, f.limit, (r) => [r.slotFrom ?? r.dueAt, r.occurrence]);
}
