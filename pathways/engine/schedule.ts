/** Nominal dates of a schedule, before holidays and absences move them. Numbered from 1, always the same number for the same offset. */
import { addDays, addMonths } from '../time.js';
import type { Episode } from './episode.js';
import type { Schedule, Step } from './plan.js';
import type { Anchor, LocalDate, LocalTime } from './vocabulary.js';

/** How many occurrences the schedule has by itself; triggered steps and those that come after another have none until something brings them about. */
export function scheduledCount(schedule: Schedule): number {
  switch (schedule.kind) {
    case 'offsets':
      return schedule.offsets.length;
    case 'repeat':
      return (schedule.after ?? 0) + (schedule.untilDay < schedule.fromDay ? 0 : (Math.floor((schedule.untilDay - schedule.fromDay) / Math.max(1, schedule.everyDays)) + 1) * schedule.times.length);
    case 'triggered':
    case 'after':
    case 'onRequest':
      return 0;
  }
}

/** Number before the first one of the round under way; 0 in the first round. */
export const baseOf = ({ tally }: Pick<Episode, 'tally'>, { id }: Step): number => tally[id]?.base ?? 0;

/** Highest number planned or skipped so far, extra ones of a repeat not counted; 0: none. */
export const lastUsed = ({ tally }: Pick<Episode, 'tally'>, { id }: Pick<Step, 'id'>): number => tally[id]?.through ?? 0;

/** Number of the last occurrence that the schedule has by itself, rounds so far included; what is started beyond it is extra. */
export const lastScheduled = (episode: Pick<Episode, 'tally'>, step: Step): number => baseOf(episode, step) + scheduledCount(step.schedule);

/** Extra occurrences of a repeat count from here, out of the way of a repeat that goes on (24 a day for a year) or is prolonged. */
const firstExtra = 10_001;
/** 1 for the first extra occurrence of a repeat; null for what the schedule planned itself. */
export const extraOrdinal = (n: number): number | null => (n >= firstExtra ? n - firstExtra + 1 : null);

/** Number of an occurrence beyond the schedule: started by hand or by a rule, or in place of a missed one. */
export function nextExtra({ semantics, tally }: Pick<Episode, 'semantics' | 'tally'>, step: Step): number {
  if (step.schedule.kind === 'repeat' && semantics >= 2) return (tally[step.id]?.extra ?? firstExtra - 1) + 1;
  return Math.max(lastUsed({ tally }, step), lastScheduled({ tally }, step)) + 1;
}

/** Local date and time of the n-th occurrence of the round under way, or null when there is no such n or its anchor is unknown. */
export function nominal(schedule: Schedule, n: number, anchors: Partial<Record<Anchor, LocalDate>>): { date: LocalDate; time: LocalTime } | null {
  if (schedule.kind === 'triggered' || schedule.kind === 'after' || schedule.kind === 'onRequest' || n < 1 || n > scheduledCount(schedule)) return null;
  const anchor = anchors[schedule.anchor];
  if (anchor === undefined) return null;
  if (schedule.kind === 'offsets') {
    const offset = schedule.offsets[n - 1];
    if (offset === undefined || schedule.idle?.includes(n) === true) return null;
    return { date: schedule.unit === 'month' ? addMonths(anchor, offset) : addDays(anchor, offset * (schedule.unit === 'week' ? 7 : 1)), time: schedule.at };
  }
  const slot = n - 1 - (schedule.after ?? 0);
  // Of before the schedule counted anew.
  if (slot < 0) return null;
  const round = Math.floor(slot / schedule.times.length);
  const time = schedule.times[slot % schedule.times.length];
  return time === undefined ? null : { date: addDays(anchor, schedule.fromDay + round * Math.max(1, schedule.everyDays)), time };
}
