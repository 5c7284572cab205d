import { z } from 'zod';
import { Amount, CamelId, TextKeyWord } from './words.js';

export const Component = z.strictObject({
  unit: z.string().min(1),
  decimals: z.int().min(0).max(6),
  min: Amount,
  max: Amount,
  maxStepPerDay: Amount.optional(),
  label: TextKeyWord.optional(),
});

/** What a device or person may report. Values outside the bounds are kept raw, meet no rule and ask for a repeat. */
export const Reading = z.strictObject({
  title: TextKeyWord.optional(),
  components: z.record(CamelId, Component),
  combine: z.enum(['each', 'session-mean', 'day-first']),
  sessionMinutes: Amount.optional(),
});
export type Reading = z.infer<typeof Reading>;
