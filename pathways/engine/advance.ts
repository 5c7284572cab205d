/** Lets time pass: everything due until an instant happens in order, each at its own due time, however late the clock was looked at. */
import { planAfter, stopConditionMet } from './after.js';
import { award } from './badges.js';
import { missCall } from './calls.js';
import { closeOccurrence } from './close-occurrence.js';
import { settleEnd } from './completion.js';
import { firstDue, type Due } from './dues.js';
import type { Occurrence } from './episode.js';
import { climb } from './escalation/ladder.js';
import { holdHomeVisits, holdingCase, lapse } from './holds.js';
import { outlastsPause, standstill } from './lifecycle.js';
import { isContactOfStep, suppress } from './obligations.js';
import { endRequests, offerVisits } from './on-request.js';
import { stepOf } from './plan-steps.js';
import type { Step } from './plan.js';
import { planNextRepeats } from './repeats.js';
import { emit, type Run } from './run.js';
import { actCall } from './steps/call.js';
import { actForm } from './steps/form.js';
import { actMessage, endUnsent } from './steps/message.js';
import { actReading } from './steps/reading.js';
import { actTask } from './steps/task.js';
import { missTask } from './tasks.js';
import { triage } from './triage.js';
import { missVisit } from './visits.js';
import { watchEnds } from './watches.js';
import { assertNever, type Instant, type SuppressionReason } from './vocabulary.js';

/**
 * No plan makes an episode do this much between two looks at the clock; a plan that does is wrong, and stopping here keeps the worker alive.
 * The rest happens at the next look: `nextDue` then lies in the past.
 */
const mostSteps = 20_000;

export function advance(run: Run, until: Instant): void {
  for (let i = 0; i < mostSteps; i++) {
    const due = firstDue(run.plan, run.episode);
    if (due === null || due.at > until) return;
    run.at = due.at < run.episode.lastAt ? run.episode.lastAt : due.at;
    happen(run, due);
    whatFollows(run);
  }
}

/** After anything has happened: repeats go on, what comes after a completed step is planned, new home visits meet a hold, phases and the episode end. */
export function whatFollows(run: Run): void {
  endUnsent(run);
  planNextRepeats(run);
  followEnded(run);
  offerVisits(run);
  holdNewVisits(run);
  settleEnd(run);
}

/** What follows from each occurrence that ended since the last look. Nothing is earned or planned any more once the episode is stopping. */
function followEnded(run: Run): void {
  for (let ended = run.ended.shift(); ended !== undefined; ended = run.ended.shift()) {
    if (run.episode.status !== 'active' && run.episode.status !== 'paused') continue;
    award(run, ended);
    planAfter(run, ended);
  }
}

function happen(run: Run, due: Due): void {
  switch (due.kind) {
    case 'watch': {
      const watch = run.episode.watches[due.id];
      run.cause = { kind: 'deadline', of: due.id };
      if (watch) watchEnds(run, watch);
      return;
    }
    case 'breach':
      run.cause = { kind: 'deadline', of: `${due.which} ${due.id}` };
      return emit(run, { type: 'EscalationBreached', escalation: due.id, which: due.which });
    case 'rung':
      return climb(run, due.id);
    case 'requests':
      run.cause = { kind: 'deadline', of: due.id };
      return endRequests(run, due.id);
    case 'occurrence': {
      const occurrence = run.episode.occurrences[due.id];
      const step = occurrence && stepOf(run.plan, occurrence.step);
      if (!occurrence || !step || occurrence.next === null) return;
      run.cause = { kind: 'schedule', step: step.id, n: occurrence.n };
      return act(run, step, occurrence);
    }
    case 'obligation': {
      const obligation = run.episode.obligations[due.id];
      const still = standstill(run);
      run.cause = still === null ? { kind: 'deadline', of: due.id } : { kind: 'policy', policy: still };
      if (obligation && still !== null && isContactOfStep(obligation)) return suppress(run, due.id, still);
      return emit(run, { type: 'ObligationReleased', obligation: due.id });
    }
    default:
      return assertNever(due);
  }
}

function act(run: Run, step: Step, occurrence: Occurrence): void {
  const what = occurrence.next?.what ?? 'open';
  const still = standstill(run);
  // Work that staff has in hand goes on in a pause: a lab value that is chased must not be forgotten.
  if (still !== null && !(step.kind === 'task' && what !== 'open')) return standStill(run, step, occurrence, what, still);
  if (what === 'open' && stopConditionMet(run, step)) return closeOccurrence(run, occurrence, 'cancelled', 'condition-ended', 'condition-ended');
  switch (step.kind) {
    case 'visit': missVisit(run, step, occurrence, 'missed'); break;
    case 'form': actForm(run, step, occurrence, what); break;
    case 'call':
      if (what === 'missed') missCall(run, step, occurrence);
      else actCall(run, step, occurrence, what);
      break;
    case 'reading': actReading(run, step, occurrence, what); break;
    case 'message': actMessage(run, step, occurrence, what); break;
    case 'task':
      if (what === 'missed') missTask(run, step, occurrence);
      else actTask(run, step, occurrence, what);
      break;
    default: assertNever(step);
  }
  if (run.episode.occurrences[occurrence.id] === undefined) silence(run, step);
}

/** In a pause nothing begins and nothing counts as missed: a single occurrence waits for the end of the pause, a repeated one is left out. A call in hand that outlasts it is given out again then. */
function standStill(run: Run, step: Step, occurrence: Occurrence, what: string, reason: SuppressionReason): void {
  if ((what === 'open' && step.schedule.kind !== 'repeat') || outlastsPause(run, step)) return emit(run, { type: 'OccurrenceHeld', occurrence: occurrence.id, reason: 'paused', escalation: null });
  if (step.kind === 'visit') return lapse(run, step, occurrence, reason);
  closeOccurrence(run, occurrence, 'cancelled', reason, reason);
}

/** A miss is news of its own: rules may follow so many in a row. */
function silence(run: Run, step: Step): void {
  const misses = run.episode.tally[step.id]?.missedInARow ?? 0;
  if (misses === 0) return;
  triage(run, { at: run.at, submission: 0, current: {}, silence: { step: step.id, misses } });
}

function holdNewVisits(run: Run): void {
  const holding = holdingCase(run);
  if (holding !== null) holdHomeVisits(run, holding);
}
