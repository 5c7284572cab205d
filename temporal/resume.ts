/**
 * Starts the run of an open episode again from its journal, after Temporal lost its data or somebody terminated it. The state is folded from the
 * entries; every released obligation is asked about again, so nothing is sent twice (ADR 0010).
 */
import type { Sql } from '../db/client.js';
import { nextLateRun } from '../db/inbox.js';
import { loadEpisode } from '../db/replay.js';
import { withSessionLock } from '../db/session-lock.js';
import type { EpisodeId } from '../pathways/engine/vocabulary.js';
import { hasEnded } from '../pathways/engine/next-due.js';
import { fromMs } from '../pathways/time.js';
import type { CarePathwayStart } from '../workflows/contract.js';
import type { CareClient } from './client.js';

export type Resumed =
  /** It runs: it did all the time, or does again under its own id. */
  | { outcome: 'running' }
  /** Temporal does not let a terminated run's id be used again: it goes on as this late run. */
  | { outcome: 'late-run'; n: number }
  | { outcome: 'over' }
  | { outcome: 'unknown' }
  /** Another process is at it. */
  | { outcome: 'busy' };

export async function resumeEpisode({ sql, care, now }: { sql: Sql; care: CareClient; now: () => number }, episodeId: EpisodeId): Promise<Resumed> {
  const resume = async (): Promise<Resumed> => {
    const loaded = await loadEpisode(sql, episodeId);
    if (loaded === null) return { outcome: 'unknown' };
    const { start, episode } = loaded;
    if (hasEnded(episode)) return { outcome: 'over' };
    const { started: _, ...rest } = start;
    const again: CarePathwayStart = episode.seq === 0 ? start : { ...rest, carried: { episode, waiting: [], checks: [], firstRunAt: fromMs(now()) } };
    if ((await care.startEpisode(again)) === 'running') return { outcome: 'running' };
    const n = await nextLateRun(sql, episodeId);
    await care.startLateRun(again, n);
    return { outcome: 'late-run', n };
  };
  return (await withSessionLock(sql, `late-run/${episodeId}`, resume)) ?? { outcome: 'busy' };
}
