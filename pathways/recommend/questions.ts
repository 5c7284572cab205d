/**
 * The needs assessment before discharge: what is asked, in the order of the page. Wording is on the screen (web/console/texts/launch.ts): own
 * words where the licence allows items, the total alone where it does not (Barthel, Morse, Braden, PUSH; clinical content section 6).
 */
import { laceCharlsonWeights } from '../instruments/lace.js';

/** Raise it when a question or a rule changes: a stored assessment names the edition it was made by. */
export const assessmentEdition = 2;

export type Question =
  | { kind: 'whole'; min: number; max: number; step: number }
  /** Text with at most this many decimals. */
  | { kind: 'decimal'; min: number; max: number; decimals: number }
  | { kind: 'boolean' }
  /** Any of them; the empty list is an answer of its own: none. */
  | { kind: 'multi'; options: readonly string[] };

const whole = (min: number, max: number, step = 1): Question => ({ kind: 'whole', min, max, step });
const yesNo: Question = { kind: 'boolean' };
const any = (...options: string[]): Question => ({ kind: 'multi', options });

export const sections = {
  stay: ['stayDays', 'acute', 'emergencyVisits', 'admissions', 'procedure', 'oncologyWard', 'haemoglobin', 'sodium', 'charlson'],
  care: ['tubes', 'wound', 'stoma', 'push', 'wagner', 'surgery', 'medicines', 'injections', 'conditions', 'delivery', 'chemotherapy'],
  function: ['barthel', 'mrs', 'braden', 'morse', 'fatigue', 'resistance', 'ambulation', 'illnesses', 'weightLoss'],
} as const;

export const questions = {
  stayDays: whole(0, 3660),
  /** Admitted acutely or through the emergency department: A of LACE, "urgent" of HOSPITAL. */
  acute: yesNo,
  /** In the six months before, this one excluded. */
  emergencyVisits: whole(0, 500),
  /** In the twelve months before. */
  admissions: whole(0, 365),
  procedure: yesNo,
  oncologyWard: yesNo,
  /** g/L at discharge. */
  haemoglobin: { kind: 'decimal', min: 10, max: 300, decimals: 1 },
  /** mmol/L at discharge. */
  sodium: { kind: 'decimal', min: 80, max: 220, decimals: 1 },
  charlson: any(...Object.keys(laceCharlsonWeights)),
  tubes: any('picc', 'gastric', 'urinary', 'drain'),
  wound: yesNo,
  stoma: yesNo,
  push: whole(0, 17),
  wagner: whole(0, 5),
  surgery: any('hip', 'knee', 'spine', 'other'),
  /** Different ones to take after discharge. */
  medicines: whole(0, 60),
  injections: any('lmwh', 'epo', 'other'),
  conditions: any('stroke', 'coronary', 'heart-failure', 'copd', 'hypertension', 'diabetes'),
  delivery: yesNo,
  chemotherapy: yesNo,
  barthel: whole(0, 100, 5),
  mrs: whole(0, 6),
  braden: whole(6, 23),
  morse: whole(0, 125, 5),
  fatigue: yesNo,
  resistance: yesNo,
  ambulation: yesNo,
  illnesses: yesNo,
  weightLoss: yesNo,
} as const satisfies Record<string, Question>;
export type QuestionId = keyof typeof questions;

/** Numbers travel as text, as everywhere. A question that nobody answered is absent. */
export type AssessmentAnswers = { [Id in QuestionId]?: string | boolean | string[] };

export const isQuestion = (id: string): id is QuestionId => Object.hasOwn(questions, id);
export const questionIds: readonly QuestionId[] = Object.keys(questions).filter(isQuestion);
const questionOf = (id: QuestionId): Question => questions[id];

/** null: acceptable; else what may be answered. */
export function answerProblem(id: QuestionId, value: unknown): string | null {
  const question = questionOf(id);
  switch (question.kind) {
    case 'boolean':
      return typeof value === 'boolean' ? null : 'must be true or false';
    case 'multi':
      return Array.isArray(value) && value.every((one) => question.options.includes(String(one))) ? null : `must be a list of ${question.options.join(', ')}`;
    case 'whole':
      return typeof value === 'string' && /^\d{1,4}$/.test(value) && Number(value) >= question.min && Number(value) <= question.max && Number(value) % question.step === 0
        ? null : `must be a whole number from ${question.min} to ${question.max}${question.step === 1 ? '' : ` in steps of ${question.step}`}, written as text`;
    case 'decimal':
      return typeof value === 'string' && new RegExp(`^\\d{1,4}([.]\\d{1,${question.decimals}})?$`).test(value) && Number(value) >= question.min && Number(value) <= question.max
        ? null : `must be a number from ${question.min} to ${question.max} with at most ${question.decimals} decimal, written as text`;
  }
}
