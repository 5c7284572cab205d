/** The scores of an assessment, by the instruments themselves; one that lacks an answer says which. */
import { bandOf, type Instrument, type Score } from '../instruments/instrument.js';
import { barthelTotal } from '../instruments/barthel.js';
import { frail } from '../instruments/frail.js';
import { hospital } from '../instruments/hospital-score.js';
import { lace, laceCharlson, laceCharlsonWeights } from '../instruments/lace.js';
import { morseBand } from '../instruments/morse.js';
import type { AssessmentAnswers, QuestionId } from './questions.js';

export const scoreIds = ['lace', 'hospital', 'barthel', 'morse', 'frail', 'braden'] as const;
export type ScoreId = (typeof scoreIds)[number];
export type Scored = { total: number; band: string } | { missing: QuestionId[] };
export type Scores = Record<ScoreId, Scored>;

const needed: Record<ScoreId, readonly QuestionId[]> = {
  lace: ['stayDays', 'acute', 'charlson', 'emergencyVisits'],
  hospital: ['haemoglobin', 'sodium', 'oncologyWard', 'procedure', 'acute', 'stayDays', 'admissions'],
  barthel: ['barthel'],
  morse: ['morse'],
  frail: ['fatigue', 'resistance', 'ambulation', 'illnesses', 'weightLoss'],
  braden: ['braden'],
};
/** Braden's bands, source [11]: 9 and less severe, 10-12 high, 13-14 moderate, 15-18 mild, 19 and more none. */
const bradenBands = [[0, 'severe'], [10, 'high'], [13, 'moderate'], [15, 'mild'], [19, 'none']] as const;

export function scoresOf(answers: AssessmentAnswers): Scores {
  const score = (id: ScoreId, of: () => { total: number; band: string }): Scored => {
    const missing = needed[id].filter((question) => answers[question] === undefined);
    return missing.length > 0 ? { missing } : of();
  };
  return {
    lace: score('lace', () => by(lace, { stayDays: answers.stayDays, acute: answers.acute, charlson: String(charlsonOf(answers)), emergencyVisits: answers.emergencyVisits })),
    hospital: score('hospital', () => by(hospital, {
      haemoglobin: answers.haemoglobin, sodium: answers.sodium, oncology: answers.oncologyWard, procedure: answers.procedure, urgent: answers.acute, stayDays: answers.stayDays, admissions: answers.admissions,
    })),
    barthel: score('barthel', () => by(barthelTotal, { total: answers.barthel })),
    morse: score('morse', () => ({ total: Number(answers.morse), band: morseBand(Number(answers.morse)) })),
    frail: score('frail', () => by(frail, { fatigue: answers.fatigue, resistance: answers.resistance, ambulation: answers.ambulation, illnesses: answers.illnesses, weightLoss: answers.weightLoss })),
    braden: score('braden', () => ({ total: Number(answers.braden), band: bandOf(Number(answers.braden), bradenBands) })),
  };
}

type Charlson = keyof typeof laceCharlsonWeights;
const isCharlson = (word: string): word is Charlson => Object.hasOwn(laceCharlsonWeights, word);
/** The graver of a pair counts alone (mark C; usual in Charlson's index). */
const graver: readonly (readonly [graver: Charlson, milder: Charlson])[] = [
  ['diabetes-end-organ', 'diabetes-uncomplicated'], ['metastatic', 'tumour'], ['severe-liver-or-renal', 'mild-liver-or-renal'],
];

export function charlsonOf({ charlson }: AssessmentAnswers): number {
  const chosen = new Set((Array.isArray(charlson) ? charlson : []).filter(isCharlson));
  for (const [worse, milder] of graver) if (chosen.has(worse)) chosen.delete(milder);
  return laceCharlson(chosen);
}

/** The answers were checked before; an instrument that refuses them has other limits than the question, which is a bug. */
function by(instrument: Instrument, answers: Record<string, string | boolean | string[] | undefined>): { total: number; band: string } {
  const score: Score | { refused: string } = instrument.score(Object.fromEntries(Object.entries(answers).flatMap(([id, value]) => (value === undefined || Array.isArray(value) ? [] : [[id, value]]))));
  if ('refused' in score) throw new RangeError(score.refused);
  return { total: Number(score.total), band: score.band ?? '' };
}
