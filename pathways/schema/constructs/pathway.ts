import { z } from 'zod';
import { anchorNeeds } from '../../engine/vocabulary.js';
import { conventions } from './conventions.js';
import { FormText } from './form.js';
import { PackageText } from './package.js';
import { Parameter, sourceMark } from './parameter.js';
import { Reading } from './reading.js';
import { RuleText } from './rule.js';
import { StepText } from './step.js';
import { Amount, AnchorWord, CamelId, CelText, FragmentWord, KebabId, ParamRef, RoleWord, RuleIdWord, TextKeyWord } from './words.js';

/** `later`: set by a person once it has happened; `again`: set anew for every round, `most` of them. */
const AnchorNeedText = z.union([z.enum(anchorNeeds), z.strictObject({ again: z.strictObject({ most: Amount }) })], {
  error: 'must be required, optional, later, again or `{ again: { most: $rounds } }`',
});

/** What the course is for; follow-up begins when it is reached. */
export const Goal = z.strictObject({
  when: CelText.describe('looked at whenever answers, readings or facts arrive, with the latest value of everything that it names'),
  source: z.string({ error: 'must be a source mark: C, K or [n]' }).regex(sourceMark, { error: 'must begin with a source mark: C, K or [n]' }),
  label: TextKeyWord.describe('what was reached, in a few words'),
});

/** What a person does when the pregnancy is lost: everything that celebrates or teaches has stopped by then. */
export const Loss = z.strictObject({ by: RoleWord.describe('who calls'), script: TextKeyWord.describe('what to say and to do') });

/** Said once, when so many badges are earned. */
export const Reward = z.strictObject({ badges: Amount.describe('how many badges'), text: TextKeyWord.describe('sent to the patient as education') });

/** Other packages that are started within this one while it runs, each for one unit that was bought with it. */
export const EmbedsText = z.strictObject({
  service: KebabId.describe('one of `package.units`: each unit starts one package'),
  packages: z.union([z.literal('any'), z.array(KebabId).min(1)], { error: 'must be `any`, or a list of package ids' }).describe('which; `any`: every package but those with `embeds` of their own'),
  label: TextKeyWord.describe('what a unit is called'),
});

/** Hours in which somebody sits ready for questions. */
export const Answering = z.strictObject({
  from: ParamRef.describe('local time from which questions are answered'),
  to: ParamRef.describe('local time, later on the same day'),
  withinMinutes: Amount.describe('after the question, or after the beginning of the hours for one that waited'),
  by: RoleWord.describe('who is asked first'),
});

/** What pathways and fragments both may hold. */
const contents = {
  parameters: z.record(CamelId, Parameter).optional(),
  steps: z.record(KebabId, StepText).optional(),
  forms: z.record(CamelId, FormText).optional(),
  readings: z.record(CamelId, Reading).optional(),
  rules: z.record(RuleIdWord, RuleText).optional(),
  ...conventions,
};

/** `<package>/v<version>.yaml`: a clinical definition, immutable once published. */
export const Pathway = z.strictObject({
  pathway: KebabId.describe('id; a package sells exactly one pathway'),
  version: z.int().min(1).describe('raised with every change: published versions never change'),
  uses: z.array(FragmentWord).default([]).describe('fragments, in order; `core@2` is version 2 of `core`'),
  zone: z.string().min(1).describe('IANA time zone'),
  mainAnchor: AnchorWord.describe('day 0 of the clock, timelines and reports'),
  anchors: z.partialRecord(AnchorWord, AnchorNeedText),
  package: PackageText,
  goal: Goal.optional(),
  loss: Loss.optional(),
  answering: z.array(Answering).min(1, { error: 'must hold at least one window' }).optional(),
  embeds: z.array(EmbedsText).min(1, { error: 'must hold at least one line' }).optional(),
  rewards: z.array(Reward).min(1, { error: 'must hold at least one reward' }).optional(),
  ...contents,
});
export type Pathway = z.infer<typeof Pathway>;

/** `_shared/<name>.v<version>.yaml`: parts that several pathways use. */
export const Fragment = z.strictObject({ fragment: KebabId, version: z.int().min(1), ...contents });
export type Fragment = z.infer<typeof Fragment>;
