/** Whether the machinery runs: episodes that wait for their workflow or a person, commands on their way, loops that came round. */
import type { Db } from '../../client.js';

export type Health = {
  open: number; launching: number; oldestLaunchAt: string | null; halted: number; needsAttention: number;
  /** Due by the wall clock longer ago than a minute and not taken up. */ late: number;
  inboxWaiting: number; oldestInboxAt: string | null; inboxRetried: number; alarms: number;
};
export type StuckEpisode = { episodeId: string; packageId: string; status: string; nextWallAt: string | null };

/** An episode is late when its next item is due longer ago than this, by convention (C). */
export const lateSeconds = 60;

export async function health(sql: Db, hospitalId: string): Promise<Health> {
  // Each counted by its own index: together they would be looked for among all episodes.
  const open = sql`episode e where e.hospital_id = ${hospitalId} and e.status not in ('stopped', 'completed')`;
  const launching = sql`${open} and e.status = 'launching'`;
  const [row] = await sql<Health[]>`
    select (select count(*)::int from ${open}) as open, (select count(*)::int from ${open} and e.needs_attention) as needs_attention,
      (select count(*)::int from ${open} and e.status not in ('launching', 'halted') and e.next_wall_at < now() - make_interval(secs => ${lateSeconds})) as late,
      (select count(*)::int from ${launching}) as launching, (select min(e.launched_at) from ${launching}) as oldest_launch_at, (select count(*)::int from ${open} and e.status = 'halted') as halted,
      (select count(*)::int from inbox i where i.hospital_id = ${hospitalId} and i.state = 'accepted') as inbox_waiting,
      (select min(i.received_at) from inbox i where i.hospital_id = ${hospitalId} and i.state = 'accepted') as oldest_inbox_at,
      (select count(*)::int from inbox i where i.hospital_id = ${hospitalId} and i.state = 'accepted' and i.attempts > 1) as inbox_retried,
      (select count(*)::int from alarm a where (a.hospital_id = ${hospitalId} or a.hospital_id is null) and a.cleared_at is null) as alarms`;
  if (!row) throw new Error('A query of counts alone returned no row');
  return row;
}

/** The episodes that do not run as they should, the longest waiting first. One with an open case runs well: it is on the worklist. */
export const stuckEpisodes = (sql: Db, hospitalId: string): Promise<StuckEpisode[]> => sql<StuckEpisode[]>`
  select id as episode_id, plan_id as package_id, status, next_wall_at from episode
  where hospital_id = ${hospitalId} and status not in ('stopped', 'completed')
    and (status in ('launching', 'halted') or next_wall_at < now() - make_interval(secs => ${lateSeconds}))
  order by next_wall_at nulls first, launched_at limit 50`;
