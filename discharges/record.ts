/** A discharge as we understand it, whatever it came from. Own JSON is exactly this shape; FHIR and CSV are read into it. */
import { z } from 'zod';
import { answerProblem, isQuestion, questions } from '../pathways/recommend/questions.js';
import { nationalIdOf } from './national-id.js';

const Coding = z.strictObject({ system: z.string().max(200).default(''), code: z.string().max(60).default(''), display: z.string().max(300).default('') });
export type Coding = z.infer<typeof Coding>;

/** PostgreSQL's calendar has no year 0; some sources write it where they know no date. */
export const notInYearZero = /^(?!0000)/;
const yearZero = 'lies in the year 0, which no calendar has; leave out a date that is not known';
const day = z.iso.date().regex(notInYearZero, yearZero);
const when = z.union([day, z.iso.datetime({ offset: true }).regex(notInYearZero, yearZero)]);

export const ContactRecord = z.strictObject({
  owner: z.enum(['patient', 'family']),
  relation: z.string().max(40).optional(),
  name: z.string().max(80).optional(),
  kind: z.enum(['mobile', 'landline', 'wechat', 'email']),
  value: z.string().min(3).max(120),
});
export type ContactRecord = z.infer<typeof ContactRecord>;

/** Answers to the needs assessment that the sender knows, under the assessment's own names, e.g. `{ "barthel": "45", "acute": true }`. */
const Findings = z.record(z.string(), z.union([z.string(), z.boolean(), z.array(z.string())])).superRefine((findings, c) => {
  for (const [id, value] of Object.entries(findings)) {
    const problem = isQuestion(id) ? answerProblem(id, value) : `is not a question of the needs assessment; those are ${Object.keys(questions).join(', ')}`;
    if (problem !== null) c.addIssue({ code: 'custom', path: [id], message: problem });
  }
});

export const DischargeRecord = z.strictObject({
  patient: z.strictObject({
    /** Medical record number and the like; (system, value) is unique in a hospital. */
    identifiers: z.array(z.strictObject({ system: z.string().min(1).max(200), value: z.string().min(1).max(120) })).min(1),
    familyName: z.string().max(80).default(''),
    givenName: z.string().max(80).default(''),
    birthDate: day.nullable().default(null),
    sex: z.enum(['male', 'female', 'other', 'unknown']).default('unknown'),
    language: z.enum(['zh-CN', 'en']).default('zh-CN'),
    /** Only to recognise the person by: kept as a keyed hash, never as the number. */
    nationalId: z.string().refine((id) => nationalIdOf(id) !== null, 'is not a resident id number: 18 characters, the last one a check character').optional(),
    /** A date when it is known, true when only the fact is. */
    died: z.union([when, z.boolean()]).default(false),
  }),
  contacts: z.array(ContactRecord).default([]),
  consents: z.strictObject({ sms: z.boolean(), photos: z.boolean(), family: z.boolean(), familyDoctor: z.boolean() }).partial().default({}),
  stay: z.strictObject({
    /** The hospital's own number of the stay; the same number again updates, never doubles. */
    ref: z.string().min(1).max(200),
    kind: z.enum(['inpatient', 'emergency']).default('inpatient'),
    reason: z.string().max(300).default(''),
    admittedAt: when.nullable().default(null),
    dischargedAt: when.nullable(),
  }).refine(({ admittedAt, dischargedAt }) => admittedAt === null || dischargedAt === null || admittedAt.slice(0, 10) <= dischargedAt.slice(0, 10), { path: ['admittedAt'], message: 'is after the discharge; one of the two dates is wrong' }),
  /** `onset`: when it began or was found, where that is known. */
  conditions: z.array(Coding.extend({ onset: when.nullable().default(null) })).default([]),
  procedures: z.array(Coding.extend({ performedAt: when.nullable().default(null) })).default([]),
  /** `current`: still to be taken after discharge. */
  medications: z.array(Coding.extend({ current: z.boolean().default(true) })).default([]),
  /** Facts that rules may use and that staff knows better than codes do; they win over what is derived from medications. */
  flags: z.record(z.string().regex(/^[a-z][A-Za-z]{1,40}$/), z.boolean()).default({}),
  findings: Findings.optional(),
});
export type DischargeRecord = z.infer<typeof DischargeRecord>;

/** What reading a source gave: a record, or the reasons why there is none; notes are sentences for the import report, which names dates and counts and nothing of the person. */
export type ReadResult =
  | { ok: true; source: 'fhir-r4' | 'fhir-stu3' | 'json' | 'csv'; record: DischargeRecord; understood: string[]; missing: string[]; /** Of a row of a list: what was not taken of it. */ remarks?: string[] }
  | { ok: false; problems: string[] };
