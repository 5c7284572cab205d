import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { belongs, charlsonGroups, conditionGroups, surgeryGroups } from './condition-groups.js';
import { recommendParameters } from './parameters.js';
import { prefill, type DischargeFacts } from './prefill.js';
import { freeFollowUp, products } from './products.js';
import { answerProblem, isQuestion, questions, sections, type AssessmentAnswers, type QuestionId } from './questions.js';
import { recommend } from './recommend.js';
import { recommendRules } from './rules.js';
import { charlsonOf, scoresOf } from './scores.js';

const offered = ['hip-wound-care', 'hip-home-rehab', 'stroke-rehab', 'discharge-follow-up'];
const ids = (answers: AssessmentAnswers, sold: readonly string[] = offered) => recommend(answers, sold).recommended.map(({ packageId }) => packageId);
/** Everything asked, nothing found; Barthel 100, elective. */
const well: AssessmentAnswers = {
  stayDays: '2', acute: false, emergencyVisits: '0', admissions: '0', procedure: false, oncologyWard: false, haemoglobin: '130', sodium: '140', charlson: [], tubes: [], wound: false, stoma: false, push: '0', wagner: '0',
  surgery: [], injections: [], conditions: [], delivery: false, chemotherapy: false, barthel: '100', mrs: '0', braden: '23', morse: '0', fatigue: false, resistance: false, ambulation: false, illnesses: false, weightLoss: false,
};

describe('Scores of an assessment', () => {
  it('are those of the published vectors', () => {
    const lace = (stayDays: string, acute: boolean, charlson: string[], emergencyVisits: string) => scoresOf({ stayDays, acute, charlson, emergencyVisits }).lace;
    expect(lace('5', true, ['dementia', 'heart-failure'], '2')).toEqual({ total: 14, band: 'high' }); // CCI 5 [2]
    expect(lace('2', false, [], '0')).toEqual({ total: 2, band: 'low' }); // [2]
    expect(lace('10', true, ['severe-liver-or-renal'], '2')).toEqual({ total: 15, band: 'high' });
    expect(lace('13', false, ['dementia'], '0')).toEqual({ total: 8, band: 'moderate' });
    expect(lace('14', true, ['hiv'], '4')).toEqual({ total: 19, band: 'high' });
    expect(lace('0', false, [], '0')).toEqual({ total: 0, band: 'low' });
    const hospital = (more: AssessmentAnswers) => scoresOf({ haemoglobin: '119', sodium: '134', acute: true, stayDays: '5', admissions: '2', procedure: false, oncologyWard: false, ...more }).hospital;
    expect(hospital({})).toEqual({ total: 7, band: 'high' });
    expect(hospital({ admissions: '1' })).toEqual({ total: 5, band: 'intermediate' });
    expect(hospital({ procedure: true, oncologyWard: true, admissions: '6' })).toEqual({ total: 13, band: 'high' });
    expect(hospital({ haemoglobin: '120', sodium: '135', acute: false, stayDays: '4', admissions: '0' })).toEqual({ total: 0, band: 'low' });
  });

  it('say what is missing, and count the graver of a pair alone', () => {
    expect(scoresOf({ stayDays: '5' }).lace).toEqual({ missing: ['acute', 'charlson', 'emergencyVisits'] });
    expect(charlsonOf({ charlson: ['diabetes-uncomplicated', 'diabetes-end-organ', 'tumour', 'metastatic'] })).toBe(8);
  });
});

