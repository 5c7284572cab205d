/** When a step happens, in a few words, and for how long the package runs. */
import type { OutlineStep } from '../../pathways/outline/outline.js';
import type { PackageFacts } from '../../pathways/outline/package-facts.js';

export const whenOf = (step: OutlineStep, mainAnchor: string): string => `${startOf(step, mainAnchor)}${deadlineOf(step)}`;

/** By when a task must be done. */
const deadlineOf = ({ deadline }: OutlineStep): string =>
  deadline === null ? '' : `; done ${deadline.withinHours === null ? '' : `within ${deadline.withinHours} h`}${deadline.byTime === null ? '' : `${deadline.withinHours === null ? '' : ' and '}by ${deadline.byTime}`}`;

function startOf(step: OutlineStep, mainAnchor: string): string {
  const { triggered, onRequest, after } = step;
  const from = step.anchor === null || step.anchor === mainAnchor ? '' : ` of ${step.anchor}`;
  const at = step.times.length === 0 ? '' : `, ${step.times.join(', ')}`;
  const until = (day: number | null): string => (day === null ? '' : `, until day ${day}`);
  const stop = step.stopWhen === null ? '' : `; ends when ${step.stopWhen}`;
  if (triggered) {
    const by = triggered.byRules.length === 0 ? 'started by staff' : `started by ${triggered.byRules.join(', ')}`;
    return `${by}${triggered.afterHours === 0 ? '' : `, ${triggered.afterHours} h later`}${triggered.at === null ? '' : `, at ${triggered.at}`}`;
  }
  if (onRequest) return `when asked for, at most ${onRequest.most}${until(onRequest.until)}${from}`;
  if (after) {
    const first = after.itself && step.days.length > 0 ? `first on day ${step.days.join(', ')}${from}, then ` : '';
    const later = `${after.days.join(', ')} ${after.days.join() === '1' ? 'day' : 'days'} after`;
    const again = after.itself ? `${later} each one done` : `${later} each "${after.step}" done`;
    return `${first}${again}${until(after.until)}${at}${stop}`;
  }
  const every = stepOf(step.days);
  const days = every === null ? `${step.days.length === 1 ? 'day' : 'days'} ${step.days.join(', ')}` : `days ${step.days[0] ?? 0}–${step.days.at(-1) ?? 0}, ${every === 1 ? 'every day' : `every ${every} days`}`;
  return `${days}${step.inMonths ? ' (calendar months)' : ''}${from}${at}${stop}`;
}

/** The one distance between days that are too many to list; null when they differ or are few. */
export function stepOf(days: readonly number[]): number | null {
  const [first, second] = days;
  if (days.length < 6 || first === undefined || second === undefined) return null;
  const step = second - first;
  return days.every((day, index) => day === first + index * step) ? step : null;
}

export function durationOf({ days, rounds, mayEndEarly }: PackageFacts): string {
  const rounded = rounds === null ? [] : [`${rounds.most === null ? '' : `at most ${rounds.most} `}rounds (${rounds.anchor}) of ${rounds.days} days`];
  const said = [...(days > 0 ? [`${days} ${days === 1 ? 'day' : 'days'}`] : []), ...rounded].join(' and ');
  return `${said || 'no planned day'}${mayEndEarly ? ', or until its goal' : ''}`;
}

export const contactsOf = ({ contacts, calls, forms }: PackageFacts): string => (contacts === 0 ? 'none' : `${contacts} (${counted(calls, 'call')}, ${counted(forms, 'form')})`);
const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

/** Whole hours from two hours on. */
export const timeOf = (minutes: number): string => (minutes >= 120 && minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`);
