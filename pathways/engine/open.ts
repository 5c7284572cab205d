/** The empty episode before `episode-started`: everything an episode becomes, it becomes by events. */
import type { Episode } from './episode.js';
import type { EpisodeId, Instant } from './vocabulary.js';

export type OpenWith = {
  id: EpisodeId;
  plan: { id: string; version: number; hash: string };
  /** Engine semantics the run was started with; see semantics.ts. */
  semantics: number;
  startedAt: Instant;
  zone: string;
};

const noCalendar = { version: 'none', coveredUntil: '0001-01-01', holidays: [], workdays: [], fixed: [] };

export function open({ id, plan, semantics, startedAt, zone }: OpenWith): Episode {
  return {
    v: 1, id, plan, semantics, seq: 0, status: 'launching', phase: 'course', startedAt, zone,
    anchors: {}, calendar: noCalendar, facts: { flags: {}, hasFamilyContact: false, optedOut: false, away: [] },
    occurrences: {}, tally: {}, obligations: {}, escalations: {}, watches: {}, history: {},
    counts: { escalations: 0, submissions: 0, care: 0 },
    seen: [], pause: null, stop: null, warned: [], lastAt: startedAt, lookBack: {}, handedOver: [], undeliveredOn: null,
  };
}
