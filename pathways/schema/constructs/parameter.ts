import { z } from 'zod';

/** `[4]`, `K`, `C`, or several, with free words after a comma or semicolon: the marks of the clinical source list. */
export const sourceMark = /^(\[\d+[a-z]?\]|K|C)([ /+]+(\[\d+[a-z]?\]|K|C))*([,;:(（，；：].*|\s+[^\s].*)?$/u;

const ParameterNumber = z.number();

/** A clinical number or time with a name, a unit and the mark of the source it was taken from. */
export const Parameter = z.strictObject({
  value: z.union([ParameterNumber, z.string().min(1), z.array(z.union([ParameterNumber, z.string().min(1)])).min(1)], {
    error: 'must be a number, a time such as "10:00", a word, or a list of them',
  }),
  unit: z.string({ error: 'must be a unit, e.g. hour, day, local time, °C' }).min(1, { error: 'must be a unit, e.g. hour, day, local time, °C' }),
  source: z.string({ error: 'must be a source mark: C, K or [n]' }).regex(sourceMark, { error: 'must begin with a source mark: C, K or [n]' }),
});
export type Parameter = z.infer<typeof Parameter>;
