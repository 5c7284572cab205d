/**
 * The ledger's own clock: what no workflow comes back for. Closes attempts whose receipt is overdue by their channel's stated policy, looks
 * up what nobody heard the end of, and wakes the workflows that have news. An episode that has ended and of which no run is open has nobody to
 * wake: the sweep itself goes on with its messages, and a failure becomes an alarm. One that is open and has no run is an alarm itself.
 */
import type { ChannelName, EpisodeId, Instant, ObligationId } from '../../pathways/engine/vocabulary.js';
import { raiseAlarm } from '../alarms.js';
import { transact } from '../client.js';
import { clearRunAlarms, raiseRunAlarm } from '../run-alarms.js';
import { applyTransition } from './apply.js';
import { deliverObligations } from './deliver.js';
import type { LedgerDeps } from './deps.js';
import { lookUp } from './lookup.js';
import { attemptById } from './rows.js';
import { afterSilence } from './transition.js';

/** False: no run of the episode is open. */
export type Nudge = (episodeId: EpisodeId, obligations: ObligationId[]) => Promise<boolean>;
export type SweepReport = { closedBySilence: number; lookedUp: number; nudged: number; delivered: number };

/** The workflow comes back by itself at `checkAt`; the sweep waits this much longer. */
const graceSeconds = 30;
/** A workflow that was told nothing for so long missed it. */
const untoldSeconds = 300;
/** What was due so long ago will not happen by itself: as the audit has it (F). */
const overdueSeconds = 900;
/**
 * A run that does not listen (it is halted, or its task fails on each try) keeps every signal, and Temporal takes no more than 10,000 of one run, also from
 * ops. So it is told again only after this part of the time that it has not listened, and no less often than so many hours apart: 40 times on the first day,
 * 1,500 times in a year. By convention (C).
 */
const [partOfSilence, longestSilenceHours] = [0.25, 6];
const usualBatch = 200;
/** A vendor that does not answer takes no more of a round than this and its last time-out; what is left comes again. By convention (C). */
const longestAskingMs = 15_000;

type Round = { batch: number; /** Wall clock in ms. */ now: () => number; failures: unknown[] };
type Due = { id: string; provider: string };

export async function sweep(deps: LedgerDeps, { nudge, batch = usualBatch, now = Date.now }: { nudge: Nudge; batch?: number; now?: () => number }): Promise<SweepReport> {
  const failures: unknown[] = [];
  const round = { batch, now, failures };
  await awaitReceipts(deps, batch);
  const closedBySilence = await closeSilent(deps, round);
  const lookedUp = await lookUpForgotten(deps, round);
  const { nudged, delivered } = await wake(deps, nudge, round);
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} of the sweep's could not be served`, { cause: failures[0] });
  return { closedBySilence, lookedUp, nudged, delivered };
}

/** One that cannot be served does not keep the others from their turn; what failed is said at the end of the round. */
async function each<T>(all: readonly T[], serve: (one: T) => Promise<void>, failures: unknown[]): Promise<void> {
  for (const one of all) await serve(one).catch((error: unknown) => failures.push(error));
}

/**
 * Vendors beside each other, of one vendor one after the other: of two messages that look alike at the vendor the second must see which one the first has found.
 */
async function eachOfItsVendor(due: readonly Due[], serve: (id: string) => Promise<void>, { now, failures }: Round): Promise<void> {
  const until = now() + longestAskingMs;
  const inTime = async ({ id }: Due): Promise<void> => (now() < until ? serve(id) : undefined);
  const vendors = [...new Set(due.map(({ provider }) => provider))];
  await Promise.all(vendors.map((vendor) => each(due.filter(({ provider }) => provider === vendor), inTime, failures)));
}

/**
 * A vendor's "sent" that was quicker than the settling of a sender who then died (or than a look-up) sets no time for the final report. It is
 * waited for from now on, as for any other: else a failure that is never reported would never be asked about.
 */
async function awaitReceipts({ sql, channels }: LedgerDeps, batch: number): Promise<void> {
  const open = await sql<{ id: string; channel: ChannelName; provider: string }[]>`select id, channel, provider from attempt
    where verdict is null and state in ('accepted', 'sent') and receipt_due_at is null and lease_until <= now() order by claimed_at limit ${batch}`;
  for (const { id, channel, provider } of open) {
    const withinMs = channels.byProvider(channel, provider)?.receipt.withinMs ?? 0;
    await sql`update attempt set receipt_due_at = now() + make_interval(secs => ${withinMs / 1_000}) where id = ${id} and verdict is null and state in ('accepted', 'sent') and receipt_due_at is null`;
  }
}

async function closeSilent(deps: LedgerDeps, round: Round): Promise<number> {
  const due = await deps.sql<Due[]>`select id, provider from attempt where verdict is null and state in ('accepted', 'sent') and receipt_due_at <= now()
    order by row_number() over (partition by provider order by receipt_due_at) limit ${round.batch}`;
  if (due.length > 0) deps.hook('sweep-found');
  await eachOfItsVendor(due, (id) => closeOne(deps, id), round);
  return due.length;
}

