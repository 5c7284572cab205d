/**
 * Assessment -> ranked packages with reasons, and for every other one the reason why not. Never buys anything: staff and patient decide.
 * Three answers, not two: what nobody assessed leaves a rule undecided, and the page says which question is open.
 */
import { recommendParameters, riskContactDays } from './parameters.js';
import { freeFollowUp, products, titleOf, type Phrase, type Product } from './products.js';
import type { AssessmentAnswers, QuestionId } from './questions.js';
import { askedBeforeNothing, highRisk, needsNothing, recommendRules, type Test } from './rules.js';
import { scoresOf, type Scores } from './scores.js';

/** `source`: mark of the number behind it. */
export type Reason = Phrase & { source: string };
export type Recommended = { packageId: string; title: Phrase; offered: boolean; free: boolean; reasons: Reason[] };
export type Recommendation = {
  /** Best first; `offered: false`: this hospital has no such package. */
  recommended: Recommended[];
  notRecommended: Recommended[];
  undecided: { packageId: string; title: Phrase; offered: boolean; missing: QuestionId[] }[];
  /** Sold to whoever asks, never proposed; the reason says why. Absent in assessments of edition 1. */
  onRequest?: Recommended[];
  /** Why nothing paid is needed; null: not the case, or not known yet. */
  noPaidPackage: Reason[] | null;
  /** Days of contacts to add for a patient at high risk; null: none. */
  extraContacts: { days: readonly number[]; reasons: Reason[] } | null;
};

type Judged = { holds: 'yes'; reasons: Reason[] } | { holds: 'no'; reasons: Reason[] } | { holds: 'unknown'; missing: QuestionId[] };

/** `offered`: ids of the packages that the hospital has published. */
export function recommend(answers: AssessmentAnswers, offered: readonly string[]): Recommendation {
  const scores = scoresOf(answers);
  const known: Known = { answers, scores, offered };
  const judged = new Map(recommendRules.map(({ product, tests }) => [product, anyOf(tests.map((test) => judge(test, known)))]));
  const about = ({ id, title, free }: Product): Omit<Recommended, 'reasons'> => ({ packageId: id, title, offered: offered.includes(id), free: free === true });
  const paid = products.filter(({ id }) => id !== freeFollowUp);
  const recommended = paid.flatMap((one) => { const j = judged.get(one.id); return j?.holds === 'yes' ? [{ ...about(one), reasons: j.reasons }] : []; });
  const notRecommended = paid.flatMap((one) => { const j = judged.get(one.id); return j?.holds === 'no' ? [{ ...about(one), reasons: j.reasons }] : []; });
  const undecided = paid.flatMap((one) => {
    const j = judged.get(one.id);
    if (j?.holds !== 'unknown') return [];
    const { packageId, title, offered: sold } = about(one);
    return [{ packageId, title, offered: sold, missing: j.missing }];
  });
  const nothing = nothingNeeded(known);
  const risk = anyOf(highRisk.map((test) => judge(test, known)));
  const covered = recommended.filter((one) => one.offered);
  const free = products.filter(({ id }) => id === freeFollowUp).map((one) => ({ ...about(one), reasons: covered.length > 0 ? [coveredReason] : [freeReason] }));
  return {
    recommended: covered.length > 0 ? recommended : [...recommended, ...free],
    notRecommended: covered.length > 0 ? [...notRecommended, ...free] : notRecommended,
    undecided,
    onRequest: paid.flatMap((one) => (one.onRequest ? [{ ...about(one), reasons: [{ ...one.onRequest, source: 'C' }] }] : [])),
    noPaidPackage: recommended.length === 0 && nothing.holds === 'yes' ? nothing.reasons : null,
    extraContacts: risk.holds === 'yes' ? { days: riskContactDays, reasons: risk.reasons } : null,
  };
}

const freeReason: Reason = { zh: '每位出院患者免费', en: 'free for every discharged patient', source: 'C' };
const coveredReason: Reason = { zh: '上面的服务包已包含随访', en: 'the packages above contain its contacts', source: 'C' };
const elective: Reason = { zh: '择期入院', en: 'elective admission', source: 'C' };

type Known = { answers: AssessmentAnswers; scores: Scores; offered: readonly string[] };

function nothingNeeded(known: Known): Judged {
  const { answers } = known;
  const unasked = askedBeforeNothing.filter((id) => answers[id] === undefined);
  const asked: Judged = unasked.length > 0 ? { holds: 'unknown', missing: unasked } : { holds: 'yes', reasons: [] };
  const admission: Judged = answers.acute === undefined ? { holds: 'unknown', missing: ['acute'] } : answers.acute === true ? { holds: 'no', reasons: [] } : { holds: 'yes', reasons: [elective] };
  return allOf([asked, admission, ...needsNothing.map((test) => judge(test, known))]);
}

