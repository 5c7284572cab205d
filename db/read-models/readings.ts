/** One row per measurement, plausible or not: implausible values are kept raw and never met a rule. */
import { json, type Db } from '../client.js';
import type { Decimal, EpisodeId, Instant } from '../../pathways/engine/vocabulary.js';
import type { Projection } from './projecting.js';

export type ReadingRow = {
  id: string;
  episodeId: EpisodeId;
  kind: string;
  measuredAt: Instant;
  arrivedAt: Instant;
  vals: Record<string, Decimal>;
  plausible: boolean;
  stale: boolean;
};

export const projectReadings: Projection = async ({ tx, hospitalId, patientId, episodeId }, { seq, events }) => {
  for (const [idx, event] of events.entries()) {
    if (event.type !== 'ReadingRecorded' && event.type !== 'ReadingRejected') continue;
    const plausible = event.type === 'ReadingRecorded';
    await tx`insert into reading (id, hospital_id, episode_id, patient_id, kind, measured_at, arrived_at, vals, plausible, stale)
      values (${`${episodeId}/${seq}/${idx}`}, ${hospitalId}, ${episodeId}, ${patientId}, ${event.reading}, ${event.measuredAt}, ${event.at},
        ${json(tx, event.values)}, ${plausible}, ${plausible && event.stale})`;
  }
};

/** Newest measurement first. */
export function readingsOf(sql: Db, query: { hospitalId: string; episodeId: EpisodeId; kind?: string; limit: number }): Promise<ReadingRow[]> {
  return sql<ReadingRow[]>`select id, episode_id, kind, measured_at, arrived_at, vals, plausible, stale from reading
    where hospital_id = ${query.hospitalId} and episode_id = ${query.episodeId} and (${query.kind ?? null}::text is null or kind = ${query.kind ?? null})
    order by measured_at desc, id limit ${query.limit}`;
}
