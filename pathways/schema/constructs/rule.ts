import { z } from 'zod';
import { sourceMark } from './parameter.js';
import { Amount, CelText, KebabId, LevelWord, Roles, TextKeyWord } from './words.js';

/** `level: null` opens no case and only starts steps; `patientText: null` says nothing by text. */
export const RuleCaseText = z.strictObject({
  when: CelText,
  level: LevelWord.nullable(),
  to: Roles.optional(),
  patientText: TextKeyWord.nullable().optional(),
  instruction: TextKeyWord,
  start: z.array(KebabId).default([]),
});
export type RuleCaseText = z.infer<typeof RuleCaseText>;

export const Silence = z.strictObject({ step: KebabId, misses: Amount });
export const Persist = z.strictObject({ hours: Amount, become: LevelWord });
export const Confirm = z.strictObject({ askAfterMinutes: Amount, withinMinutes: Amount, text: TextKeyWord });

/** Cases are tried in order: the first that is true decides. */
export const RuleText = z.strictObject({
  source: z.string({ error: 'must be a source mark: C, K or [n]' }).regex(sourceMark, { error: 'must begin with a source mark: C, K or [n]' }),
  silence: Silence.optional(),
  cases: z.array(RuleCaseText).min(1, { error: 'must hold at least one case' }),
  persist: Persist.optional(),
  confirm: Confirm.optional(),
});
export type RuleText = z.infer<typeof RuleText>;
