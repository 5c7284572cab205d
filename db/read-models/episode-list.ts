/** Episodes as the worklist and the episode page show them; newest launch first. */
import type { Instant } from '../../pathways/engine/vocabulary.js';
import type { EpisodeClock } from '../../workflows/contract.js';
import type { Sql } from '../client.js';
import { decodeCursor, pageOf } from './cursor.js';
import type { Page } from './cursor.js';

export type EpisodeRow = {
  episodeId: string; patientId: string; dischargeId: string; packageId: string; version: number; planHash: string; orderNo: string;
  status: string; phase: string; needsAttention: boolean; stopReason: string | null; synthetic: boolean;
  launchedAt: Instant; startedAt: Instant | null; endedAt: Instant | null; nextDueAt: Instant | null; openEscalations: number; seq: number; clock: EpisodeClock;
};

const columns = (sql: Sql) => sql`e.id as episode_id, e.patient_id, e.discharge_id, e.plan_id as package_id, e.plan_version as version, e.plan_hash, e.order_no,
  e.status, e.phase, e.needs_attention, e.stop_reason, p.synthetic, e.launched_at, e.started_at, e.ended_at, e.next_due_at, e.seq, e.clock,
  (select count(*)::int from escalation x where x.episode_id = e.id and x.status not in ('closed', 'joined')) as open_escalations`;

export type EpisodeFilter = { hospitalId: string; status?: string | undefined; patientId?: string | undefined; needsAttention?: boolean | undefined; after?: string | undefined; limit: number };

export async function episodeList(sql: Sql, f: EpisodeFilter): Promise<Page<EpisodeRow>> {
  const after = decodeCursor(f.after);
  const rows = await sql<EpisodeRow[]>`
    select ${columns(sql)} from episode e join patient p on p.id = e.patient_id
    where e.hospital_id = ${f.hospitalId}
      ${f.status === undefined ? sql`` : sql`and e.status = ${f.status}`}
      ${f.patientId === undefined ? sql`` : sql`and e.patient_id = ${f.patientId}`}
      ${f.needsAttention === undefined ? sql`` : sql`and e.needs_attention = ${f.needsAttention}`}
      ${after === null ? sql`` : sql`and (e.launched_at, e.id) < (${after[0] ?? ''}, ${after[1] ?? ''})`}
    order by e.launched_at desc, e.id desc limit ${f.limit + 1}`;
  return pageOf(rows, f.limit, (r) => [r.launchedAt, r.episodeId]);
}

export async function episodeById(sql: Sql, hospitalId: string, episodeId: string): Promise<EpisodeRow | null> {
  const [row] = await sql<EpisodeRow[]>`select ${columns(sql)} from episode e join patient p on p.id = e.patient_id where e.hospital_id = ${hospitalId} and e.id = ${episodeId}`;
  return row ?? null;
}
