import { z } from 'zod';
import { Amount, CamelId, TextKeyWord } from './words.js';

export const Component = z.strictObject({
  unit: z.string().min(1),
  decimals: z.int().min(0).max(6),
  min: Amount.describe('below is implausible: kept raw, asked to repeat, meets no rule'),
  max: Amount.describe('above is implausible'),
  maxStepPerDay: Amount.optional().describe('a bigger change within a day is implausible'),
  label: TextKeyWord.optional(),
});

/** What a device or person may report. Values outside the bounds are kept raw, meet no rule and ask for a repeat. */
export const Reading = z.strictObject({
  title: TextKeyWord.optional(),
  components: z.record(CamelId, Component),
  combine: z.enum(['each', 'session-mean', 'day-first']).describe('each value counts; values of one session are averaged; or only the first valid value of a local day'),
  sessionMinutes: Amount.optional().describe('how long a session lasts'),
});
export type Reading = z.infer<typeof Reading>;
