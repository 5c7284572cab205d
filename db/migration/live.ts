/** Episodes under way of one package, as their journals make them: what a change of version is previewed on. */
import type { Episode } from '../../pathways/engine/episode.js';
import { differenceOf, type Difference } from '../../pathways/engine/migration/difference.js';
import type { VersionKey } from '../../pathways/engine/events.js';
import type { Plan } from '../../pathways/engine/plan.js';
import type { Instant } from '../../pathways/engine/vocabulary.js';
import type { Sql } from '../client.js';
import { planOf } from '../plans.js';
import { loadEpisode } from '../replay.js';

/** `from`: only episodes on this version; `to`: none that are on it already; `episodes`: only these. */
export type Which = { hospitalId: string; packageId: string; from?: number | undefined; to: number; episodes?: readonly string[] | undefined };
export type LiveEpisode = { episodeId: string; version: number; now: Instant };

/** Not those that are launching or stand still: the one has no plan yet, the other is a person's first. */
export const liveEpisodes = (sql: Sql, { hospitalId, packageId, from, to, episodes }: Which): Promise<LiveEpisode[]> => sql<LiveEpisode[]>`
  select id as episode_id, plan_version as version, episode_of(clock, now())::timestamptz(3) as now from episode
  where hospital_id = ${hospitalId} and plan_id = ${packageId} and status in ('active', 'paused') and plan_version <> ${to}
    and (${from ?? null}::int is null or plan_version = ${from ?? null}) and (${episodes ? [...episodes] : null}::uuid[] is null or id = any(${episodes ? [...episodes] : null}::uuid[]))
  order by launched_at, id`;

export type Preview = LiveEpisode & { difference: Difference; /** What undo would lead back to; null: nothing to undo. */ undo: Episode['migration'] | null };

/** null: the episode vanished meanwhile. */
export async function previewOf(sql: Sql, hospitalId: string, live: LiveEpisode, target: { key: VersionKey; plan: Plan }): Promise<Preview | null> {
  const loaded = await loadEpisode(sql, live.episodeId);
  if (loaded === null) return null;
  const { episode } = loaded;
  const { plan } = await planOf(sql, hospitalId, episode.plan);
  const at = live.now > episode.lastAt ? live.now : episode.lastAt;
  return { ...live, difference: differenceOf(plan, episode, target, at), undo: episode.migration ?? null };
}
