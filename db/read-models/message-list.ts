/** Every obligation of an episode with its one outcome and its attempts: what was sent, what was not, and why. */
import type { Instant } from '../../pathways/engine/vocabulary.js';
import type { Sql } from '../client.js';
import { decodeCursor, pageOf } from './cursor.js';
import type { Page } from './cursor.js';

export type AttemptRow = { attemptId: string; channel: string; provider: string; state: string; code: string | null; textKey: string; textVersion: string; language: string; claimedAt: Instant; settledAt: Instant | null; possiblyDoubled: boolean };
export type MessageRow = {
  obligationId: string; episodeId: string; patientId: string; purpose: string; class: string; recipient: string; state: string; reason: string | null; carriedBy: string | null; escalatedTo: string | null;
  occurrence: string | null; escalation: string | null; dueAt: Instant; expiresAt: Instant; settledAt: Instant | null; attempts: AttemptRow[];
};

export async function messageList(sql: Sql, f: { hospitalId: string; episodeId?: string | undefined; patientId?: string | undefined; state?: string | undefined; after?: string | undefined; limit: number }): Promise<Page<MessageRow>> {
  const after = decodeCursor(f.after);
  const rows = await sql<Omit<MessageRow, 'attempts'>[]>`
    select id as obligation_id, episode_id, patient_id, purpose, class, recipient, state, reason, carried_by, escalated_to, occurrence, escalation, due_at, expires_at, settled_at
    from obligation where hospital_id = ${f.hospitalId}
      ${f.episodeId === undefined ? sql`` : sql`and episode_id = ${f.episodeId}`}
      ${f.patientId === undefined ? sql`` : sql`and patient_id = ${f.patientId}`}
      ${f.state === undefined ? sql`` : sql`and state = ${f.state}`}
      ${after === null ? sql`` : sql`and (due_at, id) > (${after[0] ?? ''}, ${after[1] ?? ''})`}
    order by due_at, id limit ${f.limit + 1}`;
  const attempts = await sql<(AttemptRow & { obligationId: string })[]>`
    select id as attempt_id, obligation_id, channel, provider, state, code, text_key, text_version, language, claimed_at, settled_at, possibly_doubled
    from attempt where hospital_id = ${f.hospitalId} and obligation_id = any(${rows.map((r) => r.obligationId)}) order by claimed_at`;
  const withAttempts = rows.map((row) => ({ ...row, attempts: attempts.filter((a) => a.obligationId === row.obligationId).map(({ obligationId: _, ...attempt }) => attempt) }));
  return pageOf(withAttempts, f.limit, (r) => [r.dueAt, r.obligationId]);
}
