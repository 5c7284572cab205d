import { readdirSync } from 'node:fs';
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
  surgery: [], medicines: '2', injections: [], conditions: [], delivery: false, chemotherapy: false, barthel: '100', mrs: '0', braden: '23', morse: '0', fatigue: false, resistance: false, ambulation: false, illnesses: false, weightLoss: false,
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
    [{ tubes: ['picc'] }, 'picc-care'], [{ tubes: ['gastric'] }, 'nasogastric-tube'], [{ tubes: ['urinary'] }, 'urinary-catheter'], [{ tubes: ['drain'] }, 'drain-care'],
    [{ wound: true }, 'wound-visit'], [{ push: '1' }, 'wound-visit'], [{ push: '1' }, 'pressure-injury'], [{ stoma: true }, 'wound-visit'], [{ wagner: '1' }, 'wound-visit'], [{ surgery: ['knee'] }, 'wound-visit'], [{ stoma: true }, 'stoma-care'], [{ wagner: '1' }, 'diabetic-foot'], [{ braden: '14' }, 'pressure-injury'], [{ barthel: '40' }, 'pressure-injury'],
    [{ surgery: ['hip'] }, 'hip-wound-care'], [{ surgery: ['hip'] }, 'hip-home-rehab'], [{ surgery: ['knee'] }, 'orthopaedic-rehab'], [{ surgery: ['spine'] }, 'wound-visit'], [{ injections: ['lmwh'] }, 'lmwh-injection'],
    [{ injections: ['epo'] }, 'epo-injection'], [{ injections: ['other'] }, 'injection-visit'], [{ medicines: '5' }, 'medication-supervision'], [{ conditions: ['coronary'] }, 'cardiac-rehab'], [{ conditions: ['stroke'], mrs: '1' }, 'stroke-rehab'], [{ conditions: ['stroke'], mrs: '5' }, 'stroke-rehab'], [{ conditions: ['heart-failure'] }, 'heart-failure'], [{ conditions: ['copd'] }, 'copd'],
    [{ conditions: ['hypertension'] }, 'hypertension'], [{ conditions: ['diabetes'] }, 'diabetes'], [{ delivery: true }, 'postpartum'], [{ chemotherapy: true }, 'cancer-care'],
    [{ stayDays: '14', acute: true }, 'annual'], [{ admissions: '6', haemoglobin: '119', oncologyWard: true }, 'annual'], [{ morse: '45' }, 'home-safety-visit'], [{ fatigue: true, resistance: true, ambulation: true }, 'home-safety-visit'],
  ])('%j leads to %s', (found, packageId) => expect(ids({ ...well, ...found })).toContain(packageId));

  it.each<[AssessmentAnswers, string]>([
    [{ braden: '15' }, 'pressure-injury'], [{ medicines: '4' }, 'medication-supervision'], [{ barthel: '45' }, 'pressure-injury'], [{ morse: '40' }, 'home-safety-visit'], [{ fatigue: true, resistance: true }, 'home-safety-visit'], [{ conditions: ['stroke'], mrs: '0' }, 'stroke-rehab'],
    [{ conditions: ['stroke'], mrs: '6' }, 'stroke-rehab'], [{ stayDays: '14' }, 'annual'], [{ wagner: '0' }, 'diabetic-foot'], [{ surgery: ['other'] }, 'hip-wound-care'],
  ])('%j is just not enough for %s, and the reason is said', (found, packageId) => {
    const { recommended, notRecommended } = recommend({ ...well, ...found }, offered);
    expect(recommended.map((one) => one.packageId)).not.toContain(packageId);
    expect(notRecommended.find((one) => one.packageId === packageId)?.reasons.length).toBeGreaterThan(0);
  });

  it('names what this hospital does not offer, and asks for more contacts when the risk is high', () => {
    const { recommended, extraContacts } = recommend({ ...well, surgery: ['hip'], injections: ['lmwh'], stayDays: '14', acute: true, braden: '14' }, offered);
    expect(recommended.map((one) => [one.packageId, one.offered])).toEqual([['hip-wound-care', true], ['pressure-injury', false], ['lmwh-injection', false], ['hip-home-rehab', true], ['annual', false]]);
    expect(extraContacts).toEqual({ days: [1, 14], reasons: [{ zh: 'LACE 10：30天内再入院风险高（≥10）', en: 'LACE 10: high risk of coming back within 30 days (≥10)', source: '[2] C' }] });
  });

  it('leaves undecided what nobody asked, and says which question', () => {
    const { recommended, undecided, noPaidPackage } = recommend({ conditions: ['stroke'] }, offered);
    expect(recommended.map((one) => one.packageId)).toEqual(['discharge-follow-up']);
    expect(undecided.find((one) => one.packageId === 'stroke-rehab')?.missing).toEqual(['mrs']);
    expect(noPaidPackage).toBeNull();
  });

  it('proposes nothing twice: what a course that is offered here contains is not sold beside it', () => {
    const found: AssessmentAnswers = { ...well, surgery: ['hip'], morse: '45', push: '3', wagner: '1', conditions: ['diabetes'], stoma: true };
    expect(ids(found, [...offered, 'pressure-injury', 'diabetic-foot', 'stoma-care'])).toEqual(['hip-wound-care', 'stoma-care', 'diabetic-foot', 'pressure-injury', 'hip-home-rehab', 'diabetes']);
    expect(ids(found, [])).toEqual(expect.arrayContaining(['wound-visit', 'orthopaedic-rehab', 'home-safety-visit']));
    expect(recommend(found, offered).notRecommended.find(({ packageId }) => packageId === 'home-safety-visit')?.reasons).toEqual([
      { zh: '已包含在“髋关节置换术后居家康复”中', en: 'contained in "Home rehabilitation after hip replacement"', source: 'C' }, { zh: 'FRAIL 0（需≥3）', en: 'FRAIL 0 (needs ≥3)', source: '[13] C' },
    ]);
    expect(ids({ ...found, wound: true }, [...offered, 'pressure-injury', 'diabetic-foot', 'stoma-care'])).toContain('wound-visit');
  });

  it('never says that nothing is needed while a tube, a wound or a medicine was not asked about', () => {
    for (const unasked of ['tubes', 'wound', 'surgery', 'injections', 'chemotherapy'] as const) {
      const { [unasked]: _, ...rest } = well;
      expect(recommend(rest, offered).noPaidPackage).toBeNull();
    }
    for (const found of [{ acute: true }, { barthel: '95' }, { stayDays: '14' }, { tubes: ['drain'] }] satisfies AssessmentAnswers[]) expect(recommend({ ...well, ...found }, offered).noPaidPackage).toBeNull();
  });

  it('grades no foot without diabetes, but believes a grade that is there', () => {
    const { wagner: _, ...rest } = well;
    expect(recommend(rest, offered).undecided).toEqual([]);
    expect(recommend({ ...rest, conditions: ['diabetes'] }, offered).undecided.map(({ packageId }) => packageId)).toEqual(['diabetic-foot', 'wound-visit']);
    expect(ids({ ...well, wagner: '2' })).toContain('diabetic-foot');
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
      const listed = [...result.recommended, ...result.notRecommended, ...result.undecided, ...(result.onRequest ?? [])].map(({ packageId }) => packageId);
      expect([...listed].sort()).toEqual(products.map(({ id }) => id).sort());
      expect([...result.recommended, ...result.notRecommended].every(({ reasons }) => reasons.length > 0 && reasons.every(({ source }) => source !== ''))).toBe(true);
      if (result.noPaidPackage !== null) expect(result.recommended.map(({ packageId }) => packageId)).toEqual([freeFollowUp]);
    }), { seed: 20260302 });
  });

  it('offers every package of the menu by a rule, or says why it is sold on request only', () => {
    const menu = readdirSync('pathways/definitions', { withFileTypes: true }).filter((entry) => entry.isDirectory() && !entry.name.startsWith('_')).map(({ name }) => name);
    expect(menu.length).toBeGreaterThan(15);
    expect(menu.filter((id) => !products.some((one) => one.id === id))).toEqual([]);
    const byRule = recommendRules.map(({ product }) => product);
    for (const { id, free, onRequest } of products) expect([id, [byRule.includes(id), free === true, onRequest !== undefined].filter(Boolean)]).toEqual([id, [true]]);
    expect(products.filter(({ onRequest }) => onRequest).map(({ id }) => id)).toEqual(['prenatal', 'seven-day']);
    expect(byRule.filter((id) => !products.some((one) => one.id === id))).toEqual([]);
    expect(new Set(byRule).size).toBe(byRule.length);
  });

  it('asks every question once, and names the source of every number', () => {
    expect(Object.values(sections).flat().sort()).toEqual(Object.keys(questions).sort());
    for (const { source } of Object.values(recommendParameters)) expect(source).toMatch(/^(\[\d+\] )?[CK]$/);
  });
});

