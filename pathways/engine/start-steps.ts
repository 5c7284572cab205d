/** Steps that a rule or a person starts. One that is still under way is not started twice. */
import { addHours, localDateOf, localTimeOf, nextLocalTime } from '../time.js';
import { openOccurrences } from './close-occurrence.js';
import type { Cause } from './events.js';
import { occurrenceId } from './ids.js';
import { leftToAsk } from './on-request.js';
import { planOccurrence } from './occurrences.js';
import { stepOf } from './plan-steps.js';
import { lastScheduled, lastUsed, nextExtra } from './schedule.js';
import { because, emit, type Run } from './run.js';
import type { Step, StepId } from './plan.js';

export function startSteps(run: Run, steps: StepId[], cause: Cause): void {
  for (const id of steps) because(run, cause, () => startStep(run, id));
}

function startStep(run: Run, id: StepId): void {
  const step = stepOf(run.plan, id);
  if (!step || !['active', 'paused'].includes(run.episode.status)) return;
  const { schedule } = step;
  if ((leftToAsk(run.episode, step) ?? 1) <= 0 && openOccurrences(run, id).length === 0) return emit(run, { type: 'StepSkipped', step: id, n: lastUsed(run.episode, step), reason: 'used-up' });
  if (tookPlaceOnce(run, step)) return emit(run, { type: 'StepSkipped', step: id, n: lastUsed(run.episode, step), reason: 'used-up' });
  const extra = openOccurrences(run, id).some(({ n }) => n > lastScheduled(run.episode, step));
  if (extra) return emit(run, { type: 'StepSkipped', step: id, n: lastUsed(run.episode, step), reason: 'already-open' });
  const wished = addHours(run.at, schedule.kind === 'triggered' ? schedule.afterHours : 0);
  const due = schedule.kind === 'triggered' && schedule.at !== undefined ? nextLocalTime(wished, schedule.at, run.episode.zone) : wished;
  const n = nextExtra(run.episode, step);
  emit(run, { type: 'StepStarted', step: id, occurrence: occurrenceId(run.episode.id, id, n) });
  const { zone } = run.episode;
  planOccurrence(run, step, n, { date: localDateOf(due, zone), time: localTimeOf(due, zone) });
}

/** `once`: a rule brings about what took place already no second time; what was missed or cancelled may be tried again, and staff may start it as often as they want. */
const tookPlaceOnce = ({ episode, cause }: Run, { id, schedule }: Step): boolean =>
  episode.semantics >= 4 && schedule.kind === 'triggered' && schedule.once === true && cause.kind === 'rule' && (episode.tally[id]?.completed ?? 0) > 0;
