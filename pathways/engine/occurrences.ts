/** Planning the due instances of a step, whatever its kind. */
import { messagePolicy } from '../patient/message-policy.js';
import { addDays, afterQuietHours, atLocal, localDateOf, localTimeOf } from '../time.js';
import { occurrenceId } from './ids.js';
import { place } from './placement.js';
import type { Step } from './plan.js';
import { emit, warnOnce, type Run } from './run.js';
import { behaviourOf } from './steps/behaviour.js';
import type { Instant, LocalDate, LocalTime, OccurrenceId } from './vocabulary.js';

/** Plans the n-th occurrence; one whose time has run out already is skipped with its reason. */
export function planOccurrence(run: Run, step: Step, n: number, nominal: { date: LocalDate; time: LocalTime }, replaces?: OccurrenceId): void {
  const { zone } = run.episode;
  const behaviour = behaviourOf(step);
  const wanted = behaviour.window(step, { nominal: nominal.date, dueAt: atLocal(nominal.date, nominal.time, zone), zone });
  const placed = place(run, step, nominal.date, earliestDay(run, step, nominal.time));
  const planned = outOfQuiet(run, step, atLocal(placed.date, nominal.time, zone));
  const window = behaviour.window(step, { nominal: nominal.date, dueAt: planned, zone });
  if ((step.kind === 'visit' ? wanted : window).until <= run.at) return emit(run, { type: 'StepSkipped', step: step.id, n, reason: 'expired' });
  if (placed.misfit === 'holiday') warnOnce(run, `no-workday/${step.id}/${n}`, `No working day inside the window of ${step.id}: it stays on ${placed.date}.`);
  const dueAt = planned < run.at ? outOfQuiet(run, step, run.at) : planned;
  begin(run, step, n, { dueAt, window, rolledFrom: placed.rolledFrom, ...(replaces === undefined ? {} : { replaces }) });
  const occurrence = run.episode.occurrences[occurrenceId(run.episode.id, step.id, n)];
  if (occurrence) behaviour.contact(run, step, occurrence, placed.misfit === 'away' ? 'away' : 'planned');
}

type Beginning = { dueAt: Instant; window: { from: Instant; until: Instant }; rolledFrom: LocalDate | null; replaces?: OccurrenceId };

function begin(run: Run, step: Step, n: number, { dueAt, window, rolledFrom, replaces }: Beginning): void {
  const behaviour = behaviourOf(step);
  emit(run, {
    type: 'OccurrencePlanned', occurrence: occurrenceId(run.episode.id, step.id, n), step: step.id, n, phase: step.phase, dueAt,
    windowFrom: window.from, windowUntil: window.until, rolledFrom,
    booking: step.kind === 'visit' ? 'needed' : 'as-planned', awaiting: behaviour.awaits(step), ...(replaces === undefined ? {} : { replaces }),
    next: behaviour.firstAct(step, { dueAt, windowUntil: window.until }),
  });
}

/** A form opens when its invitation may go out: reminders, phone task and closing count from there. */
export function outOfQuiet(run: Run, step: Step, at: Instant): Instant {
  if (step.kind !== 'form' || messagePolicy[step.class].quietHours === 'pass') return at;
  return afterQuietHours(at, run.plan.quietHours, run.episode.zone);
}

/** A visit cannot be made in the past; anything else is caught up with at once while its window is open. */
function earliestDay(run: Run, step: Step, time: LocalTime): LocalDate {
  if (step.kind !== 'visit') return '0001-01-01';
  const today = localDateOf(run.at, run.episode.zone);
  return localTimeOf(run.at, run.episode.zone) > time ? addDays(today, 1) : today;
}
