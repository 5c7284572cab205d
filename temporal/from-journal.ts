/** The start of a run that goes on from the journal: a late one, or one that is resumed. */
import type { LoadedEpisode } from '../db/replay.js';
import type { EpisodeInput } from '../pathways/engine/inputs.js';
import { knowsSemantics } from '../pathways/engine/semantics.js';
import type { Instant } from '../pathways/engine/vocabulary.js';
import type { CarePathwayStart } from '../workflows/contract.js';

/**
 * What the run before was to be told and did not read goes before what waits. Throws when a newer build has written the journal: this one may not have
 * read it rightly, and must not lead the patient back to what it knows.
 */
export function startFromJournal({ start, episode, untold }: LoadedEpisode, waiting: EpisodeInput[], at: Instant): CarePathwayStart {
  if (!knowsSemantics(start.semantics)) throw new Error(`The journal of episode ${start.episodeId} was written with engine semantics ${start.semantics}, which this build does not know: use the newer build`);
  const { started: _, ...rest } = start;
  return { ...rest, carried: { episode, waiting: [...untold, ...waiting], checks: [], firstRunAt: at } };
}
