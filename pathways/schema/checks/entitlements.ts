/** What is sold and what is planned must agree: a visit that nobody paid for, or a paid one that never comes, is a mistake. */
import type { Plan, Schedule, Step, VisitStep } from '../../engine/plan.js';
import type { Context } from '../build/context.js';
import type { Meta } from '../definition.js';
import { within } from '../source/place.js';

export function checkEntitlements(steps: Step[], { units }: Pick<Meta, 'units'>, context: Context): void {
  const visits = steps.filter((step): step is VisitStep => step.kind === 'visit');
  units.forEach(({ service, count }, index) => {
    const place = within(context.draft.place, 'package', 'units', index);
    if (units.findIndex((unit) => unit.service === service) < index) {
      context.report.error(within(place, 'service'), `the service \`${service}\` is sold twice`, 'add the two counts up');
      return;
    }
    if (context.draft.header.embeds?.some((one) => one.service === service)) return;
    const own = visits.filter((step) => step.service === service);
    const planned = own.reduce((sum, { schedule }) => sum + occurrences(schedule), 0);
    /** A visit that waits for a rule or for what is done before it, that comes as often as is decided for the patient, or whose service is misspelt, may be the missing one. */
    const spare = own.some(({ schedule }) => schedule.kind === 'triggered' || schedule.kind === 'after' || isPersonal(schedule)) || visits.some((step) => !units.some((unit) => unit.service === step.service));
    const known = own.length > 0 || ![...context.draft.refused].some((name) => name.startsWith('steps'));
    if (!known) return;
    if (planned > count) context.report.error(within(place, 'count'), `the steps plan ${planned} visits of \`${service}\`, but only ${count} are sold`, 'raise the count, or plan fewer days');
    else if (planned < count && !spare) context.report.error(within(place, 'count'), `${count} visits of \`${service}\` are sold, but the steps plan only ${planned}`, 'lower the count, or plan more days');
  });
}

const isPersonal = (schedule: Schedule): boolean => schedule.kind === 'repeat' && schedule.personal !== undefined;

/** What is counted for each patient is not known here. */
function occurrences(schedule: Schedule): number {
  switch (schedule.kind) {
    case 'offsets':
      return schedule.offsets.some(Number.isNaN) ? Number.NaN : schedule.offsets.length;
    case 'repeat':
      return isPersonal(schedule) ? 0 : (Math.floor((schedule.untilDay - schedule.fromDay) / schedule.everyDays) + 1) * schedule.times.length;
    case 'onRequest':
      return schedule.most;
    case 'triggered':
    case 'after':
      return 0;
  }
}

/** A form that closes before its reminders go out is never chased: legal for a daily form, but worth a second look. */
export function checkClosing(steps: Step[], unanswered: Plan['unanswered'], context: Context): void {
  const [first] = unanswered.remindHours;
  for (const step of steps) {
    const place = context.draft.steps.get(step.id)?.place;
    if (step.kind !== 'form' || !place || first === undefined || !(step.closesAfterHours <= first)) continue;
    context.report.warning(within(place, 'closesAfterHours'), `the form closes after ${step.closesAfterHours} hours, before its first reminder (${first} hours)`, 'keep it open longer, if it should be chased');
  }
}
