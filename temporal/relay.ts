/**
 * The answer's road, second half: what intake committed goes to the workflow as an update, whoever stopped halfway. A refusal by the
 * validator is written down in its words; silence is tried again with growing pauses; an answer for an ended episode gets a late run. One for an open
 * episode that no run drives is an alarm, and waits for the person who resumes it.
 */
import type { Hook } from '../activities/hook.js';
import { raiseAlarm } from '../db/alarms.js';
import type { Sql } from '../db/client.js';
import { lateRunsOf, markApplied, markRejected, nextLateRun, olderThan, retryLater, takeInbox } from '../db/inbox.js';
import type { InboxRow } from '../db/inbox.js';
import { unstorableTime } from '../db/intake-refusals.js';
import { alarmOfRefusedWords } from '../db/refused-words.js';
import { loadEpisode } from '../db/replay.js';
import { raiseRunAlarm } from '../db/run-alarms.js';
import { withSessionLock, type StillMine } from '../db/session-lock.js';
import { passOnRefused } from '../db/unrecorded-facts.js';
import { refusal } from '../pathways/engine/actions.js';
import { fromMs } from '../pathways/time.js';
import type { EpisodeInput } from '../pathways/engine/inputs.js';
import { keepForLater } from '../workflows/contract.js';
import { episodeTime } from '../workflows/episode-clock.js';
import type { CareClient, UpdateReply } from './client.js';
import { startFromJournal } from './from-journal.js';
import { sendToOpenRun } from './open-run.js';

type Deps = { sql: Sql; care: CareClient; hook: Hook; /** Wall clock in ms. */ now: () => number };
/** `locks`: a pool of its own. A late run that finds none of its connections free waits for one without holding anything. */
type RoundDeps = Deps & { locks: Sql };

/** So many at once: a flood of device readings must not starve the workflow service. */
const batch = 25;
const leaseSeconds = 30;
const deadlineMs = 10_000;
const callerDeadlineMs = 5_000;
const longestPauseSeconds = 60;

/** One round; returns how many rows it took. */
export async function relayInbox(deps: RoundDeps): Promise<number> {
  const rows = await takeInbox(deps.sql, { limit: batch, leaseSeconds });
  if (rows.length > 0) deps.hook('relay-taken');
  const rounds = await Promise.allSettled([...byEpisode(rows).values()].map((own) => inOrder(deps, own)));
  const failed = rounds.find((round) => round.status === 'rejected');
  if (failed) throw failed.reason; // its row keeps the lease and comes again; the others went through
  return rows.length;
}

/**
 * For a caller who is about to send its own command: what waits for the same episode goes first, so that a newer command does not overtake
 * an older one (the older of two slots must not win). False: something older still waits, so the caller leaves its own to the relay as well.
 */
export async function relayOlder(deps: Deps, own: { episodeId: string; commandId: string }): Promise<boolean> {
  const rows = await olderThan(deps.sql, own, batch);
  for (const row of rows) {
    const reply = refusedSince(row) ?? (await sendToOpenRun(deps, row, callerDeadlineMs));
    await settle(deps, row, reply);
    if (reply.kind === 'pending' || reply.kind === 'unavailable' || reply.kind === 'ended') return false;
  }
  return rows.length < batch;
}

/** One patient's inputs go in the order in which they arrived. */
async function inOrder(deps: RoundDeps, rows: InboxRow[]): Promise<void> {
  for (const [i, row] of rows.entries()) {
    const reply = refusedSince(row) ?? (row.ended ? await toLateRun(deps, row) : await sendToOpenRun(deps, row, deadlineMs));
    deps.hook('relay-sent');
    await settle(deps, row, reply);
    // Who did not answer this one will hardly answer the next, and must not take it first.
    if (reply.kind === 'pending' || reply.kind === 'unavailable') {
      for (const { episodeId, commandId } of rows.slice(i + 1)) await retryLater(deps.sql, { episodeId, commandId, afterSeconds: 1 });
      return;
    }
  }
}

/** What an older build took in and this one would not: it must not reach a run again that was resumed because of it. */
function refusedSince({ kind, payload }: InboxRow): UpdateReply | null {
  const refused = unstorableTime(kind, payload as object);
  return refused && { kind: 'refused', ...refused };
}

async function settle({ sql }: Deps, row: InboxRow, reply: UpdateReply): Promise<void> {
  const { hospitalId, episodeId, commandId } = row;
  if (reply.kind === 'accepted') return markApplied(sql, { episodeId, commandId, seq: reply.seq });
  if (reply.kind === 'refused' && !keepForLater.some((code) => code === reply.code)) {
    await alarmOfRefusedWords(sql, row, reply.code);
    await passOnRefused(sql, row, reply.code);
    return markRejected(sql, { episodeId, commandId, reason: `${reply.code}: ${reply.message}` });
  }
  // A halted episode has its alarm already; an input that the engine cannot digest is known here alone.
  if (reply.kind === 'refused' && reply.code === 'engine-failed') await raiseAlarm(sql, { hospitalId, code: reply.code, ref: episodeId, detail: reply.message });
  // Nothing of it may be due for days, so that nobody else would find out; where it has ended meanwhile, the next round begins a late run.
  if (reply.kind === 'ended' && !row.ended && row.unheard) await raiseRunAlarm(sql, 'run-missing', row);
  return retryLater(sql, { episodeId, commandId, afterSeconds: Math.min(longestPauseSeconds, 2 ** Math.min(row.attempts, 6)) });
}

/**
 * The run that is still open takes it, else a new one starts from the journal with the answer waiting; the next round then hears `accepted`.
 * One at a time per episode: two late runs from the same journal would both write its next entry.
 */
async function toLateRun(deps: RoundDeps, row: InboxRow): Promise<UpdateReply> {
  return (await withSessionLock(deps.locks, `late-run/${row.episodeId}`, (stillMine) => lateRun(deps, row, stillMine))) ?? { kind: 'pending' };
}

async function lateRun(deps: Deps, row: InboxRow, stillMine: StillMine): Promise<UpdateReply> {
  const { sql, care, now } = deps;
  const known = await lateRunsOf(sql, row.episodeId);
  const reply = await sendToOpenRun(deps, row, deadlineMs);
  if (reply.kind !== 'ended') return reply;
  const loaded = await loadEpisode(sql, row.episodeId);
  if (loaded === null) return { kind: 'refused', code: 'unknown-episode', message: `There is no episode ${row.episodeId}` };
  const { start, episode, planJson } = loaded;
  const wall = now();
  const input = { ...(row.payload as object), kind: row.kind, at: episodeTime(start.clock, wall) } as EpisodeInput;
  const refused = refusal(JSON.parse(planJson), episode, input);
  if (refused !== null) return { kind: 'refused', ...refused };
  const late = startFromJournal(loaded, [input], fromMs(wall));
  const n = await nextLateRun(sql, row.episodeId, known);
  if (n !== null && (await stillMine())) await care.startLateRun(late, n);
  return { kind: 'pending' };
}

/** Keeps the order of each episode's rows. */
function byEpisode(rows: InboxRow[]): Map<string, InboxRow[]> {
  const groups = new Map<string, InboxRow[]>();
  for (const row of rows) groups.set(row.episodeId, [...(groups.get(row.episodeId) ?? []), row]);
  return groups;
}
