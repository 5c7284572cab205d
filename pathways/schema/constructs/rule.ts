import { z } from 'zod';
import { sourceMark } from './parameter.js';
import { Amount, CelText, KebabId, LevelWord, Roles, TextKeyWord } from './words.js';

/** `level: null` opens no case and only starts steps; `patientText: null` says nothing by text. */
export const RuleCaseText = z.strictObject({
  when: CelText.describe('the first case that is true decides; a missing value is neither true nor false'),
  level: LevelWord.nullable().describe('null opens no case and only starts steps'),
  to: Roles.optional().describe('alerted instead of the level’s roles'),
  patientText: TextKeyWord.nullable().optional().describe('instead of the level’s text; null = say nothing by text'),
  instruction: TextKeyWord.describe('what the alerted person should do'),
  start: z.array(KebabId).default([]).describe('triggered steps'),
});
export type RuleCaseText = z.infer<typeof RuleCaseText>;

export const Silence = z.strictObject({ step: KebabId.describe('a form, reading or ticked message'), misses: Amount.describe('missed so often in a row') });
export const Persist = z.strictObject({ hours: Amount.describe('looked at again so long after the rule fired'), become: LevelWord.describe('level of the case when it is still true then') });
export const Confirm = z.strictObject({
  askAfterMinutes: Amount.describe('when to ask for another measurement'),
  withinMinutes: Amount.describe('none by then confirms the first'),
  text: TextKeyWord,
});

/** Cases are tried in order: the first that is true decides. */
export const RuleText = z.strictObject({
  source: z.string({ error: 'must be a source mark: C, K or [n]' }).regex(sourceMark, { error: 'must begin with a source mark: C, K or [n]' }),
  silence: Silence.optional(),
  cases: z.array(RuleCaseText).min(1, { error: 'must hold at least one case' }),
  persist: Persist.optional(),
  confirm: Confirm.optional(),
});
export type RuleText = z.infer<typeof RuleText>;
