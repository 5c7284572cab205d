/** A story as its author writes it: docs/story-format.md says every field in words. Times are still text here; `resolve.ts` reads them. */
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { anchors, callOutcomes, channelNames, levels, pauseReasons, staffRoles, stopReasons, taskOutcomes } from '../engine/vocabulary.js';

const StoryTime = z.string().min(1);
const StoryDate = z.string().regex(/^(D-?\d{1,4}|\d{4}-\d{2}-\d{2})$/, 'write a date like D5 or 2026-03-07');
const LocalDate = z.iso.date('write a date like 2026-03-02');
/** `dressing#1`: the first occurrence of the step `dressing`. */
const StepRef = z.string().regex(/^[a-z0-9-]+#\d+$/, 'write the step and its number, like dressing#1');
const CaseRef = z.int().positive();
const AnswerValue = z.union([z.string(), z.boolean(), z.array(z.string()), z.number().transform((n) => String(n))]);
const Answers = z.record(z.string(), z.record(z.string(), AnswerValue));
const Values = z.record(z.string(), z.union([z.string(), z.number().transform((n) => String(n))]));
/** `p.<name>`: a number, a time, or a list of them. */
const PersonalOne = z.union([z.string(), z.number().transform((n) => String(n))]);
const PersonalValue = z.union([PersonalOne, z.array(PersonalOne)]);
const Away = z.array(z.strictObject({ from: StoryDate, until: StoryDate }));
const Photo = z.strictObject({ id: z.string(), sha256: z.string().default('0'.repeat(64)), mime: z.string().default('image/jpeg'), bytes: z.int().nonnegative().default(0) });

/** `commandId`: to write the same command twice; `by`: who did it. Both are optional everywhere. */
const command = { commandId: z.string().optional(), by: z.string().optional() };
const slot = { step: StepRef, from: StoryTime, until: StoryTime };

export const inputKinds = {
  'clock-reached': z.strictObject({}),
  'answer-received': z.strictObject({ ...command, step: StepRef.optional(), answers: Answers, answeredBy: z.enum(['patient', 'family', 'staff']).default('patient') }),
  'reading-received': z.strictObject({ ...command, reading: z.string(), values: Values, measuredAt: StoryTime.optional(), device: z.string().optional() }),
  'step-ticked': z.strictObject({ ...command, step: StepRef }),
  'visit-booked': z.strictObject({ ...command, ...slot, assignee: z.string().optional() }),
  'visit-moved': z.strictObject({ ...command, ...slot, reason: z.string().default('moved') }),
  'visit-checked-in': z.strictObject({ ...command, step: StepRef }),
  'visit-completed': z.strictObject({ ...command, step: StepRef, record: Answers.default({}), photos: z.array(Photo).default([]) }),
  'visit-missed': z.strictObject({ ...command, step: StepRef, reason: z.enum(['no-show', 'staff', 'unsafe-home']) }),
  'visit-cancelled': z.strictObject({ ...command, step: StepRef, reason: z.string() }),
  'call-recorded': z.strictObject({ ...command, step: StepRef.optional(), case: CaseRef.optional(), outcome: z.enum(callOutcomes), contact: z.string().optional(), answers: Answers.optional() }),
  'task-recorded': z.strictObject({ ...command, step: StepRef, outcome: z.enum(taskOutcomes).default('done'), note: z.string().optional(), answers: Answers.optional() }),
  'escalation-raised': z.strictObject({ ...command, level: z.enum(levels), reason: z.string() }),
  'escalation-acknowledged': z.strictObject({ ...command, case: CaseRef }),
  'escalation-contacted': z.strictObject({ ...command, case: CaseRef }),
  'escalation-resolved': z.strictObject({ ...command, case: CaseRef, resolution: z.string() }),
  'escalation-cancelled': z.strictObject({ ...command, case: CaseRef, reason: z.string() }),
  pause: z.strictObject({ ...command, reason: z.enum(pauseReasons) }),
  resume: z.strictObject({ ...command }),
  stop: z.strictObject({ ...command, reason: z.enum(stopReasons) }),
  'patient-died': z.strictObject({ ...command }),
  'patient-readmitted': z.strictObject({ ...command }),
  'opt-out': z.strictObject({ ...command }),
  'opt-in': z.strictObject({ ...command }),
  'away-set': z.strictObject({ ...command, away: Away }),
  'facts-changed': z.strictObject({ ...command, flags: z.record(z.string(), z.boolean()).default({}), hasFamilyContact: z.boolean().optional() }),
  'zone-changed': z.strictObject({ ...command, zone: z.string() }),
  'anchor-set': z.strictObject({ ...command, anchor: z.enum(anchors), date: StoryDate, reason: z.string().default('known now'), correct: z.boolean().optional() }),
  'personal-set': z.strictObject({ ...command, values: z.record(z.string(), PersonalValue.nullable()), reason: z.string() }),
  'steps-start': z.strictObject({ ...command, steps: z.array(z.string()).min(1), reason: z.string() }),
} as const;

export type StoryInputKind = keyof typeof inputKinds;
type Body = { [K in StoryInputKind]: z.infer<(typeof inputKinds)[K]> };
/** One line of `inputs`. `in` may be left out in a story of one episode, and for what concerns the person. */
export type StoryInput = { [K in StoryInputKind]: { at: string; in: string | null; kind: K; body: Body[K] } }[StoryInputKind];

const kindNames = Object.keys(inputKinds) as StoryInputKind[];

/** `{ at, in?, <kind>: { ... } }` with exactly one kind. */
const Input = z.looseObject({ at: StoryTime, in: z.string().optional() }).transform((line, context): StoryInput => {
  const others = Object.keys(line).filter((key) => key !== 'at' && key !== 'in');
  const [kind] = others;
  const known = kindNames.find((name) => name === kind);
  if (others.length !== 1 || known === undefined) {
    context.addIssue({ code: 'custom', message: `an input names exactly one kind (${kindNames.join(', ')}), this one names ${others.join(', ') || 'none'}` });
    return z.NEVER;
  }
  const parsed = inputKinds[known].safeParse(line[known] ?? {});
  if (!parsed.success) {
    for (const issue of parsed.error.issues) context.addIssue({ code: 'custom', path: [known, ...issue.path], message: issue.message });
    return z.NEVER;
  }
  return { at: line.at, in: line.in ?? null, kind: known, body: parsed.data } as StoryInput;
});

const Duty = z.union([z.literal('always'), z.literal('never'), z.array(z.strictObject({ from: StoryTime, until: StoryTime }))]);
const Contact = z.strictObject({
  id: z.string(), owner: z.enum(['patient', 'family']).default('patient'), kind: z.enum(['mobile', 'landline', 'wechat', 'email']), order: z.int().optional(), quarantined: z.boolean().default(false),
});
const Patient = z.strictObject({
  age: z.int().nonnegative().optional(),
  flags: z.record(z.string(), z.boolean()).default({}),
  hasFamilyContact: z.boolean().default(true),
  optedOut: z.boolean().default(false),
  away: Away.default([]),
  consents: z.strictObject({ sms: z.boolean().default(true), photos: z.boolean().default(true), family: z.boolean().default(true), familyDoctor: z.boolean().default(false) })
    .default({ sms: true, photos: true, family: true, familyDoctor: false }),
  contacts: z.array(Contact).optional(),
  language: z.string().default('zh-CN'),
  spreadSeconds: z.int().nonnegative().default(0),
});
const StoryEpisode = z.strictObject({
  as: z.string().regex(/^[a-z][a-z0-9-]*$/, 'name the episode in lower case, like wound'),
  package: z.string().regex(/^[a-z0-9-]+(@\d+)?$/, 'write the package and its version, like hip-wound-care@1'),
  anchors: z.partialRecord(z.enum(anchors), LocalDate),
  at: StoryTime,
  zone: z.string().optional(),
  /** `as` of the episode of another package within which it is started. */
  within: z.string().optional(),
  personal: z.record(z.string(), PersonalValue).optional(),
});

export const Story = z.strictObject({
  story: z.string().min(1),
  covers: z.array(z.string()).default([]),
  patient: Patient.prefault({}),
  episodes: z.array(StoryEpisode).min(1),
  duty: z.partialRecord(z.enum(staffRoles), Duty).default({}),
  vendor: z.array(z.strictObject({ channel: z.enum(channelNames), from: StoryTime, until: StoryTime, answer: z.enum(['reject', 'ambiguous']) })).default([]),
  inputs: z.array(Input),
  expect: z.array(z.looseObject({ in: z.string().optional() })).default([]),
  never: z.array(z.looseObject({ type: z.string(), in: z.string().optional() })).default([]),
});
export type Story = z.infer<typeof Story>;

/** A story that cannot be read: one sentence per mistake, with its place. */
export class StoryRefused extends Error {
  override readonly name = 'StoryRefused';
}

/** `label`: the file's name, for the message. */
export function readStory(text: string, label: string): Story {
  const document = parseDocument(text);
  const [broken] = document.errors;
  if (broken) throw new StoryRefused(`${label}: ${broken.message}`);
  const parsed = Story.safeParse(document.toJS());
  if (parsed.success) return parsed.data;
  throw new StoryRefused(parsed.error.issues.map((issue) => `${label}: ${issue.path.join('.') || 'the file'}: ${issue.message}`).join('\n'));
}
