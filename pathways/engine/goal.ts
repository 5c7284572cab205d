/** The course has reached what it was for (wound closed, tube removed): what is left of it ends, follow-up goes on. */
import { closeOccurrence, openOccurrences } from './close-occurrence.js';
import type { Episode, Occurrence } from './episode.js';
import { explain } from './expression.js';
import { latestMoment, scopeOf } from './history.js';
import { planTask } from './obligations.js';
import { stepOf } from './plan-steps.js';
import type { Step } from './plan.js';
import { isExhausted } from './repeats.js';
import { because, emit, type Run } from './run.js';
import { coordinator } from './steps/form.js';
import { whenOf } from './steps/visit.js';

/** Name of the goal in causes, where rules have theirs. */
export const goalRule = 'goal';

/** Nothing of the course is planned by itself any more; a rule or a person may still start a step. */
export const isBeyondGoal = ({ goalReachedAt }: Pick<Episode, 'goalReachedAt'>, { phase }: Step): boolean => goalReachedAt !== undefined && phase === 'course';

/** Looked at whenever values or facts arrive, with the latest of all that it names. */
export function lookAtGoal(run: Run): void {
  const { goal } = run.plan;
  const { episode } = run;
  if (!goal || episode.goalReachedAt !== undefined || episode.phase !== 'course' || (episode.status !== 'active' && episode.status !== 'paused')) return;
  const { value, inputs, parameters } = explain(goal.when, scopeOf(run.plan, episode, latestMoment(run.plan, episode, run.at)));
  if (value !== true) return;
  because(run, { kind: 'rule', rule: goalRule, case: 0, inputs, parameters, source: goal.source }, () => {
    const left = run.plan.steps.filter((step) => step.phase === 'course' && step.schedule.kind !== 'triggered' && !isExhausted(run, step));
    emit(run, { type: 'GoalReached', label: goal.label });
    for (const { id } of left) emit(run, { type: 'StepSkipped', step: id, n: null, reason: 'goal-reached' });
    for (const occurrence of openOccurrences(run)) if (occurrence.phase === 'course') endOrAsk(run, occurrence);
  });
}

/** Nobody cancels what was agreed with the patient but a person; a visit under way is simply finished. */
function endOrAsk(run: Run, occurrence: Occurrence): void {
  const { id, revision, slot, status } = occurrence;
  if (status === 'checked-in') return;
  if (slot === null) return closeOccurrence(run, occurrence, 'cancelled', 'goal-reached', 'goal-reached');
  planTask(run, {
    owner: id, revision, purpose: 'goal-visit', recipient: coordinator, text: 'staff.goal-visit', label: stepOf(run.plan, occurrence.step)?.label ?? run.plan.goal?.label ?? '', occurrence: id, params: whenOf(run, occurrence),
  });
}
