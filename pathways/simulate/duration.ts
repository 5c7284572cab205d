/** How long a package can last, from the launch until its last step has closed. */
import type { Plan, Step } from '../engine/plan.js';
import type { Profiles } from './profile.js';

/** The conventions of the generator: what comes late, cases that are still open, the close text. */
const tailDays = 21;
const daysOf = (hours: number): number => Math.ceil(hours / 24);

/** Days after its anchor (or the round's) on which the last occurrence is due. */
function lastDay({ schedule }: Step): number {
  switch (schedule.kind) {
    case 'offsets':
      return Math.max(0, ...schedule.offsets.map((offset) => offset * (schedule.unit === 'month' ? 31 : schedule.unit === 'week' ? 7 : 1)));
    case 'repeat':
    case 'onRequest':
      return schedule.untilDay;
    case 'after':
      return schedule.untilDay ?? (schedule.firstDay ?? 0) + Math.max(...schedule.days);
    case 'triggered':
      return daysOf(schedule.afterHours);
    default:
      return 0;
  }
}

const closesAfter = (step: Step): number => {
  switch (step.kind) {
    case 'form': return daysOf(step.closesAfterHours);
    case 'visit': return step.window.lateDays + daysOf(step.missedAfterHours);
    case 'call': case 'reading': return daysOf(step.withinHours);
    case 'message': return daysOf(step.expiresAfterHours);
    default: return 0;
  }
};

/** What follows a step that is asked for or rolls on counts from its last time. */
function lastDayWithSource(plan: Plan, step: Step): number {
  const { schedule } = step;
  if (schedule.kind !== 'after' || schedule.step === step.id) return lastDay(step);
  const source = plan.steps.find(({ id }) => id === schedule.step);
  return (source ? lastDay(source) : 0) + Math.max(...schedule.days);
}

/** Anchors that come later, and rounds, begin as late as the profile lets them. */
export function durationOf(plan: Plan, { anchors, launchAfter }: Profiles): number {
  const before = launchAfter[plan.mainAnchor]?.[0] ?? 0;
  const lasts = plan.steps.map((step) => {
    const { schedule } = step;
    const days = lastDayWithSource(plan, step) + closesAfter(step);
    if (schedule.kind === 'triggered') return days;
    const need = plan.anchors[schedule.anchor];
    const profile = anchors[schedule.anchor];
    if (need === 'again') return days + (profile && 'every' in profile ? profile.first[1] + profile.every[1] * ((plan.rounds?.[schedule.anchor] ?? 1) - 1) : 0);
    if (need === 'later') return days + (profile && 'days' in profile ? profile.days[1] : 60);
    return days - (schedule.anchor === plan.mainAnchor ? before : 0);
  });
  return Math.max(...lasts) + tailDays;
}
