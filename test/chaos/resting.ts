/** After the last crash: nothing new may fall due, and the circle must come to rest by itself. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Report } from './report.js';
import type { Run } from './setting.js';
import type { Processes } from './supervisor.js';
import type { Surroundings } from './surroundings.js';
import { vendors } from './vendor-faults.js';
import { updatesIn } from './workflow-comparison.js';

/**
 * However slow the machine: as long as something new is settled, it is waited for. Longer than the longest pause of the product (a look-up's
 * lease and a relay's pause are a minute each, and a message may take two look-ups).
 */
const standstillMs = 240_000;

export type Settled = Report['settled'];

/** Half of the episodes are stopped, the others paused. */
export async function comeToRest({ care, traffic, around, vendor, options }: Run, processes: Processes): Promise<Settled> {
  await processes.steadyWorker();
  for (const name of vendors) await vendor.mix(name, { seed: 1, weights: { accept: 1 } });
  for (const [i, episodeId] of traffic.episodes.entries()) {
    const body = i % 2 === 0 ? { path: `/episodes/${episodeId}/stop`, body: { reason: 'withdrawn' } } : { path: `/episodes/${episodeId}/pause`, body: { reason: 'staff' } };
    await care.send({ ...body, idempotencyKey: `rest-${i}` });
  }
  options.say('waiting until everything is settled');
  const begun = Date.now();
  let atFirst: Record<string, number> | undefined;
  let fewest = Infinity;
  let since = begun;
  let told = begun;
  for (;;) {
    await processes.steadyWorker();
    const open = await openMatters(around).catch(() => ({ unknown: Infinity }));
    const left = Object.values(open).reduce((sum, n) => sum + n, 0);
    atFirst ??= open;
    const waited = { atFirst, open, afterMs: Date.now() - begun };
    if (left === 0) return { settled: true, ...waited };
    if (left < fewest) [fewest, since] = [left, Date.now()];
    if (Date.now() - since > standstillMs) return { settled: false, ...waited, stuck: await stuckMatters(around) };
    if (Date.now() - told > 15_000) {
      told = Date.now();
      options.say(`  ${Math.round(waited.afterMs / 1000)} s: still open ${JSON.stringify(open)}`);
    }
    await wait(1_000);
  }
}

async function openMatters({ sql }: Surroundings): Promise<Record<string, number>> {
  const [row] = await sql<Record<string, number>[]>`select
    (select count(*)::int from obligation where state in ('released', 'sending')) as obligations,
    (select count(*)::int from attempt where verdict is null and state in ('sending', 'ambiguous')) as attempts,
    (select count(*)::int from inbox where state = 'accepted') as inbox,
    (select count(*)::int from episode where status = 'launching') as launching`;
  if (!row) throw new Error('The database did not count what is open');
  return row;
}

/** What a person would need to find out why. */
async function stuckMatters({ sql, temporalAddress }: Surroundings): Promise<string[]> {
  const inbox = await sql<{ episodeId: string; commandId: string; kind: string; attempts: number; nextTryAt: string }[]>`select episode_id, command_id, kind, attempts, next_try_at from inbox where state = 'accepted'`;
  const attempts = await sql<{ id: string; state: string; leaseUntil: string; checkAt: string | null }[]>`select id, state, lease_until, check_at from attempt where verdict is null and state in ('sending', 'ambiguous')`;
  const obligations = await sql<{ id: string; state: string; status: string }[]>`select o.id, o.state, e.status from obligation o join episode e on e.id = o.episode_id where o.state in ('released', 'sending')`;
  const histories = await Promise.all([...new Set(inbox.map((row) => row.episodeId))].slice(0, 3).map((id) => updatesIn(temporalAddress, id)));
  return [...inbox.map((row) => JSON.stringify(row)), ...attempts.map((row) => JSON.stringify(row)), ...obligations.map((row) => JSON.stringify(row)), ...histories];
}
