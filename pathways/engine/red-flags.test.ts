import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { builtInPathways, loadDefinitionOrThrow } from '../../cli/load-definition.js';
import type { AnswerValue } from './inputs.js';
import type { Expr, Plan, Question, Rule } from './plan.js';
import { personalPaths } from './personal.js';
import { redFlagAnswers, redFlagOf, redFlagsOf, redFlagText } from './red-flags.js';
import { evaluateRules } from './rules.js';

const plans = builtInPathways().map((id) => loadDefinitionOrThrow(id).plan);
const planOf = (id: string): Plan => loadDefinitionOrThrow(id).plan;
const answers = (plan: Plan, form: string, question: string) => (redFlagAnswers(plan)[form]?.[question] ?? []).map(({ answer, flag }) => [answer, flag.text]);
const given = (answers: Record<string, AnswerValue | undefined>) => Object.fromEntries(Object.entries(answers).flatMap(([path, value]) => (value === undefined ? [] : [[path, value] as const])));
const question = (plan: Plan, form: string, id: string): Question => {
  const found = plan.forms[form]?.questions.find((q) => q.id === id);
  if (!found) throw new Error(`no ${form}.${id}`);
  return found;
};

describe('An answer that is a red flag by itself', () => {
  it('is found in the built-in packages: chest pain, stroke signs, pus, bleeding that does not stop', () => {
    const hip = planOf('hip-wound-care');
    expect(answers(hip, 'core', 'chestPain')).toEqual([[true, 'alert.red']]);
    expect(answers(hip, 'core', 'strokeSigns')).toEqual(['balance', 'eyes', 'face', 'arm', 'speech'].map((sign) => [sign, 'alert.stroke']));
    expect(answers(hip, 'core', 'bleeding')).toEqual([['not-stopped', 'alert.red']]);
    expect(answers(hip, 'wound', 'pus')).toEqual([[true, 'alert.red']]);
    expect(answers(planOf('stroke-rehab'), 'kubota', 'grade')).toEqual([['5', 'alert.swallow']]);
  });

  it('is not found where only something else besides would make it one', () => {
    const hip = planOf('hip-wound-care');
    expect([answers(hip, 'core', 'fall'), answers(hip, 'core', 'fallHead'), answers(hip, 'hip', 'calf'), answers(hip, 'wound', 'redness')]).toEqual([[], [], [], []]);
  });

  it('never speaks about self-harm: a person calls', () => {
    for (const plan of plans) expect(answers(plan, 'phq9', 'item9')).toEqual([]);
    expect(redFlagOf(planOf('hip-wound-care'), 'phq9.item9', { 'phq9.item9': '3' })).toBeNull();
  });

  it('is found as soon as what was answered before makes it one', () => {
    const hip = planOf('hip-wound-care');
    const after = (given: Record<string, AnswerValue>) => redFlagsOf(hip, { id: 'core' }, question(hip, 'core', 'fallHead'), given).map(({ answer, flag }) => [answer, flag.rule]);
    expect(after({ 'core.fall': true })).toEqual([[true, 'CORE-7']]);
    expect(after({ 'core.fall': false })).toEqual([]);
  });

  it('among others is told as the case of all of them will tell it, in whatever order they come', () => {
    expect(redFlagText(planOf('seven-day'), { 'urgent.voice': true, 'core.chestPain': true })).toBe('alert.red');
    expect(redFlagText(planOf('seven-day'), { 'urgent.voice': true, 'core.chestPain': false })).toBe('alert.voice');
    expect(redFlagText(planOf('stroke-rehab'), { 'kubota.grade': '5', 'core.faint': true, 'core.strokeSigns': ['arm'] })).toBe('alert.stroke');
    expect(redFlagText(planOf('seven-day'), { 'core.pain': '9', 'phq9.item9': '3' })).toBeNull();
  });

  it('is a number where a rule says so', () => {
    const plan: Pick<Plan, 'rules' | 'levels'> = {
      levels: planOf('hip-wound-care').levels,
      rules: [{ id: 'X-1', prefix: 'X', inputs: ['f.n'], source: 'C', cases: [{ when: { op: 'ge', left: { op: 'path', path: 'f.n' }, right: { op: 'num', value: '2.9' } }, level: 'red', instruction: 'do', start: [] }] }],
    };
    const asked: Question = { id: 'n', required: true, type: 'number', decimals: 1, min: '2.5', max: '3.1', unit: 'x' };
    expect(redFlagsOf(plan, { id: 'f' }, asked, {}).map(({ answer }) => answer)).toEqual(['2.9', '3.0', '3.1']);
  });

  it('waits for a second measurement where the rule does, and does not trust a history it cannot see', () => {
    const levels = planOf('hip-wound-care').levels;
    const over: Expr = { op: 'ge', left: { op: 'call', fn: 'meanOf', path: 'f.n', args: [{ op: 'num', value: '3' }] }, right: { op: 'num', value: '2' } };
    const rule = (when: Expr): Rule => ({ id: 'X-1', prefix: 'X', inputs: ['f.n'], source: 'C', cases: [{ when, level: 'red', instruction: 'do', start: [] }] });
    expect(redFlagOf({ levels, rules: [rule(over)] }, 'f.n', { 'f.n': '3' })).toBeNull();
    const plain = rule({ op: 'bool', value: true });
    expect(redFlagOf({ levels, rules: [plain] }, 'f.n', { 'f.n': '3' })).toMatchObject({ rule: 'X-1' });
    expect(redFlagOf({ levels, rules: [{ ...plain, confirm: { askAfterMinutes: 1, withinMinutes: 30, text: 't' } }] }, 'f.n', { 'f.n': '3' })).toBeNull();
  });

  it('stays RED for the engine whatever else is answered', () => {
    const any = (q: Question): fc.Arbitrary<AnswerValue> => {
      switch (q.type) {
        case 'boolean': return fc.boolean();
        case 'choice': return fc.constantFrom(...q.options);
        case 'multi': return fc.subarray(q.options);
        case 'number': return fc.constantFrom(q.min, q.max);
        default: return fc.constant('x');
      }
    };
    for (const plan of plans) {
      const flagged = Object.entries(redFlagAnswers(plan)).flatMap(([form, questions]) => Object.entries(questions).flatMap(([id, found]) => found.map(({ answer }) => ({ form, q: question(plan, form, id), answer }))));
      const everything = fc.record(Object.fromEntries(Object.values(plan.forms).flatMap((form) => form.questions.map((q) => [`${form.id}.${q.id}`, any(q)]))), { requiredKeys: [] });
      if (flagged.length === 0) continue;
      fc.assert(fc.property(fc.constantFrom(...flagged), everything, fc.boolean(), ({ form, q, answer }, rest, anticoagulant) => {
        const current: Record<string, AnswerValue> = { ...given(rest), [`${form}.${q.id}`]: q.type === 'multi' ? [String(answer)] : answer };
        const { fired } = evaluateRules(plan, { zone: plan.zone, anchors: {}, facts: { flags: { anticoagulant }, hasFamilyContact: false, optedOut: false, away: [] }, history: {} }, { at: '2026-03-05T02:00:00.000Z', submission: 1, current });
        expect(fired.some((f) => f.of.level === 'red')).toBe(true);
      }), { seed: 20260302, numRuns: 200 });
    }
  });
});

it('A limit of the patient\'s own is known before anything is sent: the number given at launch, else the package\'s', () => {
  const own: Expr = { op: 'gt', left: { op: 'path', path: 'core.systolic' }, right: { op: 'path', path: 'p.limit' } };
  const rule: Rule = { id: 'B-1', prefix: 'B', inputs: ['core.systolic'], source: 'C', cases: [{ when: own, level: 'red', instruction: 'do.b', start: [] }] };
  const personal: Plan['personal'] = { limit: { of: 'number', list: false, unit: 'mmHg', text: 'ask.limit', min: '100', max: '220', required: false, value: ['180'], source: 'C' } };
  const plan = { ...planOf('hip-wound-care'), rules: [rule], personal };
  const flag = (systolic: string, values: Record<string, string>) => redFlagOf(plan, 'core.systolic', { ...personalPaths(plan, { personal: values }), 'core.systolic': systolic })?.text ?? null;
  expect([flag('170', { limit: '160' }), flag('170', {}), flag('181', {}), flag('160', { limit: '160' })]).toEqual(['alert.red', null, 'alert.red', null]);
});