describe('Recommending', () => {
  it('says that no paid package is needed, and why, when nothing is', () => {
    const { recommended, noPaidPackage, undecided } = recommend(well, offered);
    expect(recommended.map(({ packageId, free }) => [packageId, free])).toEqual([['discharge-follow-up', true]]);
    expect(noPaidPackage?.map(({ en }) => en)).toEqual(['elective admission', 'LACE 2: low risk of coming back (≤4)', 'Barthel 100: fully independent (≥100)']);
    expect(undecided).toEqual([]);
  });

  it.each<[AssessmentAnswers, string]>([
    [{ tubes: ['picc'] }, 'picc-care'], [{ tubes: ['gastric'] }, 'gastric-tube-care'], [{ tubes: ['urinary'] }, 'urinary-catheter-care'], [{ tubes: ['drain'] }, 'drain-care'],
    [{ wound: true }, 'wound-care'], [{ push: '1' }, 'wound-care'], [{ stoma: true }, 'stoma-care'], [{ wagner: '1' }, 'diabetic-foot-care'], [{ braden: '14' }, 'pressure-injury-care'], [{ barthel: '40' }, 'pressure-injury-care'],
    [{ surgery: ['hip'] }, 'hip-wound-care'], [{ surgery: ['hip'] }, 'hip-home-rehab'], [{ surgery: ['knee'] }, 'ortho-home-rehab'], [{ surgery: ['spine'] }, 'wound-care'], [{ injections: ['lmwh'] }, 'lmwh-injections'],
    [{ injections: ['epo'] }, 'epo-injections'], [{ conditions: ['stroke'], mrs: '1' }, 'stroke-rehab'], [{ conditions: ['stroke'], mrs: '5' }, 'stroke-rehab'], [{ conditions: ['heart-failure'] }, 'heart-failure-companion'], [{ conditions: ['copd'] }, 'copd-companion'],
    [{ conditions: ['hypertension'] }, 'hypertension-companion'], [{ conditions: ['diabetes'] }, 'diabetes-companion'], [{ delivery: true }, 'postpartum-care'], [{ chemotherapy: true }, 'oncology-follow-up'],
    [{ stayDays: '14', acute: true }, 'annual-care'], [{ admissions: '6', haemoglobin: '119', oncologyWard: true }, 'annual-care'], [{ morse: '45' }, 'home-safety-visit'], [{ fatigue: true, resistance: true, ambulation: true }, 'home-safety-visit'],
  ])('%j leads to %s', (found, packageId) => expect(ids({ ...well, ...found })).toContain(packageId));

  it.each<[AssessmentAnswers, string]>([
    [{ braden: '15' }, 'pressure-injury-care'], [{ barthel: '45' }, 'pressure-injury-care'], [{ morse: '40' }, 'home-safety-visit'], [{ fatigue: true, resistance: true }, 'home-safety-visit'], [{ conditions: ['stroke'], mrs: '0' }, 'stroke-rehab'],
    [{ conditions: ['stroke'], mrs: '6' }, 'stroke-rehab'], [{ stayDays: '14' }, 'annual-care'], [{ wagner: '0' }, 'diabetic-foot-care'], [{ surgery: ['other'] }, 'hip-wound-care'],
  ])('%j is just not enough for %s, and the reason is said', (found, packageId) => {
    const { recommended, notRecommended } = recommend({ ...well, ...found }, offered);
    expect(recommended.map((one) => one.packageId)).not.toContain(packageId);
    expect(notRecommended.find((one) => one.packageId === packageId)?.reasons.length).toBeGreaterThan(0);
  });

  it('names what this hospital does not offer, and asks for more contacts when the risk is high', () => {
    const { recommended, extraContacts } = recommend({ ...well, surgery: ['hip'], injections: ['lmwh'], stayDays: '14', acute: true, morse: '45' }, offered);
    expect(recommended.map((one) => [one.packageId, one.offered])).toEqual([['hip-wound-care', true], ['hip-home-rehab', true], ['lmwh-injections', false], ['home-safety-visit', false], ['annual-care', false]]);
    expect(extraContacts).toEqual({ days: [1, 14], reasons: [{ zh: 'LACE 10：30天内再入院风险高（≥10）', en: 'LACE 10: high risk of coming back within 30 days (≥10)', source: '[2] C' }] });
  });

  it('leaves undecided what nobody asked, and says which question', () => {
    const { recommended, undecided, noPaidPackage } = recommend({ conditions: ['stroke'] }, offered);
    expect(recommended.map((one) => one.packageId)).toEqual(['discharge-follow-up']);
    expect(undecided.find((one) => one.packageId === 'stroke-rehab')?.missing).toEqual(['mrs']);
    expect(noPaidPackage).toBeNull();
  });

  it('puts every product into exactly one list, whatever was answered', () => {
    const answer = (id: QuestionId): fc.Arbitrary<string | boolean | string[]> => {
      const question = questions[id];
      switch (question.kind) {
        case 'boolean': return fc.boolean();
        case 'multi': return fc.subarray([...question.options]);
        default: return fc.integer({ min: question.min, max: Math.min(question.max, 400) }).map((n) => String(question.kind === 'whole' ? n - (n % question.step) : n)).filter((text) => answerProblem(id, text) === null);
      }
    };
    const some = fc.record(Object.fromEntries(Object.keys(questions).filter(isQuestion).map((id) => [id, answer(id)])), { requiredKeys: [] });
    fc.assert(fc.property(some, fc.subarray(products.map(({ id }) => id)), (answers, sold) => {
      const result = recommend(answers, sold);
      const listed = [...result.recommended, ...result.notRecommended, ...result.undecided].map(({ packageId }) => packageId);
      expect([...listed].sort()).toEqual(products.map(({ id }) => id).sort());
      expect([...result.recommended, ...result.notRecommended].every(({ reasons }) => reasons.length > 0 && reasons.every(({ source }) => source !== ''))).toBe(true);
      if (result.noPaidPackage !== null) expect(result.recommended.map(({ packageId }) => packageId)).toEqual([freeFollowUp]);
    }));
  });

  it('has a rule for every product, a product for every rule, and asks every question once', () => {
    expect(recommendRules.map(({ product }) => product).sort()).toEqual(products.map(({ id }) => id).filter((id) => id !== freeFollowUp).sort());
    expect(Object.values(sections).flat().sort()).toEqual(Object.keys(questions).sort());
    for (const { source } of Object.values(recommendParameters)) expect(source).toMatch(/^(\[\d+\] )?[CK]$/);
  });
});

