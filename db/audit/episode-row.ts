/** Of B: an episode's own row against its journal. Whether its patient hears anything, and whether anybody notices that it sleeps, is read from there. */
import type { Episode } from '../../pathways/engine/episode.js';
import { nextWake } from '../../pathways/engine/next-due.js';
import type { Plan } from '../../pathways/engine/plan.js';
import type { Instant } from '../../pathways/engine/vocabulary.js';
import { fromMs } from '../../pathways/time.js';
import type { EpisodeClock } from '../../workflows/contract.js';
import { wallTimeOf } from '../../workflows/episode-clock.js';
import { hasEndedStatus } from '../episode-status.js';
import type { Finding } from './model-rows.js';

export type EpisodeRow = { id: string; status: string; endedAt: Instant | null; nextDueAt: Instant | null; nextWallAt: Instant | null; clock: EpisodeClock };

/** Two formulas, one here and one in SQL, may round apart. */
const roundingMs = 1_000;

/** One that stands still keeps what it was before; one that has no entry yet belongs to the starter. */
export function compareEpisode(row: EpisodeRow, episode: Episode, plan: Plan): Finding[] {
  if (row.status === 'halted' || episode.seq === 0) return [];
  const finding = (what: string): Finding[] => [{ of: 'episode', ref: row.id, what }];
  if (row.status !== episode.status) return finding(`is ${row.status} in its row, but ${episode.status} by the journal`);
  if ((row.endedAt !== null) !== hasEndedStatus(episode.status)) return finding(`has ${row.endedAt === null ? 'no end' : 'an end'} in its row, but is ${episode.status}`);
  const wake = nextWake(plan, episode);
  if (wake === null) return [];
  if (row.nextDueAt === null || row.nextDueAt > wake.at) return finding(`has nothing due before ${row.nextDueAt ?? 'ever'} in its row, but by the journal something is at ${wake.at}`);
  const latest = fromMs(wallTimeOf(row.clock, row.nextDueAt) + roundingMs);
  return row.nextWallAt === null || row.nextWallAt > latest ? finding(`is to wake at ${row.nextWallAt ?? 'no time'}, but what is due comes before`) : [];
}
