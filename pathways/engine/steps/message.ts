/** One-way: education, exercise or dose. Without a tick it ends with the message's own outcome; with one, a missing tick is a miss. */
import { addHours } from '../../time.js';
import { closeOccurrence } from '../close-occurrence.js';
import type { Occurrence } from '../episode.js';
import type { NextAct } from '../events.js';
import { planObligation } from '../obligations.js';
import { stepOf } from '../plan-steps.js';
import type { MessageStep } from '../plan.js';
import { emit, type Run } from '../run.js';
import type { Behaviour } from './behaviour.js';

export const messageStep: Behaviour<MessageStep> = {
  window: (step, { dueAt }) => ({ from: dueAt, until: addHours(dueAt, step.expiresAfterHours) }),
  awaits: () => [],
  firstAct: (_step, { dueAt }) => ({ what: 'open', at: dueAt }),
  contact: (run, step, { id, revision, dueAt, windowUntil }) => planObligation(run, {
    owner: id, revision, purpose: 'tell', class: step.class, recipient: step.who, text: step.text, channels: step.channels, dueAt, expiresAt: windowUntil,
    occurrence: id, label: step.label, ...(step.advises && { advises: step.advises }),
  }),
};

export function actMessage(run: Run, step: MessageStep, occurrence: Occurrence, what: NextAct['what']): void {
  if (what !== 'open') return closeOccurrence(run, occurrence, 'failed', 'missed', 'expired');
  emit(run, { type: 'OccurrenceOpened', occurrence: occurrence.id, next: step.tick ? { what: 'missed', at: occurrence.windowUntil } : null });
}

/** One-way messages that never reached the ledger (their hours passed in the quiet, or in a pause) are not done; the obligation says why. */
export function endUnsent(run: Run): void {
  for (const occurrence of Object.values(run.episode.occurrences)) {
    if (occurrence.status !== 'open' || occurrence.next !== null) continue;
    const step = stepOf(run.plan, occurrence.step);
    const waits = step?.kind !== 'message' || Object.values(run.episode.obligations).some((obligation) => obligation.occurrence === occurrence.id);
    if (!waits) closeOccurrence(run, occurrence, 'cancelled', 'not-sent', 'done');
  }
}
