/** One-way: education, exercise or dose. Without a tick it ends with the message's own outcome; with one, a missing tick is a miss. */
import { addHours } from '../../time.js';
import { closeOccurrence } from '../close-occurrence.js';
import type { Occurrence } from '../episode.js';
import type { NextAct } from '../events.js';
import { planObligation } from '../obligations.js';
import type { MessageStep } from '../plan.js';
import { emit, type Run } from '../run.js';
import type { Behaviour } from './behaviour.js';

export const messageStep: Behaviour<MessageStep> = {
  window: (step, { dueAt }) => ({ from: dueAt, until: addHours(dueAt, step.expiresAfterHours) }),
  awaits: () => [],
  firstAct: (_step, { dueAt }) => ({ what: 'open', at: dueAt }),
  contact: (run, step, { id, revision, dueAt, windowUntil }) => planObligation(run, {
    owner: id, revision, purpose: 'tell', class: step.class, recipient: step.who, text: step.text, channels: step.channels, dueAt, expiresAt: windowUntil,
    occurrence: id, label: step.label,
  }),
};

export function actMessage(run: Run, step: MessageStep, occurrence: Occurrence, what: NextAct['what']): void {
  if (what !== 'open') return closeOccurrence(run, occurrence, 'failed', 'missed', 'expired');
  emit(run, { type: 'OccurrenceOpened', occurrence: occurrence.id, next: step.tick ? { what: 'missed', at: occurrence.windowUntil } : null });
}
