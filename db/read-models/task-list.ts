/** Work for people, next due first: calls to make, visits to book, numbers to find. */
import type { Instant } from '../../pathways/engine/vocabulary.js';
import type { Sql } from '../client.js';
import { decodeCursor, pageOf } from './cursor.js';
import type { Page } from './cursor.js';

export type TaskRow = { taskId: string; episodeId: string; patientId: string; kind: string; role: string; obligationId: string | null; escalation: string | null; occurrence: string | null; instruction: string; dueAt: Instant; status: string; statusReason: string | null };

export async function taskList(sql: Sql, f: { hospitalId: string; role?: string | undefined; episodeId?: string | undefined; open: boolean; after?: string | undefined; limit: number }): Promise<Page<TaskRow>> {
  const after = decodeCursor(f.after);
  const rows = await sql<TaskRow[]>`
    select id as task_id, episode_id, patient_id, kind, role, obligation_id, escalation, occurrence, instruction, due_at, status, status_reason
    from task where hospital_id = ${f.hospitalId}
      ${f.open ? sql`and status in ('ready', 'in-progress')` : sql``}
      ${f.role === undefined ? sql`` : sql`and role = ${f.role}`}
      ${f.episodeId === undefined ? sql`` : sql`and episode_id = ${f.episodeId}`}
      ${after === null ? sql`` : sql`and (due_at, id) > (${after[0] ?? ''}, ${after[1] ?? ''})`}
    order by due_at, id limit ${f.limit + 1}`;
  return pageOf(rows, f.limit, (r) => [r.dueAt, r.taskId]);
}
