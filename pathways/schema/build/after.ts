import type { Schedule } from '../../engine/plan.js';
import type { Anchor } from '../../engine/vocabulary.js';
import type { ScheduleText } from '../constructs/schedule.js';
import { adviseName } from '../source/nearest.js';
import { within, type Place } from '../source/place.js';
import { need, type Context } from './context.js';
import { personalDay } from './personal.js';
import { stopCondition } from './stop-condition.js';

type Written = { step: string; anchor: Anchor; text: ScheduleText; of: NonNullable<ScheduleText['after']>; place: Place };

export function buildAfter({ step, anchor, text, of, place }: Written, context: Context): Schedule {
  const { parameters, report } = context;
  if (text.at !== undefined) report.errorAtKey({ source: place.source, path: [...place.path.slice(0, -1), 'at'] }, '`after` has an `at` of its own', 'move the time into `after:`');
  checkSource(step, of.step, within(place, 'step'), context);
  const personal: NonNullable<Extract<Schedule, { kind: 'after' }>['personal']> = {};
  /** A personal number must be known whenever one occurrence leads to the next. */
  const own = (ref: string | 0 | 1, key: 'first' | 'days' | 'until'): number | null => {
    const found = personalDay(ref, within(place, key), context);
    if (found === null) return null;
    need(found.of.required || found.of.value !== null, context, within(place, key), `\`${found.name}\` may be missing, and then nothing would follow`, 'make it required, or give it a default');
    personal[({ first: 'firstDay', days: 'days', until: 'untilDay' } as const)[key]] = found.name;
    return Number(found.of.value?.[0] ?? (key === 'until' ? found.of.max : found.of.min));
  };
  const interval = of.step === step && !Array.isArray(of.days) ? own(of.days, 'days') : null;
  const days = interval === null ? parameters.numbers(of.days, within(place, 'days'), 'day') : [interval];
  days.forEach((day, index) => {
    const former = days[index - 1];
    if (former !== undefined && day <= former) report.error(within(place, 'days'), `the days do not rise: ${former} is followed by ${day}`, 'list each day once, in rising order');
    need(!(day < 0), context, within(place, 'days'), `${-day} days before a step is done nobody knows that it will be`, 'use 0 or more days');
  });
  const firstDay = of.first === undefined ? undefined : own(of.first, 'first') ?? parameters.number(of.first, within(place, 'first'), 'day');
  const untilDay = of.until === undefined ? undefined : own(of.until, 'until') ?? parameters.number(of.until, within(place, 'until'), 'day');
  if (of.step === step) checkRolling({ days, firstDay, untilDay, ends: of.until !== undefined || of.stopWhen !== undefined || context.draft.header.goal !== undefined }, place, context);
  else if (of.first !== undefined) report.errorAtKey(within(place, 'first'), `\`first\` is the first day of a rolling maintenance, but this step counts from \`${of.step}\``, 'leave it out, or count from the step itself');
  return {
    kind: 'after', step: of.step, days, at: parameters.time(of.at, within(place, 'at')), anchor, ...(firstDay !== undefined && { firstDay }), ...(untilDay !== undefined && { untilDay }),
    ...stopCondition(of.stopWhen, within(place, 'stopWhen'), context), ...(Object.keys(personal).length > 0 && { personal }),
  };
}

/** There, and not waiting for this very step in turn. */
function checkSource(step: string, source: string, place: Place, { draft, report }: Context): void {
  if (!draft.steps.has(source)) report.error(place, `no step \`${source}\``, adviseName(source, draft.steps.ids(), `add \`${source}\` under \`steps:\``));
  const seen = [step];
  for (let next: string | undefined = source; next !== undefined && next !== step; next = draft.steps.get(next)?.text.schedule.after?.step) {
    if (seen.includes(next)) return;
    seen.push(next);
    if (draft.steps.get(next)?.text.schedule.after?.step !== step) continue;
    return report.error(place, `${seen.map((one) => `\`${one}\``).join(' and ')} wait for each other, so neither ever begins`, 'give one of them a schedule of its own');
  }
}

type Rolling = { days: number[]; firstDay: number | undefined; untilDay: number | undefined; ends: boolean };

function checkRolling({ days, firstDay, untilDay, ends }: Rolling, place: Place, context: Context): void {
  need(days.length === 1, context, within(place, 'days'), 'a step that counts from itself has one interval', 'give one number of days');
  need(!((days[0] ?? 1) < 1), context, within(place, 'days'), 'an interval of 0 days never moves on', 'use 1 day or more');
  if (firstDay === undefined) context.report.errorAtKey(within(place, 'step'), 'a step that counts from itself never begins', 'add `first: $<parameter in days>`, counted from the anchor');
  need(ends, context, place, 'this maintenance never ends, so the course is never over', 'add `until: $<parameter in days>` or `stopWhen:`, or give the pathway a `goal:`');
  need(!(untilDay !== undefined && firstDay !== undefined && untilDay < firstDay), context, within(place, 'until'), `it ends on day ${String(untilDay)}, before it begins on day ${String(firstDay)}`, 'let `until` be on or after `first`');
}
