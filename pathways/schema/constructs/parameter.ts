import { z } from 'zod';
import { Amount, TextKeyWord } from './words.js';

/** `[4]`, `K`, `C`, or several, with free words after a comma or semicolon: the marks of the clinical source list. `override: <reason>`: the department's own number. */
export const sourceMark = /^((\[\d+[a-z]?\]|K|C)([ /+]+(\[\d+[a-z]?\]|K|C))*([,;:(（，；：].*|\s+[^\s].*)?|override: \S.*)$/u;

const ParameterNumber = z.number();

/** Given for one patient at launch, and changed later by staff: a prescription's last day, a target, the hours of doses. */
export const Personal = z.strictObject({
  text: TextKeyWord.describe('what whoever launches is asked'),
  min: Amount.describe('smallest value, or earliest time, that may be given'),
  max: Amount.describe('largest value, or latest time, that may be given'),
  required: z.boolean().describe('launch is refused without it'),
  list: z.boolean().default(false).describe('several values, in rising order'),
});
export type Personal = z.infer<typeof Personal>;

/** A clinical number or time with a name, a unit and the mark of the source it was taken from. */
export const Parameter = z.strictObject({
  value: z.union([ParameterNumber, z.string().min(1), z.array(z.union([ParameterNumber, z.string().min(1)])).min(1), z.null()], {
    error: 'must be a number, a time such as "10:00", a word, or a list of them',
  }).describe('number, local time such as "10:00", word, or a list of them; decimals are exact; null only for a personal one without a default'),
  unit: z.string({ error: 'must be a unit, e.g. hour, day, local time, °C' }).min(1, { error: 'must be a unit, e.g. hour, day, local time, °C' }).describe('minute, hour, day, week, month, local time, °C, mmHg, ...; checked wherever the parameter is used'),
  source: z.string({ error: 'must be a source mark: C, K or [n]' }).regex(sourceMark, { error: 'must begin with a source mark: C, K or [n]' }).describe('C (clinical convention), K (known, original not read) or [n] (number in the source list), free words may follow; or override: with the department\'s reason'),
  personal: Personal.optional().describe('given for one patient; `value` is the default'),
});
export type Parameter = z.infer<typeof Parameter>;
