/** The patient is asked to measure; without a value inside the hours the occurrence is missed, and misses in a row are silence. */
import { addHours } from '../../time.js';
import { closeOccurrence } from '../close-occurrence.js';
import type { Occurrence } from '../episode.js';
import type { NextAct } from '../events.js';
import { planObligation } from '../obligations.js';
import type { ReadingStep } from '../plan.js';
import { emit, type Run } from '../run.js';
import type { Behaviour } from './behaviour.js';

export const readingStep: Behaviour<ReadingStep> = {
  window: (step, { dueAt }) => ({ from: dueAt, until: addHours(dueAt, step.withinHours) }),
  awaits: () => [],
  firstAct: (_step, { dueAt }) => ({ what: 'open', at: dueAt }),
  contact: (run, step, { id, revision, dueAt, windowUntil }) => planObligation(run, {
    owner: id, revision, purpose: 'measure', class: step.class, recipient: 'patient', text: step.text, channels: step.channels, dueAt, expiresAt: windowUntil,
    occurrence: id, label: step.label,
  }),
};

export function actReading(run: Run, _step: ReadingStep, occurrence: Occurrence, what: NextAct['what']): void {
  if (what === 'open') emit(run, { type: 'OccurrenceOpened', occurrence: occurrence.id, next: { what: 'missed', at: occurrence.windowUntil } });
  else closeOccurrence(run, occurrence, 'failed', 'missed', 'expired');
}
