/** An episode's state, made again from its journal: late runs start from it, `why` and the audit compare with it. */
import { evolve } from '../pathways/engine/evolve.js';
import { open } from '../pathways/engine/open.js';
import type { Episode } from '../pathways/engine/episode.js';
import type { EpisodeInput } from '../pathways/engine/inputs.js';
import type { CarePathwayStart } from '../workflows/contract.js';
import type { Sql } from './client.js';
import { readJournal, type JournalRow } from './journal.js';
import { planOf } from './plans.js';

export type LoadedEpisode = {
  start: CarePathwayStart; episode: Episode; planJson: string;
  /** What a record had to tell the run, which was lost before it read it: whoever goes on begins with it. */
  untold: EpisodeInput[];
};

/** The empty episode that a start describes. */
export function openFrom(start: CarePathwayStart): Episode {
  const { started } = start;
  if (!started) throw new Error(`The stored start of episode ${start.episodeId} has no episode-started input`);
  return open({ id: start.episodeId, plan: start.plan, semantics: start.semantics, startedAt: started.at, zone: started.zone });
}

export const fold = (start: CarePathwayStart, rows: Pick<JournalRow, 'events'>[]): Episode =>
  rows.reduce((episode, row) => row.events.reduce(evolve, episode), openFrom(start));

/** Told with an entry, and no later entry is the answer to it. */
function untoldOf(journal: JournalRow[]): EpisodeInput[] {
  const taken = new Set(journal.flatMap(({ input }) => ('commandId' in input ? [input.commandId] : [])));
  return journal.flatMap(({ told }) => told.filter((input) => 'commandId' in input && !taken.has(input.commandId)));
}

/**
 * null: no such episode. The engine's semantics are those of the last entry where a run has taken on newer ones since the launch (continue-as-new): whoever
 * goes on from here decides as the run before it did.
 */
export async function loadEpisode(sql: Sql, episodeId: string): Promise<LoadedEpisode | null> {
  // The clock of a training hospital may have been moved since the start was written.
  const [row] = await sql<{ hospitalId: string; start: CarePathwayStart }[]>`select hospital_id, start || jsonb_build_object('clock', clock) as start from episode where id = ${episodeId}`;
  if (!row) return null;
  const journal = await readJournal(sql, episodeId);
  const semantics = Math.max(row.start.semantics, journal.at(-1)?.semantics ?? 0);
  const episode = { ...fold(row.start, journal), semantics };
  // A migration may have brought another version since the start was written.
  const { planJson } = await planOf(sql, row.hospitalId, episode.plan);
  return { start: { ...row.start, plan: episode.plan, semantics }, episode, planJson, untold: untoldOf(journal) };
}
