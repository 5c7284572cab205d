/**
 * What was heard of an attempt becomes true, in one transaction: the attempt, every obligation it carries, the contact, the provider's
 * circuit. Only the holder of the claim token may settle; whoever comes late with an acceptance has found a possible double, and says so.
 */
import { transact, type Sql, type Tx } from '../client.js';
import { alarmOfOneId, applyTransition } from './apply.js';
import { matchParked } from './receipts.js';
import { attemptById, ownerOf, type AttemptRow } from './rows.js';
import type { Transition } from './transition.js';

export async function settle(sql: Sql, attemptId: string, token: string, transition: Transition): Promise<void> {
  await transact(sql, (tx) => settleIn(tx, attemptId, token, transition));
}

export async function settleIn(tx: Tx, attemptId: string, token: string, transition: Transition): Promise<void> {
  const attempt = await attemptById(tx, attemptId, true);
  if (!attempt) throw new Error(`There is no attempt ${attemptId}`);
  if (attempt.claimToken === token && attempt.verdict === null) {
    await applyTransition(tx, attempt, transition);
    await matchParked(tx, attemptId);
    return;
  }
  if (transition.providerMessageId !== undefined) await lateAcceptance(tx, attempt, transition.providerMessageId);
}

/** We had given it up (or somebody else is looking it up) and the vendor took it after all. Whatever followed may have doubled it. */
async function lateAcceptance(tx: Tx, attempt: AttemptRow, providerMessageId: string): Promise<void> {
  if (attempt.verdict === null) return; // The look-up in progress will find it.
  const other = await ownerOf(tx, attempt, providerMessageId);
  if (other !== null) await alarmOfOneId(tx, attempt, other);
  await tx`update attempt set provider_message_id = coalesce(provider_message_id, ${other === null ? providerMessageId : null}), state = case when state in ('absent', 'ambiguous') then 'sent' else state end,
    verdict = 'done', possibly_doubled = true, check_at = null where id = ${attempt.id}`;
  await tx`update obligation set state = 'sent', settled_at = now(), told = false where id = any(${attempt.carries}) and state = 'released'`;
}
