/** After a pause: what the pause held is taken up where its window is still open, or where it outlasts the pause, and ends with its reason elsewhere. */
import { localDateOf } from '../time.js';
import { openOccurrences, closeOccurrence } from './close-occurrence.js';
import type { Occurrence } from './episode.js';
import { goOn, holdingCase } from './holds.js';
import { outlastsPause } from './lifecycle.js';
import { stepOf } from './plan-steps.js';
import type { Step, VisitStep } from './plan.js';
import { emit, type Run } from './run.js';
import { behaviourOf } from './steps/behaviour.js';

export function resume(run: Run): void {
  emit(run, { type: 'EpisodeResumed' });
  for (const occurrence of openOccurrences(run)) {
    const step = stepOf(run.plan, occurrence.step);
    if (step) takeUp(run, step, occurrence);
  }
}

function takeUp(run: Run, step: Step, occurrence: Occurrence): void {
  if (step.kind === 'visit') return takeUpVisit(run, step, occurrence);
  if (occurrence.status !== 'held') return;
  const { id, windowFrom, windowUntil } = occurrence;
  const late = windowUntil <= run.at;
  if (late && !outlastsPause(run, step)) return closeOccurrence(run, occurrence, 'cancelled', 'paused', 'paused');
  const { zone } = run.episode;
  const window = late ? behaviourOf(step).window(step, { nominal: localDateOf(run.at, zone), dueAt: run.at, zone }) : { from: windowFrom, until: windowUntil };
  emit(run, {
    type: 'OccurrenceMoved', occurrence: id, revision: occurrence.revision + 1, dueAt: run.at, windowFrom: window.from, windowUntil: window.until, booking: 'as-planned', reason: 'resumed',
    next: { what: 'open', at: run.at },
  });
  const moved = run.episode.occurrences[id];
  if (moved) behaviourOf(step).contact(run, step, moved, 'released');
}

/** A visit whose day passed in the pause, or whose eve did, is announced anew or given another day. */
function takeUpVisit(run: Run, step: VisitStep, occurrence: Occurrence): void {
  if (occurrence.status === 'held' && occurrence.heldFor === 'held-by-red') return;
  if (occurrence.status === 'checked-in' || (occurrence.status !== 'held' && occurrence.dueAt > run.at && hasItsContacts(run, occurrence))) return;
  const holding = step.place === 'home' ? holdingCase(run) : null;
  if (holding !== null) return;
  goOn(run, step, occurrence);
}

const hasItsContacts = (run: Run, { id }: Occurrence): boolean =>
  Object.values(run.episode.obligations).some(({ occurrence }) => occurrence === id);
