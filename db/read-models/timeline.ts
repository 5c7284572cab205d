/** Every event of an episode, in the order it became true: what the timeline screen and `why` read. */
import type { EpisodeEvent } from '../../pathways/engine/events.js';
import type { EpisodeId, Instant } from '../../pathways/engine/vocabulary.js';
import { json, type Db } from '../client.js';
import type { Projection } from './projecting.js';

export type TimelineRow = { seq: number; idx: number; at: Instant; type: EpisodeEvent['type']; data: EpisodeEvent };
/** After this row, exclusive. */
export type TimelineCursor = { seq: number; idx: number };

const textField = (event: EpisodeEvent, field: string): string | null => {
  const value: unknown = Object.entries(event).find(([key]) => key === field)?.[1];
  if (typeof value === 'string') return value;
  if (typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string') return value.id;
  return null;
};

export const projectTimeline: Projection = async ({ tx, hospitalId, episodeId }, { seq, events }) => {
  const rows = events.map((event, idx) => ({
    episodeId, seq, idx, hospitalId, at: event.at, type: event.type,
    step: textField(event, 'step'), occurrence: textField(event, 'occurrence'),
    escalation: textField(event, 'escalation'), obligation: textField(event, 'obligation'),
    data: json(tx, event),
  }));
  if (rows.length > 0) await tx`insert into timeline ${tx(rows)}`;
};

/** Oldest first. */
export function timelinePage(
  sql: Db,
  query: { hospitalId: string; episodeId: EpisodeId; after: TimelineCursor | null; limit: number },
): Promise<TimelineRow[]> {
  const after = query.after ?? { seq: 0, idx: -1 };
  return sql<TimelineRow[]>`select seq, idx, at, type, data from timeline
    where hospital_id = ${query.hospitalId} and episode_id = ${query.episodeId} and (seq, idx) > (${after.seq}, ${after.idx})
    order by seq, idx limit ${query.limit}`;
}