async function closeOne(deps: LedgerDeps, id: string): Promise<void> {
  const toAsk = await transact(deps.sql, async (tx) => {
    const attempt = await attemptById(tx, id, true);
    if (!attempt || attempt.verdict !== null || (attempt.state !== 'accepted' && attempt.state !== 'sent')) return false;
    const ifNone = deps.channels.byProvider(attempt.channel, attempt.provider)?.receipt.ifNone ?? 'sent';
    const transition = afterSilence(ifNone, attempt.state);
    if (transition) await applyTransition(tx, attempt, transition);
    return transition === null;
  });
  if (toAsk) await lookUp(deps, id);
}

async function lookUpForgotten(deps: LedgerDeps, round: Round): Promise<number> {
  const due = await deps.sql<Due[]>`select id, provider from attempt where verdict is null
    and ((state = 'ambiguous' and check_at <= now() - make_interval(secs => ${graceSeconds}))
      or (state = 'sending' and lease_until <= now() - make_interval(secs => ${graceSeconds})))
    order by row_number() over (partition by provider order by claimed_at) limit ${round.batch}`;
  if (due.length > 0) deps.hook('sweep-found');
  let lookedUp = 0;
  const serve = async (id: string): Promise<void> => {
    if (await lookUp(deps, id)) lookedUp += 1;
  };
  await eachOfItsVendor(due, serve, round);
  return lookedUp;
}

type Waiting = { episodeId: EpisodeId; hospitalId: string; ended: boolean; episodeNow: Instant; obligations: ObligationId[] };

/**
 * Released and nobody carries them, settled badly and nobody was told, or open and something is due that did not happen; `since`: from when on its run
 * should have come for it by itself. Who waited longest has the next turn, whatever came of the last one.
 */
const waitingEpisodes = ({ sql }: LedgerDeps, batch: number): Promise<Waiting[]> => sql<Waiting[]>`
  with waiting as (
    select o.episode_id, o.id, w.since from obligation o cross join lateral (select case
      when o.state = 'released' then coalesce((select max(coalesce(a.check_at, a.settled_at)) from attempt a where a.carries @> array[o.id]), o.wall_due_at + make_interval(secs => ${untoldSeconds})) + make_interval(secs => ${graceSeconds})
      else o.settled_at + make_interval(secs => ${untoldSeconds}) end as since) w
    where (o.state = 'released' or (o.state in ('failed', 'suppressed') and not o.told)) and w.since <= now()
    union all
    select id, null, next_wall_at + make_interval(secs => ${overdueSeconds}) from episode
    where status not in ('stopped', 'completed') and status <> 'launching' and ended_at is null and next_wall_at <= now() - make_interval(secs => ${overdueSeconds}))
  select e.id as episode_id, e.hospital_id, e.ended_at is not null as ended, episode_of(e.clock, now())::timestamptz(3) as episode_now, array_remove(array_agg(w.id order by w.id), null) as obligations
  from waiting w join episode e on e.id = w.episode_id
  group by e.id
  having e.nudged_at is null or e.nudged_at < max(w.since) or e.nudged_at + least((e.nudged_at - max(w.since)) * ${partOfSilence}::float8, make_interval(hours => ${longestSilenceHours})) <= now()
  order by e.swept_at nulls first, e.id limit ${batch}`;

async function wake(deps: LedgerDeps, nudge: Nudge, { batch, failures }: Round): Promise<{ nudged: number; delivered: number }> {
  const { sql } = deps;
  let [nudged, delivered] = [0, 0];
  const all = await waitingEpisodes(deps, batch);
  if (all.length === 0) return { nudged, delivered };
  await sql`update episode set swept_at = now() where id = any(${all.map(({ episodeId }) => episodeId)}::uuid[])`;
  deps.hook('sweep-found');
  const serve = async ({ ended, ...waiting }: Waiting): Promise<void> => {
    const told = await nudge(waiting.episodeId, waiting.obligations);
    if (told) {
      nudged += 1;
      await clearRunAlarms(sql, waiting);
    } else if (ended) delivered += await deliverForEnded(deps, waiting);
    else await raiseRunAlarm(sql, 'run-missing', waiting);
    if (told || !ended) await sql`update episode set nudged_at = now() where id = ${waiting.episodeId}`;
  };
  await each(all, serve, failures);
  return { nudged, delivered };
}

async function deliverForEnded(deps: LedgerDeps, { hospitalId, episodeId, obligations, episodeNow }: Omit<Waiting, 'ended'>): Promise<number> {
  const { outcomes } = await deliverObligations(deps, { hospitalId, episodeId, obligations, episodeNow });
  for (const { obligation, outcome } of outcomes) {
    if (outcome === 'failed') {
      await raiseAlarm(deps.sql, { hospitalId, code: 'undelivered-after-end', ref: obligation, detail: 'A message of an ended episode could not be delivered after all: tell the patient by phone' });
    }
    await deps.sql`update obligation set told = true, escalated_to = case when state = 'failed' then coalesce(escalated_to, ${`alarm/undelivered-after-end/${obligation}`}) else escalated_to end where id = ${obligation}`;
  }
  return outcomes.length;
}
