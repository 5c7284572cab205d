/**
 * Messages that did not reach their person and whose matter is still open: with the reason, and the task that stands for it. A failed alert
 * to staff is not here: its case has climbed, and an alarm says that nobody was on duty.
 */
import type { Instant } from '../../pathways/engine/vocabulary.js';
import type { Db } from '../client.js';
import { decodeCursor, pageOf } from './cursor.js';
import type { Page } from './cursor.js';
import { personColumns, type WorklistPerson } from './worklist-cases.js';

export type Undelivered = WorklistPerson & {
  obligationId: string; episodeId: string; purpose: string; class: string; recipient: string; state: string; reason: string | null; dueAt: Instant; dueWall: Instant;
  /** Channels tried, in order, with what the provider said. */
  tried: { channel: string; state: string; code: string | null }[];
  taskId: string | null; taskKind: string | null; escalation: string | null; sortWall: Instant;
};

/** Handed to this task: by its obligation, or by the day's one task for minor messages. */
export const undeliveredFrom = (sql: Db, hospitalId: string) => sql`
  obligation o join episode e on e.id = o.episode_id join patient p on p.id = o.patient_id
    join task t on t.episode_id = o.episode_id and t.hospital_id = o.hospital_id and t.status in ('ready', 'in-progress')
      and (t.obligation_id = o.escalated_to or (o.escalated_to like o.episode_id || '/undelivered/%' and t.obligation_id like '%-undelivered/%'))
  where o.hospital_id = ${hospitalId} and o.escalated_to is not null and o.state in ('failed', 'suppressed')`;

export async function undelivered(sql: Db, f: { hospitalId: string; after?: string | undefined; limit: number }): Promise<Page<Undelivered>> {
  const after = decodeCursor(f.after);
  const rows = await sql<Undelivered[]>`
    select * from (
      select distinct on (o.id) o.id as obligation_id, o.episode_id, o.purpose, o.class, o.recipient, o.state, o.reason, o.due_at, wall_of(e.clock, o.due_at) as due_wall,
        coalesce((select jsonb_agg(jsonb_build_object('channel', a.channel, 'state', a.state, 'code', a.code) order by a.claimed_at) from attempt a where a.patient_id = o.patient_id and a.carries @> array[o.id]), '[]') as tried,
        t.id as task_id, t.kind as task_kind, o.escalation, date_trunc('milliseconds', wall_of(e.clock, o.due_at)) as sort_wall, ${personColumns(sql)}
      from ${undeliveredFrom(sql, f.hospitalId)} order by o.id, t.due_at
    ) failed
    ${after === null ? sql`` : sql`where (sort_wall, obligation_id) > (${after[0] ?? ''}, ${after[1] ?? ''})`}
    order by sort_wall, obligation_id limit ${f.limit + 1}`;
  return pageOf(rows, f.limit, (r) => [r.sortWall, r.obligationId]);
}
