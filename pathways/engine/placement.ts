/** On which day an occurrence really happens: public holidays and the patient's absence move it, its window bounds the move. */
import { isWorkday } from '../calendar/workdays.js';
import { addDays } from '../time.js';
import type { Step } from './plan.js';
import { warnOnce, type Run } from './run.js';
import type { LocalDate } from './vocabulary.js';

export type Placed = {
  date: LocalDate;
  rolledFrom: LocalDate | null;
  /** No day in the window suits: `away` and `late` (the launch came too late in the day) need a person to decide, `holiday` a warning. */
  misfit: 'away' | 'late' | 'holiday' | null;
};

/** Without a window a roll looks no further than this: longer than any run of Chinese public holidays. */
const furthestRollDays = 30;

/** `notBefore`: first day still possible. A roll that would leave the window goes the other way; when that fails too the day stays. */
export function place(run: Run, step: Step, nominal: LocalDate, notBefore: LocalDate): Placed {
  // The usual case, and nearly always the only one.
  if (nominal >= notBefore && suits(run, step, nominal)) return { date: nominal, rolledFrom: null, misfit: null };
  const window = step.kind === 'visit' ? step.window : null;
  const first = addDays(nominal, -(window?.earlyDays ?? furthestRollDays));
  const from = first < notBefore ? notBefore : first;
  const until = addDays(nominal, window?.lateDays ?? furthestRollDays);
  const start = nominal < notBefore ? notBefore : nominal;
  const steps = step.holidays === 'previous-workday' ? [-1, 1] : [1, -1];
  if (suits(run, step, start) && start <= until) return { date: start, rolledFrom: start === nominal ? null : nominal, misfit: null };
  for (const by of steps) {
    for (let date = addDays(start, by); date >= from && date <= until; date = addDays(date, by)) {
      if (suits(run, step, date)) return { date, rolledFrom: nominal, misfit: null };
    }
  }
  return { date: start, rolledFrom: start === nominal ? null : nominal, misfit: start > until ? 'late' : atHome(run, step, start) ? 'holiday' : 'away' };
}

const suits = (run: Run, step: Step, date: LocalDate): boolean => atHome(run, step, date) && worksOn(run, step, date);

export const awayOn = (run: Run, date: LocalDate): boolean => run.episode.facts.away.some(({ from, until }) => from <= date && date <= until);

/** Only a visit at home needs the patient at home. */
const atHome = (run: Run, step: Step, date: LocalDate): boolean => step.kind !== 'visit' || step.place !== 'home' || !awayOn(run, date);

function worksOn(run: Run, step: Step, date: LocalDate): boolean {
  if (step.holidays === 'ignore') return true;
  const { is, covered } = isWorkday(run.episode.calendar, date);
  if (!covered) warnOnce(run, 'calendar-coverage', `Public holidays are known until ${run.episode.calendar.coveredUntil} only: from then on fixed dates and weekends decide. Load the official list.`);
  return is;
}
