/**
 * Starts the run of an episode again from its journal, after Temporal lost its data or somebody terminated it. The state is folded from the
 * entries; every released obligation is asked about again, so nothing is sent twice (ADR 0010). One that is open is left alone.
 */
import { transact, type Sql } from '../db/client.js';
import { endHalt, lookAtHalted } from '../db/halt.js';
import { lateRunsOf, nextLateRun } from '../db/inbox.js';
import { loadEpisode } from '../db/replay.js';
import { withSessionLock, type StillMine } from '../db/session-lock.js';
import type { EpisodeId } from '../pathways/engine/vocabulary.js';
import { hasEnded } from '../pathways/engine/next-due.js';
import { fromMs } from '../pathways/time.js';
import type { CareClient } from './client.js';
import { startFromJournal } from './from-journal.js';

export type Resumed =
  /** It runs: it did all the time, or does again under its own id. */
  | { outcome: 'running' }
  /** Temporal does not let a terminated run's id be used again: it goes on as this late run. */
  | { outcome: 'late-run'; n: number }
  | { outcome: 'over' }
  /** Halted, and its journal is not whole: over, or not started again by `resumeHalted`. */
  | { outcome: 'broken' }
  | { outcome: 'unknown' }
  /** Another process is at it. */
  | { outcome: 'busy' };

type Deps = { sql: Sql; /** A pool of its own. */ locks: Sql; care: CareClient; now: () => number };

/** Of one whose run contradicts its journal (db/halt.ts `contradicted`): that run is terminated first. Where the journal is not whole, run and rows are left to a person. */
export const resumeHalted = (deps: Deps, episodeId: EpisodeId): Promise<Resumed> => resumeEpisode(deps, episodeId, async () => {
  const { sql, care } = deps;
  const halted = await transact(sql, (tx) => lookAtHalted(tx, episodeId));
  if (halted === null) return { outcome: 'running' };
  if (!halted.whole) return { outcome: 'broken' };
  const late = await lateRunsOf(sql, episodeId);
  for (const run of late > 0 ? [undefined, late] : [undefined]) await care.terminate(episodeId, 'It contradicts its journal, from which the episode goes on', run);
  const loaded = await loadEpisode(sql, episodeId);
  return loaded && (await endHalt(sql, episodeId, loaded.episode.status)) ? null : { outcome: 'broken' };
});

/** `first`, under the lock: what comes out of it already, or null. */
export async function resumeEpisode({ sql, locks, care, now }: Deps, episodeId: EpisodeId, first?: () => Promise<Resumed | null>): Promise<Resumed> {
  const resume = async (stillMine: StillMine): Promise<Resumed> => {
    const already = (await first?.()) ?? null;
    if (already !== null) return already;
    const loaded = await loadEpisode(sql, episodeId);
    if (loaded === null) return { outcome: 'unknown' };
    const { start, episode } = loaded;
    const late = await lateRunsOf(sql, episodeId);
    if (late > 0 && (await care.isOpen(episodeId, late))) return { outcome: 'running' };
    if (hasEnded(episode)) {
      if (await care.isOpen(episodeId)) return { outcome: 'running' };
      return { outcome: (await endHalt(sql, episodeId, episode.status)) ? 'over' : 'broken' };
    }
    const again = episode.seq === 0 ? start : startFromJournal(loaded, [], fromMs(now()));
    if (!(await stillMine())) return { outcome: 'busy' };
    if ((await care.startEpisode(again)) === 'running') return { outcome: 'running' };
    const n = await nextLateRun(sql, episodeId, late);
    if (n === null || !(await stillMine())) return { outcome: 'busy' };
    await care.startLateRun(again, n);
    return { outcome: 'late-run', n };
  };
  return (await withSessionLock(locks, `late-run/${episodeId}`, resume)) ?? { outcome: 'busy' };
}
