/** What the stored discharge already says about the assessment's questions: each proposal with where it comes from, for staff to confirm. */
import { daysBetween } from '../time.js';
import type { LocalDate } from '../engine/vocabulary.js';
import {
  belongs, charlsonGroups, chemotherapyGroup, conditionGroups, deliveryGroup, injectionGroups, stomaGroup, surgeryGroups, tubeGroups, type Coded, type Group,
} from './condition-groups.js';
import type { Phrase } from './products.js';
import { answerProblem, isQuestion, type AssessmentAnswers, type QuestionId } from './questions.js';

/** A discharge as it is stored (`discharge.clinical`). */
export type DischargeFacts = {
  kind: 'inpatient' | 'emergency';
  reason: string;
  admittedOn: LocalDate | null;
  dischargedOn: LocalDate | null;
  conditions: readonly Coded[];
  procedures: readonly Coded[];
  medications: readonly (Coded & { current: boolean })[];
  /** Said by the sender in the assessment's own words. */
  findings: AssessmentAnswers;
};

export type Prefilled = { value: string | boolean | string[]; source: Phrase };
export type Prefill = { [Id in QuestionId]?: Prefilled };

export function prefill(discharge: DischargeFacts): Prefill {
  const diagnoses: Coded[] = [...discharge.conditions, ...(discharge.reason === '' ? [] : [{ system: '', code: '', display: discharge.reason }])];
  const everything = [...diagnoses, ...discharge.procedures];
  const taken = discharge.medications.filter(({ current }) => current);
  return {
    ...stay(discharge),
    ...(discharge.conditions.length === 0 ? {} : { charlson: chosen(diagnoses, charlsonGroups, diagnosesWord) }),
    ...(discharge.procedures.length === 0 ? {} : { procedure: { value: true, source: of(proceduresWord, discharge.procedures) }, surgery: surgery(discharge.procedures) }),
    ...(discharge.conditions.length === 0 ? {} : { conditions: chosen(diagnoses, conditionGroups, diagnosesWord) }),
    ...(taken.length === 0 ? {} : { injections: chosen(taken, injectionGroups, medicinesWord) }),
    ...onlyWhenFound('tubes', everything, tubeGroups),
    ...yesWhenFound('delivery', everything, deliveryGroup),
    ...yesWhenFound('chemotherapy', everything, chemotherapyGroup),
    ...yesWhenFound('stoma', everything, stomaGroup),
    ...findings(discharge.findings),
  };
}

const diagnosesWord: Phrase = { zh: '出院诊断', en: 'diagnoses' };
const proceduresWord: Phrase = { zh: '本次住院操作', en: 'procedures of the stay' };
const medicinesWord: Phrase = { zh: '出院带药', en: 'discharge medicines' };
const recordWord: Phrase = { zh: '出院记录', en: 'discharge record' };

function stay({ kind, admittedOn, dischargedOn }: DischargeFacts): Prefill {
  const days = admittedOn === null || dischargedOn === null ? null : daysBetween(admittedOn, dischargedOn);
  return {
    ...(days === null || days < 0 ? {} : { stayDays: { value: String(days), source: { zh: `${admittedOn} 入院，${dischargedOn} 出院`, en: `admitted ${admittedOn}, discharged ${dischargedOn}` } } }),
    ...(kind === 'emergency' ? { acute: { value: true, source: { zh: '急诊就诊', en: 'an emergency stay' } } } : {}),
  };
}

const names = (codeds: readonly Coded[]): string => [...new Set(codeds.map(({ display, code }) => display || code))].join('; ');
const of = (word: Phrase, codeds: readonly Coded[]): Phrase => ({ zh: `${word.zh}：${names(codeds)}`, en: `${word.en}: ${names(codeds)}` });

/** Nothing found is an answer too here: the list is there and holds none of them. */
function chosen(codeds: readonly Coded[], groups: Readonly<Record<string, Group>>, word: Phrase): Prefilled {
  const found = Object.entries(groups).flatMap(([option, group]) => { const ours = codeds.filter((one) => belongs(one, group)); return ours.length > 0 ? [{ option, ours }] : []; });
  return {
    value: found.map(({ option }) => option),
    source: found.length > 0 ? of(word, found.flatMap(({ ours }) => ours)) : { zh: `${word.zh}共${codeds.length}项，未见相关`, en: `none of ${codeds.length} ${word.en}` },
  };
}

function surgery(procedures: readonly Coded[]): Prefilled {
  const known = chosen(procedures, surgeryGroups, proceduresWord);
  return Array.isArray(known.value) && known.value.length > 0 ? known : { value: ['other'], source: of(proceduresWord, procedures) };
}

/** Papers name what was put in, not what was taken out, so silence is no answer. */
function onlyWhenFound(id: QuestionId, codeds: readonly Coded[], groups: Readonly<Record<string, Group>>): Prefill {
  const found = chosen(codeds, groups, recordWord);
  return Array.isArray(found.value) && found.value.length > 0 ? { [id]: found } : {};
}

function yesWhenFound(id: QuestionId, codeds: readonly Coded[], group: Group): Prefill {
  const found = codeds.filter((one) => belongs(one, group));
  return found.length > 0 ? { [id]: { value: true, source: of(recordWord, found) } } : {};
}

const findings = (said: AssessmentAnswers): Prefill =>
  Object.fromEntries(Object.entries(said).flatMap(([id, value]) => (isQuestion(id) && answerProblem(id, value) === null ? [[id, { value, source: { zh: '医院系统提供', en: "given by the hospital's system" } }]] : [])));
