/** Escalation levels and the other shared conventions. */
import { levels, type Level } from '../../engine/vocabulary.js';
import type { LevelPolicy, Plan } from '../../engine/plan.js';
import type { ConventionKey } from '../constructs/conventions.js';
import type { LevelText } from '../constructs/level.js';
import { within, type Place } from '../source/place.js';
import { need, type Context } from './context.js';

export type Conventions = Pick<Plan, 'levels' | 'yellows' | 'unanswered' | 'calls' | 'quietHours' | 'dailySmsCap' | 'staleReadingHours' | 'texts'>;

/** Null when a convention is missing altogether: then there is no plan to build. */
export function buildConventions(context: Context): Conventions | null {
  const { parameters } = context;
  const level = find('levels', context);
  const yellows = find('yellows', context);
  const unanswered = find('unanswered', context);
  const calls = find('calls', context);
  const quiet = find('quietHours', context);
  const cap = find('dailySmsCap', context);
  const stale = find('staleReadingHours', context);
  const texts = find('texts', context);
  if (!level || !yellows || !unanswered || !calls || !quiet || !cap || !stale || !texts) return null;
  const remindHours = parameters.numbers(unanswered.text.remindHours, within(unanswered.place, 'remindHours'), 'hour');
  const phoneTaskHours = parameters.number(unanswered.text.phoneTaskHours, within(unanswered.place, 'phoneTaskHours'), 'hour');
  checkUnanswered(remindHours, phoneTaskHours, unanswered.place, context);
  const quietHours = { from: parameters.time(quiet.text.from, within(quiet.place, 'from')), to: parameters.time(quiet.text.to, within(quiet.place, 'to')) };
  need(quietHours.from === '' || quietHours.from !== quietHours.to, context, quiet.place, 'quiet hours that begin and end together are either no hours or all of them', 'give two different times');
  need(yellows.text.become !== 'yellow', context, within(yellows.place, 'become'), 'several yellows that become yellow change nothing', 'let them become orange or red');
  for (const key of ['digest', 'close', 'optOut', 'repeatReading'] as const) {
    const text = texts.text[key];
    if (text !== null) context.texts.sent(text, within(texts.place, key), { class: 'form', channels: ['wechat', 'sms'] });
  }
  return {
    levels: Object.fromEntries(levels.map((one) => [one, buildLevel(one, level.text[one], within(level.place, one), context)])) as Record<Level, LevelPolicy>,
    yellows: { count: atLeast(2, yellows.text.count, within(yellows.place, 'count'), 'count', context), become: yellows.text.become },
    unanswered: { remindHours, phoneTaskHours, family: unanswered.text.family },
    calls: {
      retryAfterHours: parameters.number(calls.text.retryAfterHours, within(calls.place, 'retryAfterHours'), 'hour'),
      maxAttempts: atLeast(1, calls.text.maxAttempts, within(calls.place, 'maxAttempts'), 'count', context),
      attemptsWithinDays: parameters.number(calls.text.attemptsWithinDays, within(calls.place, 'attemptsWithinDays'), 'day'),
      exhausted: calls.text.exhausted,
    },
    quietHours,
    dailySmsCap: atLeast(1, cap.text, cap.place, 'count', context),
    staleReadingHours: atLeast(1, stale.text, stale.place, 'hour', context),
    texts: texts.text,
  };
}

