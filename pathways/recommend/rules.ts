/** Recommendation rules as data (clinical content section 2, all C). A rule holds when one of its tests holds; an unanswered question leaves it undecided. */
import type { RecommendParameter } from './parameters.js';
import type { Phrase } from './products.js';
import type { QuestionId } from './questions.js';
import type { ScoreId } from './scores.js';

export type Test =
  | { chosen: QuestionId; option: string; said: Phrase }
  | { yes: QuestionId; said: Phrase }
  /** `said`: what the number is, then what it means when the rule holds. */
  | { number: QuestionId | { score: ScoreId }; from?: RecommendParameter; until?: RecommendParameter; name: Phrase; means?: Phrase }
  | { all: readonly Test[] }
  /** Holds as `test` does, unless this package is recommended and offered already: it does the same work. */
  | { instead: string; test: Test }
  /** Nobody need answer `test` where `onlyIf` does not hold: without diabetes no foot is graded. An answer that is there counts all the same. */
  | { onlyIf: Test; test: Test };

export type RecommendRule = { product: string; tests: readonly Test[] };

const say = (zh: string, en: string): Phrase => ({ zh, en });
const chosen = (question: QuestionId, option: string, zh: string, en: string): Test => ({ chosen: question, option, said: say(zh, en) });
const hip = chosen('surgery', 'hip', '本次住院做了髋部手术', 'hip surgery in this stay');
const knee = chosen('surgery', 'knee', '本次住院做了膝部手术', 'knee surgery in this stay');
const spine = chosen('surgery', 'spine', '本次住院做了脊柱手术', 'spine surgery in this stay');
const laceHigh: Test = { number: { score: 'lace' }, from: 'laceHigh', name: say('LACE', 'LACE'), means: say('30天内再入院风险高', 'high risk of coming back within 30 days') };
const hospitalHigh: Test = { number: { score: 'hospital' }, from: 'hospitalHigh', name: say('HOSPITAL', 'HOSPITAL score'), means: say('可避免再入院风险高', 'high risk of avoidable readmission') };

/** High risk of coming back: also asks for more contacts. */
export const highRisk: readonly Test[] = [laceHigh, hospitalHigh];

const push: Test = { number: 'push', from: 'pushOpen', name: say('PUSH', 'PUSH'), means: say('有压力性损伤', 'a pressure injury') };
const diabetes = chosen('conditions', 'diabetes', '糖尿病', 'diabetes');
const wagner: Test = { onlyIf: diabetes, test: { number: 'wagner', from: 'wagnerUlcer', name: say('糖尿病足 Wagner', 'diabetic foot, Wagner') } };
const stoma: Test = { yes: 'stoma', said: say('有造口', 'a stoma') };
const unless = (instead: string, test: Test): Test => ({ instead, test });

export const recommendRules: readonly RecommendRule[] = [
  { product: 'picc-care', tests: [chosen('tubes', 'picc', '带PICC导管出院', 'goes home with a PICC')] },
  { product: 'nasogastric-tube', tests: [chosen('tubes', 'gastric', '带鼻胃管出院', 'goes home with a gastric tube')] },
  { product: 'urinary-catheter', tests: [chosen('tubes', 'urinary', '带尿管出院', 'goes home with a urinary catheter')] },
  { product: 'drain-care', tests: [chosen('tubes', 'drain', '带引流管出院', 'goes home with a drain')] },
  { product: 'hip-wound-care', tests: [hip] },
  { product: 'stoma-care', tests: [stoma] },
  { product: 'diabetic-foot', tests: [wagner] },
  {
    product: 'pressure-injury',
    tests: [
      push,
      { number: { score: 'braden' }, until: 'bradenRisk', name: say('Braden', 'Braden') },
      { number: { score: 'barthel' }, until: 'barthelSevere', name: say('Barthel', 'Barthel'), means: say('重度依赖', 'severe dependence') },
    ],
  },
  // Open wound, stoma, PUSH, Wagner and surgery all lead to wound care; where a course of its own is offered, nobody pays twice.
  {
    product: 'wound-visit',
    tests: [
      { yes: 'wound', said: say('有开放伤口', 'an open wound') },
      unless('hip-wound-care', hip), knee, spine, unless('pressure-injury', push), unless('diabetic-foot', wagner), unless('stoma-care', stoma),
    ],
  },
  { product: 'lmwh-injection', tests: [chosen('injections', 'lmwh', '出院带低分子肝素', 'LMWH prescribed at discharge')] },
  { product: 'epo-injection', tests: [chosen('injections', 'epo', '出院带促红素', 'EPO prescribed at discharge')] },
  { product: 'injection-visit', tests: [chosen('injections', 'other', '出院后还有其他注射医嘱', 'another injection is prescribed after discharge')] },
  { product: 'cancer-care', tests: [{ yes: 'chemotherapy', said: say('正在化疗', 'chemotherapy') }] },
  { product: 'hip-home-rehab', tests: [hip] },
  { product: 'orthopaedic-rehab', tests: [unless('hip-home-rehab', hip), knee, spine] },
  {
    product: 'stroke-rehab',
    tests: [{ all: [chosen('conditions', 'stroke', '卒中', 'stroke'), { number: 'mrs', from: 'strokeMrsFrom', until: 'strokeMrsUntil', name: say('mRS', 'mRS') }] }],
  },
  { product: 'cardiac-rehab', tests: [chosen('conditions', 'coronary', '近期急性冠脉综合征、支架或搭桥', 'a recent acute coronary syndrome, stent or bypass')] },
  { product: 'heart-failure', tests: [chosen('conditions', 'heart-failure', '心力衰竭', 'heart failure')] },
  { product: 'copd', tests: [chosen('conditions', 'copd', '慢阻肺', 'COPD')] },
  { product: 'diabetes', tests: [diabetes] },
  { product: 'hypertension', tests: [chosen('conditions', 'hypertension', '高血压', 'hypertension')] },
  { product: 'medication-supervision', tests: [{ number: 'medicines', from: 'medicinesMany', name: say('出院带药种数', 'medicines to take'), means: say('多重用药', 'many medicines together') }] },
  { product: 'postpartum', tests: [{ yes: 'delivery', said: say('本次住院分娩', 'delivery in this stay') }] },
  {
    product: 'home-safety-visit',
    tests: [
      // The course of rehabilitation plans this visit itself (its rule O-2).
      unless('hip-home-rehab', { number: { score: 'morse' }, from: 'morseHigh', name: say('Morse', 'Morse'), means: say('跌倒高风险', 'high risk of falling') }),
      { number: { score: 'frail' }, from: 'frailFrom', name: say('FRAIL', 'FRAIL'), means: say('衰弱', 'frail') },
    ],
  },
  { product: 'annual', tests: highRisk },
];

/** Elective, independent, low risk: no paid package is needed, and that is said. */
export const needsNothing: readonly Test[] = [
  { number: { score: 'lace' }, until: 'laceLow', name: say('LACE', 'LACE'), means: say('再入院风险低', 'low risk of coming back') },
  { number: { score: 'barthel' }, from: 'barthelFull', name: say('Barthel', 'Barthel'), means: say('生活完全自理', 'fully independent') },
];

/** What must have been asked before anybody says so: a tube or a wound that nobody looked for would make it untrue (C). The scales are settled by a full Barthel. */
export const askedBeforeNothing: readonly QuestionId[] = ['tubes', 'wound', 'stoma', 'surgery', 'injections', 'conditions', 'delivery', 'chemotherapy', 'medicines'];
