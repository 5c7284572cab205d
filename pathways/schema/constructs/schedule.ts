import { z } from 'zod';
import { Amount, Amounts, AnchorWord, CelText, ParamRef, Times } from './words.js';

/** From day to day (both included) at fixed times. Only the next occurrence is ever planned. */
export const Repeat = z.strictObject({
  from: Amount,
  every: Amount,
  until: Amount,
  times: Times,
  stopWhen: CelText.optional(),
});

/** Waits for a rule's `start`: so many hours later, `at` rolled forward to that time of day; `once` per episode. */
export const Triggered = z.strictObject({ afterHours: Amount, at: ParamRef.optional(), once: z.boolean().optional() });

/**
 * When a step happens: exactly one of `days`, `months`, `repeat`, `triggered`. Days and months count from the anchor's local date,
 * signed; months are calendar months.
 */
export const ScheduleText = z.strictObject({
  anchor: AnchorWord.optional(),
  days: Amounts.optional(),
  months: Amounts.optional(),
  at: ParamRef.optional(),
  repeat: Repeat.optional(),
  triggered: Triggered.optional(),
});
export type ScheduleText = z.infer<typeof ScheduleText>;
