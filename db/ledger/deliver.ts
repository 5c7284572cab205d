/**
 * Obligations on their way out: look up what nobody heard the end of, claim what may go, POST each claim once, settle, and go down the
 * channel order until every one is sent, refused for good, or has to wait.
 */
import type { DeliverRequest, DeliverResult } from '../../activities/port.js';
import type { SendResult } from '../../channels/channel.js';
import type { MessageOutcome } from '../../pathways/engine/inputs.js';
import type { Instant, ObligationId } from '../../pathways/engine/vocabulary.js';
import { transact } from '../client.js';
import { lockPatientOf } from '../patient-lock.js';
import { claimIn } from './claim.js';
import type { LedgerDeps } from './deps.js';
import { lookUp } from './lookup.js';
import type { Claims, Post } from './open.js';
import { report } from './report.js';
import { attemptsFor } from './rows.js';
import { settle } from './settle.js';
import { afterSend } from './transition.js';

/** Channels times providers times a resend: more rounds than that in one call is a loop. */
const mostRounds = 12;

export async function deliverObligations(deps: LedgerDeps, request: DeliverRequest): Promise<DeliverResult> {
  await lookUpDue(deps, request);
  return goOn(deps, request, await claimRound(deps, request));
}

/** From claims that are already committed: what `carryOut` calls after its transaction. `startedMs`: when that transaction began. */
export async function goOn(deps: LedgerDeps, request: DeliverRequest, first: ClaimRound): Promise<DeliverResult> {
  const deferred: MessageOutcome[] = [];
  const waiting = new Map<ObligationId, Instant | null>();
  let round = first;
  for (let rounds = 0; ; rounds += 1) {
    deferred.push(...round.deferred);
    for (const { obligation, until } of round.waiting) waiting.set(obligation, until);
    if (round.posts.length === 0 || rounds >= mostRounds) break;
    const taken = await Promise.all(round.posts.map((post) => postOnce(deps, post, round.startedMs)));
    // Nothing was refused, and nothing waited for one of these: another look would find nothing to claim.
    if (taken.every(Boolean) && round.waiting.length === 0) break;
    round = await claimRound(deps, request);
  }
  return report(deps.sql, request, { deferred, waiting });
}

export type ClaimRound = Claims & { startedMs: number };

async function claimRound(deps: LedgerDeps, request: DeliverRequest): Promise<ClaimRound> {
  const startedMs = performance.now();
  const claims = await transact(deps.sql, async (tx) => {
    const patientId = await lockPatientOf(tx, request.hospitalId, request.episodeId);
    if (patientId === null) throw new Error(`There is no episode ${request.episodeId} in this hospital`);
    return claimIn(tx, deps, request, patientId);
  });
  return { ...claims, startedMs };
}

async function lookUpDue(deps: LedgerDeps, { obligations }: DeliverRequest): Promise<void> {
  const attempts = await attemptsFor(deps.sql, obligations);
  await Promise.all(attempts.filter((attempt) => attempt.verdict === null && attempt.checkDue).map((attempt) => lookUp(deps, attempt.id)));
}

/** Whether the provider took it. The lease is counted from before the claim began; a process that was asleep meanwhile must not POST into somebody else's look-up. */
async function postOnce(deps: LedgerDeps, { attemptId, token, channel, message, leaseMs, leastPauseMs }: Post, startedMs: number): Promise<boolean> {
  deps.hook('between-claim-and-post');
  if (performance.now() - startedMs > leaseMs - channel.timeoutMs) {
    await settle(deps.sql, attemptId, token, { state: 'absent', verdict: 'retry', code: 'lease-lost', checkAfterMs: 0 });
    return false;
  }
  const result = await channel.send(message).catch((error: unknown): SendResult => ({ outcome: 'ambiguous', detail: `${channel.provider} threw ${error instanceof Error ? error.name : 'an error'}` }));
  deps.hook('between-post-and-settle');
  await settle(deps.sql, attemptId, token, afterSend(result, channel, leastPauseMs));
  deps.hook('after-settle');
  return result.outcome === 'accepted';
}
