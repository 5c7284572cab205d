/** One transition written down: the attempt, every obligation it carries, the contact, the provider's circuit. */
import { raiseAlarm } from '../alarms.js';
import { announceChanges } from '../changes.js';
import type { Tx } from '../client.js';
import { idOrNull } from '../ids.js';
import { lockPatient } from '../patient-lock.js';
import { ownerOf, type AttemptRow, type ObligationState } from './rows.js';
import type { Transition } from './transition.js';

export async function applyTransition(tx: Tx, attempt: AttemptRow, transition: Transition): Promise<void> {
  const t = await withOwnVendorId(tx, attempt, transition);
  if (t.deadContact || t.unsubscribed) await lockPatient(tx, attempt.patientId);
  const check = t.checkAfterMs ? t.checkAfterMs : null;
  const receipt = t.receiptWithinMs ?? null;
  await tx`update attempt set state = ${t.state}, verdict = ${t.verdict}, code = coalesce(${t.code ?? null}, code), detail = coalesce(${t.detail ?? null}, detail),
    provider_message_id = coalesce(${t.providerMessageId ?? null}, provider_message_id), posted_at = coalesce(posted_at, now()),
    check_at = ${check === null ? null : tx`now() + make_interval(secs => ${check / 1000})`},
    receipt_due_at = ${receipt === null ? tx`case when ${t.verdict === null} then receipt_due_at end` : tx`now() + make_interval(secs => ${receipt / 1000})`},
    settled_at = case when ${t.verdict !== null} then now() end, possibly_doubled = possibly_doubled or ${t.possiblyDoubled ?? false} where id = ${attempt.id}`;
  await moveObligations(tx, attempt, t);
  if (t.circuit) await raiseAlarm(tx, { hospitalId: null, code: t.circuit, ref: attempt.provider, detail: `${attempt.provider} refuses every message (${t.code ?? 'no code'}): renew its ${t.circuit}; messages wait, the most urgent tries first, and what expires meanwhile is a task of a person` });
  else if (t.providerMessageId !== undefined) await closeCircuit(tx, attempt.provider);
  if ((t.deadContact || t.unsubscribed) && attempt.contactId !== null) {
    // Unreachable, or tired of texts: nobody said that it is not hers, so her code and sessions stay (patient-access/end-access.ts).
    const since = tx(t.deadContact ? 'quarantined_at' : 'unsubscribed_at');
    await tx`update contact set ${since} = coalesce(${since}, clock_timestamp()) where id = ${idOrNull(attempt.contactId)} and hospital_id = ${attempt.hospitalId}`;
  }
  await announceChanges(tx, attempt.hospitalId, attempt.carries.map((id) => ({ topic: 'message' as const, ref: id })));
}

/** A vendor id names one message. Claimed twice, a look-up adopted the wrong one: both are kept, ops is told, and the audit goes on being red. */
async function withOwnVendorId(tx: Tx, attempt: AttemptRow, { providerMessageId, ...rest }: Transition): Promise<Transition> {
  if (providerMessageId === undefined) return rest;
  const other = await ownerOf(tx, attempt, providerMessageId);
  if (other === null) return { ...rest, providerMessageId };
  await alarmOfOneId(tx, attempt, other);
  return { ...rest, possiblyDoubled: true };
}

/** Two attempts, one id of the vendor: only its list can say which of them it is. */
export async function alarmOfOneId(tx: Tx, { id, provider, hospitalId }: AttemptRow, other: string): Promise<void> {
  await raiseAlarm(tx, { hospitalId, code: 'vendor-id-reused', ref: id, detail: `${provider} gave attempts ${id} and ${other} one message id: compare with the vendor's list` });
}

async function closeCircuit(tx: Tx, provider: string): Promise<void> {
  await tx`update alarm set cleared_at = now() where code in ('credentials', 'balance') and ref = ${provider} and cleared_at is null`;
}

/**
 * Sent stays sent unless the vendor itself reports that what reached the person failed; what is suppressed or failed stays so. An attempt that was given up and
 * arrived after all speaks for the message, whatever becomes of the next one: it is neither posted again nor called a failure.
 */
async function moveObligations(tx: Tx, { id, carries }: AttemptRow, t: Transition): Promise<void> {
  const [to, reason]: [ObligationState, string | null] =
    t.verdict === null ? [t.state === 'ambiguous' ? 'sending' : 'accepted', null]
    : t.verdict === 'done' ? ['sent', null]
    : t.verdict === 'fail' ? ['failed', 'unconfirmed']
    : ['released', null];
  const settled = to === 'sent' || to === 'failed';
  // Materialized: else PostgreSQL looks it up again for each place that names it.
  await tx`with carried as materialized (
      select o.id, ${to === 'sent'} or exists (select 1 from attempt a where a.carries @> array[o.id] and a.id <> ${id} and a.verdict = 'done' and a.state in ('sent', 'delivered')) as arrived
      from obligation o where o.id = any(${carries}))
    update obligation o set state = case when c.arrived then 'sent' else ${to} end, reason = case when c.arrived then null else ${reason} end,
      settled_at = case when c.arrived and o.state = 'sent' and ${to !== 'sent'} then o.settled_at when c.arrived or ${settled} then now() end,
      told = o.told and c.arrived, carried_by = case when ${to === 'released'} and not c.arrived then null else o.carried_by end
    from carried c where o.id = c.id and (o.state in ('sending', 'accepted', 'sent') or (o.state = 'released' and c.arrived))`;
}
