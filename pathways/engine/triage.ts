/** From values that arrived to what follows from them: rules, watches, triggered steps, one case. */
import { findingOf } from './escalation/case.js';
import { raise, type Source } from './escalation/raise.js';
import { lookAtGoal } from './goal.js';
import { causeOf, evaluateRules, type Fired, type Moment } from './rules.js';
import { emit, type Run } from './run.js';
import { startSteps } from './start-steps.js';
import { confirmed, settleConfirmations, settlePersistence, watchPersistence } from './watches.js';

/** Rules first, because a finding may start steps; then the goal. */
export function triage(run: Run, moment: Moment, source: Source = 'patient'): void {
  if (run.episode.stop?.reason === 'died') return;
  meetRules(run, moment, source);
  if (!moment.silence) lookAtGoal(run);
}

/** Every rule that was looked at is recorded, so that "why not" has an answer too. */
function meetRules(run: Run, moment: Moment, source: Source): void {
  const evaluation = evaluateRules(run.plan, run.episode, moment);
  const { fired, rejected, undecided } = evaluation;
  if (fired.length + rejected.length + undecided.length === 0) return;
  emit(run, { type: 'RulesEvaluated', fired: fired.map((f) => f.verdict), rejected, undecided });
  settleConfirmations(run, evaluation, moment);
  settlePersistence(run, rejected);
  actOn(run, fired.filter((f) => confirmed(run, f)), source);
}

/** What fired for good: one case stands for everything that this submission said, and steps start. */
function actOn(run: Run, fired: Fired[], source: Source): void {
  const finding = findingOf(run.plan, fired, run.episode.semantics);
  if (finding) {
    const leading = fired.find((f) => f.of.level !== null && f.of.instruction === finding.instruction);
    const escalation = raise(run, finding, leading ? causeOf(leading) : run.cause, source);
    for (const f of fired) watchPersistence(run, f, escalation);
  }
  for (const f of fired) startSteps(run, f.of.start, causeOf(f));
}
