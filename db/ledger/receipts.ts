/**
 * What vendors report on their own. Each report counts once, in any order, and may come before our own commit of the acceptance: then it
 * is parked and matched when the attempt knows its id.
 */
import type { Receipt } from '../../channels/channel.js';
import type { EpisodeId, ObligationId } from '../../pathways/engine/vocabulary.js';
import { transact, type Sql, type Tx } from '../client.js';
import { alarmOfOneId, applyTransition } from './apply.js';
import { attemptById, type AttemptRow } from './rows.js';
import { afterReceipt } from './transition.js';

export type AppliedReceipt = {
  matched: boolean;
  duplicate: boolean;
  /** The episode's workflow should run `deliver` for these again. */
  nudge: { episodeId: EpisodeId; obligations: ObligationId[] } | null;
};

export function applyReceipt(sql: Sql, provider: string, receipt: Receipt): Promise<AppliedReceipt> {
  return transact(sql, async (tx) => {
    const fresh = await tx`insert into receipt (provider, dedupe_key, provider_message_id, status, code)
      values (${provider}, ${receipt.dedupeKey}, ${receipt.providerMessageId}, ${receipt.status}, ${receipt.code ?? null}) on conflict do nothing returning provider`;
    if (fresh.length === 0) return { matched: true, duplicate: true, nudge: null };
    const attempt = await attemptOf(tx, provider, receipt);
    if (!attempt) return { matched: false, duplicate: false, nudge: null };
    // Twilio's callback names the attempt: a look-up by words took that one's message for this one's.
    if (receipt.attemptId !== undefined && receipt.attemptId !== attempt.id) await alarmOfOneId(tx, attempt, receipt.attemptId);
    return { matched: true, duplicate: false, nudge: await applyTo(tx, attempt, provider, receipt) };
  });
}

async function attemptOf(tx: Tx, provider: string, { providerMessageId, attemptId }: Receipt): Promise<AttemptRow | null> {
  const [row] = await tx<{ id: string }[]>`select id from attempt where provider = ${provider} and (provider_message_id = ${providerMessageId} or id = ${attemptId ?? null})
    order by provider_message_id = ${providerMessageId} desc nulls last limit 1`;
  return row ? attemptById(tx, row.id, true) : null;
}

async function applyTo(tx: Tx, attempt: AttemptRow, provider: string, receipt: Receipt): Promise<AppliedReceipt['nudge']> {
  await tx`update receipt set matched_attempt = ${attempt.id}, hospital_id = ${attempt.hospitalId} where provider = ${provider} and dedupe_key = ${receipt.dedupeKey}`;
  const transition = afterReceipt(attempt.state, receipt.status, receipt.code);
  if (!transition) return null;
  const givenUp = attempt.verdict !== null && attempt.verdict !== 'done';
  const keepsVerdict = transition.verdict === null && attempt.verdict !== null;
  await applyTransition(tx, attempt, {
    ...transition, providerMessageId: receipt.providerMessageId,
    ...(keepsVerdict ? { verdict: 'done' as const } : {}), ...(givenUp ? { possiblyDoubled: true as const } : {}),
  });
  const failed = transition.verdict === 'next' && !givenUp;
  return failed ? { episodeId: attempt.episodeId, obligations: attempt.carries } : null;
}

/** After an attempt learned its vendor id: reports that were quicker than our commit. */
export async function matchParked(tx: Tx, attemptId: string): Promise<void> {
  const parked = await tx<{ provider: string; dedupeKey: string; providerMessageId: string; status: Receipt['status']; code: string | null }[]>`
    select r.provider, r.dedupe_key, r.provider_message_id, r.status, r.code from receipt r join attempt a on a.provider = r.provider and a.provider_message_id = r.provider_message_id
    where a.id = ${attemptId} and r.matched_attempt is null order by r.received_at, r.dedupe_key`;
  for (const { provider, code, ...receipt } of parked) {
    const attempt = await attemptById(tx, attemptId, true);
    if (attempt) await applyTo(tx, attempt, provider, { ...receipt, ...(code === null ? {} : { code }) });
  }
}
