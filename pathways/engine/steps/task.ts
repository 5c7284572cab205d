/** Work for staff: in the worklist from its due time, with a deadline. Not done by then, the head nurse is told; not done days later, it becomes a case. */
import { addHours, addLocalDays, latest, nextLocalTime } from '../../time.js';
import type { Occurrence } from '../episode.js';
import type { NextAct } from '../events.js';
import { planTask } from '../obligations.js';
import type { TaskStep } from '../plan.js';
import { emit, type Run } from '../run.js';
import type { Instant } from '../vocabulary.js';
import type { Behaviour } from './behaviour.js';

export const taskStep: Behaviour<TaskStep> = {
  window: (step, { dueAt, zone }) => ({ from: dueAt, until: deadlineOf(step, dueAt, zone) }),
  awaits: (step) => step.forms,
  firstAct: (_step, { dueAt }) => ({ what: 'open', at: dueAt }),
  contact: (run, step, { id, revision, dueAt }) => planTask(run, { owner: id, revision, purpose: 'task', recipient: step.by, text: step.text, label: step.label, occurrence: id, dueAt }),
};

/** By when it must be done, counted from when it is due. */
export const deadlineOf = ({ deadline }: TaskStep, from: Instant, zone: string): Instant =>
  ('byTime' in deadline ? nextLocalTime(from, deadline.byTime, zone) : addHours(from, deadline.withinHours));

export function actTask(run: Run, step: TaskStep, occurrence: Occurrence, what: NextAct['what']): void {
  const { id, revision, dueAt } = occurrence;
  const { zone } = run.episode;
  if (what === 'open') return emit(run, { type: 'OccurrenceOpened', occurrence: id, next: { what: 'overdue', at: deadlineOf(step, run.at, zone) } });
  // As long as attempts at a call are given: long enough for the head nurse to find somebody, over a night too.
  const caseAt = latest(addLocalDays(dueAt, run.plan.calls.attemptsWithinDays, zone), addLocalDays(run.at, 1, zone));
  emit(run, { type: 'OccurrenceOverdue', occurrence: id, next: { what: 'missed', at: caseAt } });
  planTask(run, { owner: id, revision, purpose: 'task-overdue', recipient: 'head-nurse', text: 'staff.task-overdue', label: step.label, occurrence: id });
}