function judge(test: Test, known: Known): Judged {
  const { answers, scores } = known;
  if ('all' in test) return allOf(test.all.map((one) => judge(one, known)));
  if ('instead' in test) return judgeUnless(test, known);
  if ('onlyIf' in test) {
    const found = judge(test.test, known);
    const gate = found.holds === 'unknown' ? judge(test.onlyIf, known) : found;
    return gate.holds === 'no' ? gate : found;
  }
  if ('yes' in test) {
    const value = answers[test.yes];
    return value === undefined ? { holds: 'unknown', missing: [test.yes] } : verdict(value === true, { ...test.said, source: 'C' });
  }
  if ('chosen' in test) {
    const value = answers[test.chosen];
    return value === undefined ? { holds: 'unknown', missing: [test.chosen] } : verdict(Array.isArray(value) && value.includes(test.option), { ...test.said, source: 'C' });
  }
  return judgeNumber(test, answers, scores);
}

function judgeUnless({ instead, test }: Extract<Test, { instead: string }>, known: Known): Judged {
  const found = judge(test, known);
  if (found.holds !== 'yes' || !known.offered.includes(instead)) return found;
  const tests = recommendRules.find(({ product }) => product === instead)?.tests ?? [];
  if (anyOf(tests.map((one) => judge(one, known))).holds !== 'yes') return found;
  const { zh, en } = titleOf(instead);
  return { holds: 'no', reasons: [{ zh: `已包含在“${zh}”中`, en: `contained in "${en}"`, source: 'C' }] };
}

function judgeNumber(test: Extract<Test, { number: unknown }>, answers: AssessmentAnswers, scores: Scores): Judged {
  const read = numberOf(test.number, answers, scores);
  if (typeof read !== 'number') return { holds: 'unknown', missing: read };
  const from = test.from === undefined ? undefined : recommendParameters[test.from];
  const until = test.until === undefined ? undefined : recommendParameters[test.until];
  const limits = [from === undefined ? '' : `≥${from.value}`, until === undefined ? '' : `≤${until.value}`].filter((limit) => limit !== '').join(' ');
  const source = [...new Set([from?.source, until?.source].filter((mark) => mark !== undefined))].join(', ');
  const { name, means } = test;
  return (from === undefined || read >= from.value) && (until === undefined || read <= until.value)
    ? { holds: 'yes', reasons: [{ zh: `${name.zh} ${read}${means ? `：${means.zh}` : ''}（${limits}）`, en: `${name.en} ${read}${means ? `: ${means.en}` : ''} (${limits})`, source }] }
    : { holds: 'no', reasons: [{ zh: `${name.zh} ${read}（需${limits}）`, en: `${name.en} ${read} (needs ${limits})`, source }] };
}

function numberOf(of: Extract<Test, { number: unknown }>['number'], answers: AssessmentAnswers, scores: Scores): number | QuestionId[] {
  if (typeof of === 'string') return answers[of] === undefined ? [of] : Number(answers[of]);
  const scored = scores[of.score];
  return 'missing' in scored ? scored.missing : scored.total;
}

/** Why not, in the words of why: what was looked for and not found. */
const verdict = (holds: boolean, said: Reason): Judged =>
  holds ? { holds: 'yes', reasons: [said] } : { holds: 'no', reasons: [{ zh: `没有：${said.zh}`, en: `not found: ${said.en}`, source: said.source }] };

function anyOf(all: readonly Judged[]): Judged {
  const yes = all.flatMap((one) => (one.holds === 'yes' ? one.reasons : []));
  if (yes.length > 0) return { holds: 'yes', reasons: yes };
  const missing = missingOf(all);
  return missing.length > 0 ? { holds: 'unknown', missing } : { holds: 'no', reasons: all.flatMap((one) => (one.holds === 'no' ? one.reasons : [])) };
}

function allOf(all: readonly Judged[]): Judged {
  const no = all.flatMap((one) => (one.holds === 'no' ? [one] : []));
  if (no.length > 0) return { holds: 'no', reasons: no.flatMap(({ reasons }) => reasons) };
  const missing = missingOf(all);
  return missing.length > 0 ? { holds: 'unknown', missing } : { holds: 'yes', reasons: all.flatMap((one) => (one.holds === 'yes' ? one.reasons : [])) };
}

const missingOf = (all: readonly Judged[]): QuestionId[] => [...new Set(all.flatMap((one) => (one.holds === 'unknown' ? one.missing : [])))];
