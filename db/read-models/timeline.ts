/** Every event of an episode, in the order it became true: what the timeline screen and `why` read. */
import type { EpisodeEvent } from '../../pathways/engine/events.js';
import { json } from '../client.js';
import type { Projection } from './projecting.js';

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