describe('Prefilling', () => {
  const base: DischargeFacts = { kind: 'inpatient', reason: '', admittedOn: '2026-02-20', dischargedOn: '2026-03-02', conditions: [], procedures: [], medications: [], findings: {} };
  const said = (display: string, code = '', system = '') => ({ system, code, display });

  it('takes what the discharge says, each with its source, and leaves open what it does not', () => {
    const found = prefill({
      ...base, conditions: [said('2型糖尿病伴肾病', 'E11.2', 'icd-10'), said('高血压')], procedures: [said('右侧全髋关节置换术')], medications: [{ ...said('依诺肝素钠注射液'), current: true }], findings: { barthel: '45' },
    });
    expect(Object.fromEntries(Object.entries(found).map(([id, one]) => [id, one.value]))).toEqual({
      stayDays: '10', charlson: ['diabetes-uncomplicated', 'diabetes-end-organ'], procedure: true, surgery: ['hip'], conditions: ['hypertension', 'diabetes'], injections: ['lmwh'], barthel: '45',
    });
    expect(found.surgery?.source).toEqual({ zh: '本次住院操作：右侧全髋关节置换术', en: 'procedures of the stay: 右侧全髋关节置换术' });
    expect(prefill({ ...base, admittedOn: null })).toEqual({});
  });

  it('knows codes and words, and is not taken in by relatives, suspicions and near words', () => {
    const group = (groups: Readonly<Record<string, Parameters<typeof belongs>[1]>>, coded: ReturnType<typeof said>) => Object.entries(groups).filter(([, one]) => belongs(coded, one)).map(([id]) => id);
    expect(group(charlsonGroups, said('Stroke', '230690007', 'http://snomed.info/sct'))).toEqual(['cerebrovascular']);
    expect(group(charlsonGroups, said('急性ST段抬高型心肌梗死', 'I21.0', 'ICD-10'))).toEqual(['previous-mi']);
    expect(group(charlsonGroups, said('结肠恶性肿瘤伴肝转移', 'C18.9', 'ICD-10'))).toEqual(['tumour', 'metastatic']);
    expect(group(conditionGroups, said('Prediabetes', '15777000'))).toEqual([]);
    expect(group(conditionGroups, said('肺动脉高压'))).toEqual([]);
    expect(group(conditionGroups, said('糖尿病家族史'))).toEqual([]);
    expect(group(charlsonGroups, said('肺癌待排'))).toEqual([]);
    expect(group(surgeryGroups, said('Total replacement of hip (procedure)', '52734007', 'http://snomed.info/sct'))).toEqual(['hip']);
  });
});