describe('Prefilling', () => {
  const base: DischargeFacts = { kind: 'inpatient', reason: '', sex: 'female', bornOn: null, admittedOn: '2026-02-20', dischargedOn: '2026-03-02', conditions: [], procedures: [], medications: [], findings: {} };
  const said = (display: string, code = '', system = '') => ({ system, code, display });

  it('takes what the discharge says, each with its source, and leaves open what it does not', () => {
    const found = prefill({
      ...base, conditions: [said('2型糖尿病伴肾病', 'E11.2', 'icd-10'), said('高血压')], procedures: [said('右侧全髋关节置换术')], medications: [{ ...said('依诺肝素钠注射液'), current: true }], findings: { barthel: '45' },
    });
    expect(Object.fromEntries(Object.entries(found).map(([id, one]) => [id, one.value]))).toEqual({
      stayDays: '10', charlson: ['diabetes-uncomplicated', 'diabetes-end-organ'], procedure: true, surgery: ['hip'], conditions: ['hypertension', 'diabetes'], medicines: '1', injections: ['lmwh'], barthel: '45',
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

  it('counts for LACE what was there at discharge, says of what was found soon after when, and leaves out what came later', () => {
    const found = prefill({ ...base, conditions: [{ ...said('脑梗死', 'I63.9', 'icd-10'), onset: '2020-01-01' }, { ...said('高血压', 'I10', 'icd-10'), onset: '2026-03-05' }, { ...said('心力衰竭', 'I50.9', 'icd-10'), onset: '2026-03-16' }, { ...said('慢阻肺', 'J44.9', 'icd-10'), onset: '2026-03-17' }] });
    expect(found.charlson?.value).toEqual(['cerebrovascular']);
    expect(found.conditions).toEqual({ value: ['stroke', 'heart-failure', 'hypertension'], source: {
      zh: '出院诊断：脑梗死; 心力衰竭（出院后2026-03-16发现）; 高血压（出院后2026-03-05发现）', en: 'diagnoses: 脑梗死; 心力衰竭 (found 2026-03-16, after this discharge); 高血压 (found 2026-03-05, after this discharge)',
    } });
  });

  it('asks a woman who lost a child nothing about a newborn by itself, and leaves an old loss where it is', () => {
    const birth = said('Cesarean section', '11466000', 'http://snomed.info/sct');
    expect(prefill({ ...base, procedures: [birth] }).delivery?.value).toBe(true);
    expect(prefill({ ...base, procedures: [birth], conditions: [said('死产', 'Z37.1', 'icd-10')] }).delivery).toBeUndefined();
    expect(prefill({ ...base, procedures: [birth], conditions: [{ ...said('Miscarriage in first trimester', '19169002'), onset: '2025-01-10' }] }).delivery?.value).toBe(true);
    expect(prefill({ ...base, procedures: [birth], conditions: [{ ...said('Miscarriage in first trimester', '19169002'), onset: '2026-06-01' }] }).delivery?.value).toBe(true);
    expect(prefill({ ...base, procedures: [birth], conditions: [said('先兆流产', 'O20.0', 'icd-10')] }).delivery?.value).toBe(true);
    expect(prefill({ ...base, sex: 'male' }).delivery?.value).toBe(false);
    expect(prefill({ ...base, bornOn: '1970-03-02' }).delivery?.value).toBe(false);
    expect(prefill({ ...base, bornOn: '1970-03-03' }).delivery).toBeUndefined();
  });

  it('takes no picture or puncture for surgery, no closed stoma for one, and no old heart attack for a new one', () => {
    const surgery = (...displays: string[]) => prefill({ ...base, procedures: displays.map((one) => said(one)) }).surgery?.value;
    expect([surgery('腰椎穿刺术'), surgery('膝关节MRI'), surgery('输血'), surgery('Closed fracture reduction of knee, surgical manipulation of joint of knee'), surgery('阑尾切除术')]).toEqual([[], [], [], ['knee'], ['other']]);
    expect(prefill({ ...base, procedures: [said('回肠造口还纳术')] }).stoma).toBeUndefined();
    expect(prefill({ ...base, procedures: [said('气管造口')] }).stoma).toBeUndefined();
    const heart = (display: string, onset: string | null = null) => prefill({ ...base, conditions: [{ ...said(display), onset }] }).conditions?.value;
    expect([heart('急性心肌梗死'), heart('陈旧性心肌梗死'), heart('History of myocardial infarction'), heart('Myocardial Infarction', '2019-01-01')]).toEqual([['coronary'], [], [], []]);
  });

  it('leaves open which of other injections a nurse should give', () => {
    const takes = (...displays: string[]) => prefill({ ...base, medications: displays.map((one) => ({ ...said(one), current: true })) }).injections?.value;
    expect([takes('阿司匹林肠溶片'), takes('门冬胰岛素注射液'), takes('鲑降钙素注射液'), takes('鲑降钙素注射液', '依诺肝素钠注射液')]).toEqual([[], [], undefined, ['lmwh']]);
  });
});
