/** Planning duties to reach somebody, and ending them while they are still only planned. What is released belongs to the ledger. */
import { addMs, afterQuietHours, daysBetween, inQuietHours, localDateOf } from '../time.js';
import { messagePolicy } from '../patient/message-policy.js';
import type { Episode, OpenObligation } from './episode.js';
import type { Obligation, ParamValue } from './events.js';
import { obligationId } from './ids.js';
import type { Advises, TextKey } from './plan.js';
import { emit, type Run } from './run.js';
import { spreadOf } from './spread.js';
import type { ChannelName, Instant, Level, MessageClass, ObligationId, Recipient, SuppressionReason } from './vocabulary.js';

export type Wanted = {
  /** Id of the occurrence, escalation or care list it belongs to; see ids.ts. */
  owner: string;
  revision: number;
  purpose: string;
  class: MessageClass;
  recipient: Recipient;
  text: TextKey;
  params?: Record<string, ParamValue>;
  dueAt: Instant;
  expiresAt: Instant;
  channels: ChannelName[];
  occurrence?: string;
  escalation?: string;
  level?: Level;
  sharedKey?: string;
  /** Overrules the class's own rule about quiet hours. */
  quietHours?: 'pass' | 'wait';
  /** Short name of the matter: stands for the message in a digest and for the reader of a task. */
  label?: TextKey;
  advises?: Advises;
};

const isOfPatient = (recipient: Recipient): boolean => recipient === 'patient' || recipient === 'family';

/** Days since the main anchor, as patients count them ("day 3 after discharge"). */
export function dayOf(run: Run, at: Instant): number {
  const anchor = run.episode.anchors[run.plan.mainAnchor] ?? localDateOf(run.episode.startedAt, run.episode.zone);
  return daysBetween(anchor, localDateOf(at, run.episode.zone));
}

/** Nobody is contacted about a dead patient. After the loss of a pregnancy nothing but what a case needs is written to her or her family. */
function mayContact({ stop }: Episode, { recipient, class: of }: Wanted): boolean {
  if (stop?.reason === 'died') return false;
  return stop?.reason !== 'pregnancy-loss' || of === 'safety' || !isOfPatient(recipient);
}

export function planObligation(run: Run, wanted: Wanted): void {
  const id = obligationId(wanted.owner, wanted.revision, wanted.purpose, wanted.recipient);
  if (run.episode.obligations[id] || !mayContact(run.episode, wanted)) return;
  const ignoresQuietHours = (wanted.quietHours ?? messagePolicy[wanted.class].quietHours) === 'pass';
  const dueAt = sendingTime(run, wanted, ignoresQuietHours);
  const obligation: Obligation = {
    id, revision: wanted.revision, purpose: wanted.purpose, class: wanted.class, recipient: wanted.recipient, text: wanted.text,
    params: { day: dayOf(run, dueAt), ...(wanted.label === undefined ? {} : { label: wanted.label }), ...wanted.params },
    dueAt, expiresAt: wanted.expiresAt, channels: wanted.channels, occurrence: wanted.occurrence ?? null, escalation: wanted.escalation ?? null,
    level: wanted.level ?? null, sharedKey: wanted.sharedKey ?? null, ignoresQuietHours,
    digestLabel: messagePolicy[wanted.class].digest ? (wanted.label ?? null) : null, ...(wanted.advises && { advises: wanted.advises }),
  };
  emit(run, { type: 'ObligationPlanned', obligation });
  if (dueAt >= wanted.expiresAt) suppress(run, id, 'expired');
}

/** Never before now, out of the quiet hours unless it passes them, and spread so that not everybody is written to in the same second. */
function sendingTime(run: Run, wanted: Wanted, ignoresQuietHours: boolean): Instant {
  const { zone, facts, id } = run.episode;
  const quiet = run.plan.quietHours;
  const wished = wanted.dueAt < run.at ? run.at : wanted.dueAt;
  const allowed = ignoresQuietHours ? wished : afterQuietHours(wished, quiet, zone);
  if (!isOfPatient(wanted.recipient) || wanted.class === 'safety' || allowed === run.at) return allowed;
  const late = addMs(allowed, (facts.spreadSeconds ?? spreadOf(id)) * 1000);
  return late >= wanted.expiresAt || (!ignoresQuietHours && inQuietHours(late, quiet, zone)) ? allowed : late;
}

/** Work for a person, shown in the worklist; never waits for quiet hours, because the person decides when to call. */
export function planTask(run: Run, wanted: Omit<Wanted, 'class' | 'channels' | 'expiresAt' | 'dueAt'> & { dueAt?: Instant; expiresAt?: Instant }): void {
  const dueAt = wanted.dueAt ?? run.at;
  planObligation(run, { class: 'staff-task', channels: ['phone-task'], dueAt, expiresAt: addMs(dueAt, taskKeptMs), ...wanted });
}

/** A task may wait in the ledger this long before it would be pointless to hand it out: longer than any outage we survive. */
const taskKeptMs = 30 * 86_400_000;

export function suppress(run: Run, id: ObligationId, reason: SuppressionReason): void {
  if (run.episode.obligations[id]?.state === 'planned') {
    emit(run, { type: 'ObligationClosed', obligation: id, outcome: 'suppressed', reason, channel: null });
  }
}

export function suppressWhere(run: Run, which: (obligation: OpenObligation) => boolean, reason: SuppressionReason): void {
  for (const obligation of Object.values(run.episode.obligations)) if (which(obligation)) suppress(run, obligation.id, reason);
}

/** Contacts that a step makes: they stop with the step, in a pause and at the end. Other tasks for staff go on. */
export const isContactOfStep = (obligation: Obligation): boolean =>
  obligation.occurrence !== null && (isOfPatient(obligation.recipient) || contactPurposes.test(obligation.purpose));

/** Tasks that are the step themselves: the call of a call step with its retries, the call about an unanswered form, agreeing a visit, the work of a task. */
const contactPurposes = /^(call(-\d+)?|phone-task(-\d+)?|family-call|book|task)$/;
