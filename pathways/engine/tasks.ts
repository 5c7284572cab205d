/** What became of work that a task step gave to staff. */
import { admitAnswers, unansweredRequired } from './admit-answers.js';
import { closeOccurrence } from './close-occurrence.js';
import type { Occurrence } from './episode.js';
import { ownFinding } from './escalation/case.js';
import { raise } from './escalation/raise.js';
import type { Answers, EpisodeInput } from './inputs.js';
import { stepOf } from './plan-steps.js';
import type { Plan, TaskStep } from './plan.js';
import { emit, type Run } from './run.js';
import { submit } from './submissions.js';

/** Null when recorded, else why it could not be. */
export function recordTask(run: Run, { occurrence: id, outcome, by, note, answers = {} }: Extract<EpisodeInput, { kind: 'task-recorded' }>): string | null {
  const occurrence = run.episode.occurrences[id];
  const step = occurrence && stepOf(run.plan, occurrence.step);
  if (!occurrence || step?.kind !== 'task') return 'no open task of that id';
  const left = outcome === 'done' ? unfilled(run.plan, step, admitAnswers(run.plan, answers).answers) : [];
  if (left.length > 0) return `not filled in: ${left.join(', ')}`;
  emit(run, { type: 'TaskRecorded', occurrence: id, outcome, by, ...(note !== undefined && { note }) });
  if (outcome === 'done') closeOccurrence(run, occurrence, 'completed', null, 'done');
  else closeOccurrence(run, occurrence, 'cancelled', 'not-needed', 'not-needed');
  if (Object.keys(answers).length > 0) submit(run, { answers, occurrence: id, inTime: true, answeredBy: 'staff', by, sharedFrom: null });
  return null;
}

/** Questions that a task's forms still need; empty: it may be called done. */
export const unfilled = (plan: Pick<Plan, 'forms'>, step: TaskStep, answers: Answers): string[] =>
  step.forms.flatMap((id) => (plan.forms[id] ? unansweredRequired(plan.forms[id], answers[id] ?? {}) : []));

/** Nobody did it although the head nurse was told: it fails, and a case sees to it that it does not vanish. */
export function missTask(run: Run, step: TaskStep, occurrence: Occurrence): void {
  closeOccurrence(run, occurrence, 'failed', 'missed', 'expired');
  raise(run, ownFinding(run.plan, run.plan.calls.exhausted, 'TASKS', 'do.task-undone'), { kind: 'schedule', step: step.id, n: occurrence.n });
}