function buildLevel(level: Level, text: LevelText, place: Place, context: Context): LevelPolicy {
  const { parameters } = context;
  const ackWithinMinutes = text.ackWithinMinutes === null ? null : parameters.number(text.ackWithinMinutes, within(place, 'ackWithinMinutes'), 'minute');
  const contactWithinMinutes = parameters.number(text.contactWithinMinutes, within(place, 'contactWithinMinutes'), 'minute');
  need(ackWithinMinutes === null || !(contactWithinMinutes < ackWithinMinutes), context, within(place, 'contactWithinMinutes'), `contact is due after ${contactWithinMinutes} minutes, before anybody must have acknowledged (${String(ackWithinMinutes)})`, 'let contact be due at or after the acknowledge deadline');
  const ladder = text.ladder.map((rung, index) => ({
    afterMinutes: parameters.number(rung.afterMinutes, within(place, 'ladder', index, 'afterMinutes'), 'minute'),
    to: rung.to,
    unless: rung.unless,
  }));
  checkLadder({ ladder, ackWithinMinutes, contactWithinMinutes }, place, context);
  const repeatEveryMinutes = parameters.number(text.repeatEveryMinutes, within(place, 'repeatEveryMinutes'), 'minute');
  need(!(repeatEveryMinutes <= 0), context, within(place, 'repeatEveryMinutes'), 'after the last rung nobody would hear of it again', 'repeat the last rung every 1 minute or more');
  if (text.patientText !== null) context.texts.sent(text.patientText, within(place, 'patientText'), { class: 'safety', channels: ['wechat', 'sms'] });
  return {
    level, alert: text.alert, ackWithinMinutes, contactWithinMinutes, ladder, repeatEveryMinutes, patientText: text.patientText,
    patientQuietHours: text.patientQuietHours, alertQuietHours: text.alertQuietHours, callBy: text.callBy, pausesVisits: text.pausesVisits,
  };
}

/** A rung is reached only when it comes after the former one, and after the deadline whose breach it answers. */
function checkLadder({ ladder, ackWithinMinutes, contactWithinMinutes }: Pick<LevelPolicy, 'ladder' | 'ackWithinMinutes' | 'contactWithinMinutes'>, place: Place, context: Context): void {
  ladder.forEach(({ afterMinutes, unless }, index) => {
    const at = within(place, 'ladder', index, 'afterMinutes');
    const former = ladder[index - 1];
    if (former && afterMinutes <= former.afterMinutes) {
      context.report.error(at, `this rung (${afterMinutes} minutes) is not later than the one before it (${former.afterMinutes} minutes): it is never reached on its own`, 'let every rung come later than the former, or join the two `to:` lists');
      return;
    }
    const deadline = unless === 'acknowledged' ? (ackWithinMinutes ?? 0) : contactWithinMinutes;
    need(!(afterMinutes < deadline), context, at, `this rung climbs after ${afterMinutes} minutes, before the ${unless === 'acknowledged' ? 'acknowledge' : 'contact'} deadline of ${deadline} minutes has passed`, 'climb at the deadline or later');
  });
}

function checkUnanswered(remindHours: number[], phoneTaskHours: number, place: Place, context: Context): void {
  remindHours.forEach((hours, index) => {
    const former = index === 0 ? 0 : (remindHours[index - 1] ?? 0);
    need(!(hours <= former), context, within(place, 'remindHours'), `the reminder after ${hours} hours is not later than ${index === 0 ? 'the invitation' : `the one after ${former} hours`}`, 'list the hours in rising order');
  });
  const last = remindHours.at(-1) ?? 0;
  need(!(phoneTaskHours <= last), context, within(place, 'phoneTaskHours'), `the phone task after ${phoneTaskHours} hours would come before the last reminder (${last} hours)`, 'let a person call after the reminders');
}

function atLeast(least: number, ref: string | 0 | 1, place: Place, unit: 'count' | 'hour', context: Context): number {
  const value = context.parameters.number(ref, place, unit);
  need(!(value < least), context, place, `${value} is too few`, `use ${least} or more`);
  return value;
}

function find<Key extends ConventionKey>(key: Key, context: Context): ReturnType<typeof context.draft.convention<Key>> {
  const found = context.draft.convention(key);
  if (!found && !context.draft.refused.has(key)) {
    context.report.errorAtKey(context.draft.place, `the pathway has no \`${key}\``, 'add `conventions` to `uses:`, or write the key here');
  }
  return found;
}
