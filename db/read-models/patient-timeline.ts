/**
 * Everything about one patient in one order, across episodes: what was planned beside what came of it. Times are episode time. One query;
 * the wording is added from each episode's own published version.
 */
import type { Instant, Level } from '../../pathways/engine/vocabulary.js';
import type { EntryKind, EntryState } from '../../pathways/chart/entry.js';
import type { Sql } from '../client.js';
import { decodeCursor, pageOf, type Page } from './cursor.js';
import { entriesOf, type EntrySource } from './patient/entries.js';

export type TimelineFilter = {
  hospitalId: string; patientId: string; kinds: readonly EntryKind[]; states?: readonly EntryState[] | undefined; episodeId?: string | undefined;
  /** Episode time: from (inclusive) and until (exclusive). */
  from?: Instant | undefined; until?: Instant | undefined; after?: string | undefined; limit: number;
};

/** One line of the timeline as the database knows it; `detail` depends on `kind` (see `patient/entries.ts`). */
export type EntryRow = {
  id: string; kind: EntryKind; episodeId: string; planId: string; planVersion: number; planHash: string; step: string | null; n: number | null;
  /** Where it stands in the order: when it happened, else when it is due. */
  at: Instant; plannedAt: Instant | null; actualAt: Instant | null; state: EntryState; status: string; reason: string | null; level: Level | null; detail: Record<string, unknown>;
};

/** Newest first, so that what comes next stands on top. */
export async function patientTimeline(sql: Sql, f: TimelineFilter): Promise<Page<EntryRow>> {
  const after = decodeCursor(f.after);
  const source: EntrySource = { hospitalId: f.hospitalId, patientId: f.patientId, episodeId: f.episodeId ?? null, kinds: f.kinds };
  const rows = await sql<EntryRow[]>`
    with ${entriesOf(sql, source)}
    select x.*, e.plan_id, e.plan_version, e.plan_hash from entry x join e on e.id = x.episode_id
    where true
      ${f.from === undefined ? sql`` : sql`and greatest(x.at, x.planned_at) >= ${f.from}`}
      ${f.states === undefined ? sql`` : sql`and x.state = any(${[...f.states]})`}
      ${f.until === undefined ? sql`` : sql`and least(x.at, x.planned_at) < ${f.until}`}
      ${after === null ? sql`` : sql`and (x.at, x.id) < (${after[0] ?? ''}, ${after[1] ?? ''})`}
    order by x.at desc, x.id desc limit ${f.limit + 1}`;
  return pageOf(rows, f.limit, (r) => [r.at, r.id]);
}
