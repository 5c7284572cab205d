/** What the ledger says became of the messages. A failure is never the end: a person is handed the matter. */
import { messagePolicy } from '../patient/message-policy.js';
import { localDateOf } from '../time.js';
import { closeOccurrence } from './close-occurrence.js';
import type { OpenObligation } from './episode.js';
import { announceFallback } from './escalation/fallback.js';
import { climbAtOnce } from './escalation/ladder.js';
import { careId, ownerOf } from './ids.js';
import type { MessageOutcome } from './inputs.js';
import { planTask, suppress } from './obligations.js';
import { stepOf } from './plan-steps.js';
import { because, emit, type Run } from './run.js';
import { coordinator } from './steps/form.js';
import type { SuppressionReason } from './vocabulary.js';

export function settle(run: Run, outcomes: MessageOutcome[]): string | null {
  const unknown = outcomes.filter((outcome) => !settleOne(run, outcome));
  return unknown.length === outcomes.length && outcomes.length > 0 ? 'already settled' : null;
}

/** False when it changes nothing. */
function settleOne(run: Run, outcome: MessageOutcome): boolean {
  const open = run.episode.obligations[outcome.obligation];
  const cause = { kind: 'delivery', obligation: outcome.obligation } as const;
  if (!open) {
    if (outcome.outcome !== 'failed' || run.episode.handedOver.includes(outcome.obligation)) return false;
    because(run, cause, () => {
      emit(run, { type: 'DeliveryFailed', outcome });
      handOver(run, outcome, outcome.reason);
    });
    return true;
  }
  // Moved out of the quiet hours meanwhile: this is old news.
  if (open.state === 'planned') return false;
  because(run, cause, () => settleOpen(run, open, outcome));
  return true;
}

function settleOpen(run: Run, open: OpenObligation, outcome: MessageOutcome): void {
  switch (outcome.outcome) {
    case 'deferred':
      return defer(run, open, outcome.until);
    case 'sent':
      emit(run, { type: 'ObligationClosed', obligation: open.id, outcome: 'sent', reason: null, channel: outcome.channel });
      return endOneWay(run, open, 'completed', null);
    case 'suppressed':
      emit(run, { type: 'ObligationClosed', obligation: open.id, outcome: 'suppressed', reason: outcome.reason, channel: null });
      endOneWay(run, open, 'cancelled', outcome.reason);
      if (outcome.reason === 'contradiction') return askWhoIsRight(run, open);
      if (needsPersonInstead(open, outcome.reason)) handOver(run, outcome, outcome.reason);
      return;
    case 'failed':
      emit(run, { type: 'ObligationClosed', obligation: open.id, outcome: 'failed', reason: outcome.reason, channel: null });
      endOneWay(run, open, 'failed', outcome.reason);
      return handOver(run, outcome, outcome.reason);
  }
}

/** Another package says something else: a person decides and tells the patient. Once per topic; what follows on it is not sent either, and says so. */
function askWhoIsRight(run: Run, { id, occurrence, advises }: OpenObligation): void {
  const code = `contradiction/${advises?.topic ?? ''}`;
  if (run.episode.warned.includes(code)) return;
  emit(run, { type: 'Warned', code, detail: `Another package of this patient says something else about ${advises?.topic ?? 'this'}: nothing is sent, a person decides.` });
  const step = occurrence === null ? null : stepOf(run.plan, occurrence.split('/').at(-2) ?? '');
  planTask(run, {
    owner: ownerOf(id) ?? careId(run.episode.id), revision: Number(id.split('/').at(-3)) || 0, purpose: 'contradiction', recipient: coordinator, text: 'staff.contradiction',
    ...(step ? { label: step.label } : {}), sharedKey: code,
  });
}

/** Quiet hours stricter than ours (another package's): later, unless it would be pointless by then or everything has ended. */
function defer(run: Run, open: OpenObligation, until: string): void {
  const later = until > run.at ? until : run.at;
  emit(run, { type: 'ObligationMoved', obligation: open.id, dueAt: later, reason: 'quiet-hours' });
  const ended = endedReason(run, open);
  if (ended !== null) suppress(run, open.id, ended);
  else if (later >= open.expiresAt) suppress(run, open.id, 'expired');
}

