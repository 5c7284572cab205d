/** What the stored discharge already says about the assessment's questions: each proposal with where it comes from, for staff to confirm. */
import { addDays, addMonths, daysBetween } from '../time.js';
import type { LocalDate } from '../engine/vocabulary.js';
import {
  belongs, charlsonGroups, chemotherapyGroup, conditionGroups, coronaryGroup, deliveryGroup, injectionGroups, lossGroup, otherInjections, otherSurgery, stomaGroup, surgeryGroups, tubeGroups,
  type Coded, type Diagnosed, type Group,
} from './condition-groups.js';
import type { Phrase } from './products.js';
import { answerProblem, isQuestion, type AssessmentAnswers, type QuestionId } from './questions.js';

/** A discharge as it is stored (`discharge.clinical`). */
export type DischargeFacts = {
  kind: 'inpatient' | 'emergency';
  reason: string;
  admittedOn: LocalDate | null;
  dischargedOn: LocalDate | null;
  bornOn: LocalDate | null;
  sex: 'male' | 'female' | 'other' | 'unknown';
  conditions: readonly Diagnosed[];
  procedures: readonly Coded[];
  medications: readonly (Coded & { current: boolean })[];
  /** Said by the sender in the assessment's own words. */
  findings: AssessmentAnswers;
};

export type Prefilled = { value: string | boolean | string[]; source: Phrase };
export type Prefill = { [Id in QuestionId]?: Prefilled };

/** Until then after a discharge a package still starts from it; what is found later belongs to another one. */
const foundLaterDays = 14;
/** How far back something still counts as recent (C): a heart attack for cardiac rehabilitation, a lost pregnancy for the one of this stay. */
const recentDays = { coronary: 365, loss: 300 };
/** Beyond it nobody asks whether she gave birth in this stay (C). */
const oldestMother = 55;

export function prefill(discharge: DischargeFacts): Prefill {
  const { dischargedOn, procedures } = discharge;
  const reason: Diagnosed[] = discharge.reason === '' ? [] : [{ system: '', code: '', display: discharge.reason }];
  const isLater = ({ onset }: Diagnosed): boolean => typeof onset === 'string' && dischargedOn !== null && onset > dischargedOn;
  const diagnoses: Named[] = [...discharge.conditions, ...reason].map((one) => (isLater(one) ? { ...one, foundLater: one.onset ?? '' } : one));
  // What was found in the days after is the patient's all the same, but LACE counts what she left hospital with.
  const atDischarge = diagnoses.filter((one) => !isLater(one));
  const soon = diagnoses.filter(({ foundLater }) => foundLater === undefined || (dischargedOn !== null && foundLater <= addDays(dischargedOn, foundLaterDays)));
  const within = (days: number) => ({ onset }: Diagnosed): boolean => !onset || dischargedOn === null || onset >= addDays(dischargedOn, -days);
  const everything = [...soon, ...procedures];
  const taken = discharge.medications.filter(({ current }) => current);
  const coronary = [...atDischarge.filter(within(recentDays.coronary)), ...procedures];
  const lost = [...atDischarge.filter(within(recentDays.loss)), ...procedures].some((one) => belongs(one, lossGroup));
  return {
    ...stay(discharge),
    ...(discharge.conditions.length === 0 ? {} : { charlson: chosen(atDischarge, charlsonGroups, diagnosesWord), conditions: lasting(soon, coronary) }),
    ...(procedures.length === 0 ? {} : { procedure: { value: true, source: of(proceduresWord, procedures) }, surgery: surgery(procedures) }),
    ...(taken.length === 0 ? {} : { medicines: { value: String(Math.min(distinct(taken), 60)), source: of(medicinesWord, taken) }, ...injections(taken) }),
    ...onlyWhenFound('tubes', everything, tubeGroups),
    ...(lost ? {} : delivery([...atDischarge, ...procedures], discharge)),
    ...yesWhenFound('chemotherapy', everything, chemotherapyGroup),
    ...yesWhenFound('stoma', everything, stomaGroup),
    ...findings(discharge.findings),
  };
}

const distinct = (codeds: readonly Coded[]): number => new Set(codeds.map(({ display, code }) => (display || code).toLowerCase())).size;

function lasting(diagnoses: readonly Named[], coronary: readonly Coded[]): Prefilled {
  const known = chosen(diagnoses, conditionGroups, diagnosesWord);
  const found = coronary.filter((one) => belongs(one, coronaryGroup));
  if (found.length === 0 || !Array.isArray(known.value)) return known;
  const others = diagnoses.filter((one) => !found.includes(one) && Object.values(conditionGroups).some((group) => belongs(one, group)));
  return { value: [...known.value, 'coronary'], source: of(recordWord, [...others, ...found]) };
}

function delivery(codeds: readonly Coded[], { sex, bornOn, dischargedOn }: DischargeFacts): Prefill {
  const not = (source: Phrase): Prefill => ({ delivery: { value: false, source } });
  if (sex === 'male') return not({ zh: '性别：男', en: 'sex: male' });
  if (bornOn !== null && dischargedOn !== null && addMonths(bornOn, 12 * (oldestMother + 1)) <= dischargedOn) return not({ zh: `年龄超过${oldestMother}岁`, en: `older than ${oldestMother}` });
  return yesWhenFound('delivery', codeds, deliveryGroup);
}

/** Which of the other injectables a nurse should give at home is for staff to say: then the question stays open unless ours are among them. */
function injections(taken: readonly Coded[]): Prefill {
  const ours = chosen(taken, injectionGroups, medicinesWord);
  const open = Array.isArray(ours.value) && ours.value.length === 0 && taken.some((one) => belongs(one, otherInjections));
  return open ? {} : { injections: ours };
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

/** `foundLater`: the day after this discharge on which it was found. */
type Named = Diagnosed & { foundLater?: LocalDate };
const names = (codeds: readonly Named[], later: (day: LocalDate) => string): string =>
  [...new Set(codeds.map(({ display, code, foundLater }) => `${display || code}${foundLater === undefined ? '' : later(foundLater)}`))].join('; ');
const of = (word: Phrase, codeds: readonly Named[]): Phrase =>
  ({ zh: `${word.zh}：${names(codeds, (day) => `（出院后${day}发现）`)}`, en: `${word.en}: ${names(codeds, (day) => ` (found ${day}, after this discharge)`)}` });

/** Nothing found is an answer too here: the list is there and holds none of them. */
function chosen(codeds: readonly Named[], groups: Readonly<Record<string, Group>>, word: Phrase): Prefilled {
  const found = Object.entries(groups).flatMap(([option, group]) => { const ours = codeds.filter((one) => belongs(one, group)); return ours.length > 0 ? [{ option, ours }] : []; });
  return {
    value: found.map(({ option }) => option),
    source: found.length > 0 ? of(word, found.flatMap(({ ours }) => ours)) : { zh: `${word.zh}共${codeds.length}项，未见相关`, en: `none of ${codeds.length} ${word.en}` },
  };
}

function surgery(procedures: readonly Coded[]): Prefilled {
  const known = chosen(procedures, surgeryGroups, proceduresWord);
  const others = procedures.filter((one) => belongs(one, otherSurgery));
  return (Array.isArray(known.value) && known.value.length > 0) || others.length === 0 ? known : { value: ['other'], source: of(proceduresWord, others) };
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
