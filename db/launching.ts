/** Episodes that were written as `launching` and whose workflow may not run yet: the starter's list. Starting twice is harmless. */
import type { CarePathwayStart } from '../workflows/contract.js';
import type { EpisodeId } from '../pathways/engine/vocabulary.js';
import type { Db, Sql } from './client.js';
import { unheardSeconds } from './run-alarms.js';

export type Launching = {
  episodeId: EpisodeId; hospitalId: string; start: CarePathwayStart; planId: string; planVersion: number;
  /** Its workflow was begun before. */
  begun: boolean;
  /** For so long since its launch, or since its workflow was begun, nothing has been heard. */
  unheard: boolean;
};

/** Oldest first; each is leased for so long. The first record of the workflow moves the episode on, which ends its turn here. */
export function takeLaunching(sql: Sql, { limit, leaseSeconds }: { limit: number; leaseSeconds: number }): Promise<Launching[]> {
  return sql<Launching[]>`
    with turn as (
      select id from episode where status = 'launching' and (next_wall_at is null or next_wall_at <= now())
      order by launched_at limit ${limit} for update skip locked)
    update episode e set next_wall_at = now() + make_interval(secs => ${leaseSeconds})
    from turn where e.id = turn.id
    returning e.id as episode_id, e.hospital_id, e.start, e.plan_id, e.plan_version, e.started_at is not null as begun,
      coalesce(e.started_at, e.launched_at) <= now() - make_interval(secs => ${unheardSeconds}) as unheard`;
}

/** The workflow exists; its first record will follow. Gives it a minute before the starter asks again. */
export async function markStarted(sql: Db, episodeId: EpisodeId): Promise<void> {
  await sql`update episode set started_at = coalesce(started_at, now()), next_wall_at = now() + interval '60 seconds'
    where id = ${episodeId} and status = 'launching'`;
}