/** While it lay with the ledger, what it was for may have ended. */
function endedReason(run: Run, open: OpenObligation): SuppressionReason | null {
  if (run.episode.stop?.reason === 'died') return 'died';
  if (run.episode.stop?.reason === 'pregnancy-loss' && open.escalation === null && messagePolicy[open.class].audience === 'patient') return 'pregnancy-loss';
  if (open.escalation !== null) return run.episode.escalations[open.escalation] ? null : 'done';
  if (open.occurrence === null || open.class === 'staff-task') return null;
  return run.episode.occurrences[open.occurrence] ? null : 'done';
}

/** A one-way message without a tick is done, or not done, with its delivery. */
function endOneWay(run: Run, { occurrence: id, purpose }: OpenObligation, outcome: 'completed' | 'cancelled' | 'failed', reason: string | null): void {
  const occurrence = id === null ? undefined : run.episode.occurrences[id];
  const step = occurrence && stepOf(run.plan, occurrence.step);
  // Held by a RED case, or contradicted: the exercise was not asked for, so a missing tick is no miss.
  if (occurrence && step?.kind === 'message' && purpose === 'tell' && (!step.tick || reason === 'held-by-red' || reason === 'contradiction')) closeOccurrence(run, occurrence, outcome, reason, 'done');
}

/** Reasons for which the patient does not hear something that matters, although nothing failed. */
const unheard: readonly string[] = ['opted-out', 'no-consent', 'no-contact', 'quarantined', 'expired', 'content-rejected'] satisfies SuppressionReason[];

const needsPersonInstead = ({ class: of }: OpenObligation, reason: string): boolean => reason === 'spend-cap' || ((of === 'safety' || of === 'visit') && unheard.includes(reason));

function handOver(run: Run, outcome: MessageOutcome, reason: string): void {
  const { obligation } = outcome;
  if (run.episode.stop?.reason === 'died') return emit(run, { type: 'HandedOver', obligation, to: null, day: null });
  if (outcome.class === 'staff-alert') {
    emit(run, { type: 'HandedOver', obligation, to: null, day: null });
    emit(run, { type: 'Warned', code: reason, detail: `${outcome.recipient} could not be alerted: ${reason}.` });
    if (outcome.escalation !== null) climbAtOnce(run, outcome.escalation, outcome.recipient);
    return;
  }
  const escalation = outcome.escalation === null ? undefined : run.episode.escalations[outcome.escalation];
  if (escalation && outcome.class === 'safety') return announceFallback(run, escalation, obligation);
  const today = localDateOf(run.at, run.episode.zone);
  const daily = messagePolicy[outcome.class].handOver === 'daily';
  if (daily && run.episode.undeliveredOn === today) return emit(run, { type: 'HandedOver', obligation, to: null, day: today });
  tellCoordinator(run, outcome, daily ? today : null);
}

/** Undeliverable once more: the head nurse, and after that a warning, so that failing tasks cannot breed tasks. */
function tellCoordinator(run: Run, { obligation, occurrence: id, purpose, class: of }: MessageOutcome, day: string | null): void {
  if (of === 'staff-task' && purpose.endsWith('-undelivered-undelivered')) {
    emit(run, { type: 'HandedOver', obligation, to: null, day: null });
    return emit(run, { type: 'Warned', code: 'undeliverable', detail: `Nobody could be given the task ${obligation}.` });
  }
  const recipient = of === 'staff-task' ? 'head-nurse' as const : coordinator;
  const step = id === null ? null : stepOf(run.plan, id.split('/').at(-2) ?? '');
  const owner = ownerOf(obligation) ?? careId(run.episode.id);
  const revision = Number(obligation.split('/').at(-3)) || 0;
  const name = `${purpose}-undelivered`;
  planTask(run, { owner, revision, purpose: name, recipient, text: 'staff.undelivered', ...(step ? { label: step.label } : {}), ...(id === null ? {} : { occurrence: id }) });
  emit(run, { type: 'HandedOver', obligation, to: `${owner}/${revision}/${name}/${recipient}`, day });
}
