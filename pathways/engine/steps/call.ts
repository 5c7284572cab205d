/** A call by staff: a phone task, an outcome within its hours, else the head nurse is told; it can still be made for the days that attempts are given. */
import { addHours, addLocalDays, latest, localDateOf } from '../../time.js';
import type { Occurrence } from '../episode.js';
import type { NextAct } from '../events.js';
import { planTask } from '../obligations.js';
import type { CallStep } from '../plan.js';
import { emit, type Run } from '../run.js';
import type { Behaviour } from './behaviour.js';

export const callStep: Behaviour<CallStep> = {
  window: (step, { dueAt }) => ({ from: dueAt, until: addHours(dueAt, step.withinHours * 2) }),
  awaits: (step) => step.forms,
  firstAct: (_step, { dueAt }) => ({ what: 'open', at: dueAt }),
  contact: (run, step, { id, revision, dueAt }) => planTask(run, {
    owner: id, revision, purpose: 'call', recipient: step.by, text: step.script, label: step.label, occurrence: id, dueAt,
    ...(isOwedByItself(run, step) ? {} : { sharedKey: `call/${localDateOf(dueAt, run.episode.zone)}` }),
  }),
};

/** A rule or a person wants this very call ("nobody can inject tonight"): what another package asks about in its own does not answer it. */
export const isOwedByItself = ({ episode }: Run, { schedule }: CallStep): boolean => episode.semantics >= 8 && (schedule.kind === 'triggered' || schedule.kind === 'onRequest');

export function actCall(run: Run, step: CallStep, occurrence: Occurrence, what: NextAct['what']): void {
  const { id, revision, dueAt } = occurrence;
  if (what === 'open') return emit(run, { type: 'OccurrenceOpened', occurrence: id, next: { what: 'overdue', at: addHours(run.at, step.withinHours) } });
  if (what === 'overdue') {
    const giveUpAt = latest(addHours(run.at, step.withinHours), addLocalDays(dueAt, run.plan.calls.attemptsWithinDays, run.episode.zone));
    emit(run, { type: 'OccurrenceOverdue', occurrence: id, next: { what: 'missed', at: giveUpAt } });
    planTask(run, {
      owner: id, revision, purpose: callOverdue(occurrence), recipient: 'head-nurse', text: 'staff.call-overdue', label: step.label, occurrence: id,
      sharedKey: `call-overdue/${localDateOf(run.at, run.episode.zone)}`,
    });
  }
}

/** After each failed attempt the hours count anew, so the head nurse may be told more than once. */
const callOverdue = ({ callAttempts }: Occurrence): string => (callAttempts.length === 0 ? 'call-overdue' : `call-overdue-${callAttempts.length + 1}`);
