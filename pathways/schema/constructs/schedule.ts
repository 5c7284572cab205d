import { z } from 'zod';
import { Amount, Amounts, AnchorWord, CelText, KebabId, ParamRef, Times } from './words.js';

/** From day to day (both included) at fixed times. Only the next occurrence is ever planned. */
export const Repeat = z.strictObject({
  from: Amount.describe('first day, counted from the anchor'),
  every: Amount.describe('days between two occurrences'),
  until: Amount.describe('last day, included'),
  times: Times.describe('times of day, earliest first'),
  stopWhen: CelText.optional().describe('no further occurrence is planned once this is true'),
});

/** Waits for a rule's `start`: so many hours later, `at` rolled forward to that time of day; `once` per episode. */
export const Triggered = z.strictObject({
  afterHours: Amount.describe('hours after the rule fired; 0 = at once'),
  at: ParamRef.optional().describe('rolled forward to this time of day'),
  once: z.boolean().optional().describe('once it took place no rule starts it again; staff may'),
});

/** Counts from what was really done: from every completion of another step, or (its own id) from one maintenance to the next. */
export const After = z.strictObject({
  step: KebabId.describe('the step whose completed occurrences it counts from; its own id makes a rolling maintenance'),
  days: Amounts.describe('days after the local date of the completion, in rising order; of its own step one interval'),
  at: ParamRef.describe('time of day in the patient’s zone'),
  first: Amount.optional().describe('only of its own step: day of the first occurrence, counted from the anchor'),
  until: Amount.optional().describe('nothing is due after this day, counted from the anchor'),
  stopWhen: CelText.optional().describe('no further occurrence is planned once this is true'),
});

/** When somebody asks for it. */
export const OnRequest = z.strictObject({
  most: Amount.describe('how often at most; only what took place is counted'),
  until: Amount.describe('last day, counted from the anchor'),
});

/** Instead of the last occurrence whose time had passed at the launch. */
export const MadeUp = z.strictObject({ days: Amount.describe('days after the launch'), at: ParamRef.describe('time of day') });

/**
 * When a step happens: exactly one of `days`, `weeks`, `months`, `repeat`, `triggered`, `after`, `onRequest`. Days and months count from the anchor's local date,
 * signed; months are calendar months.
 */
export const ScheduleText = z.strictObject({
  anchor: AnchorWord.optional().describe('the date that days and months count from; by default the main anchor'),
  days: Amounts.optional().describe('offsets in days, signed, in rising order: one occurrence each'),
  months: Amounts.optional().describe('offsets in calendar months, clamped to the end of a shorter month'),
  weeks: Amounts.optional().describe('offsets in weeks of seven days'),
  at: ParamRef.optional().describe('time of day in the patient’s zone, for days, weeks and months'),
  past: z.union([z.literal('skip'), MadeUp], { error: 'must be `skip`, or `{ days, at }`' }).optional().describe('what becomes of what had passed already at the launch'),
  repeat: Repeat.optional(),
  triggered: Triggered.optional(),
  after: After.optional(),
  onRequest: OnRequest.optional(),
});
export type ScheduleText = z.infer<typeof ScheduleText>;
