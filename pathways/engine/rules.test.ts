import { describe, expect, it } from 'vitest';
import type { Sample } from './episode.js';
import type { AnswerValue } from './inputs.js';
import type { Expr, Plan, Rule, RuleCase } from './plan.js';
import { causeOf, evaluateRule, evaluateRules, graver, submissionLevel, type Fired, type Moment } from './rules.js';
import type { Level } from './vocabulary.js';
import { latestMoment } from './history.js';
import { addDays, atLocal } from '../time.js';

const zone = 'Asia/Shanghai';
const day = (n: number, time = '09:00') => atLocal(addDays('2026-03-02', n), time, zone);

const path = (of: string): Expr => ({ op: 'path', path: of });
const is = (of: string, value: string | boolean): Expr => ({ op: 'eq', left: path(of), right: typeof value === 'string' ? { op: 'text', value } : { op: 'bool', value } });
const atLeast = (of: string | Expr, value: string, name: string): Expr => ({ op: 'ge', left: typeof of === 'string' ? path(of) : of, right: { op: 'num', value, name } });
const both = (...of: Expr[]): Expr => ({ op: 'and', of });
const any = (...of: Expr[]): Expr => ({ op: 'or', of });
const to = (level: Level | null, when: Expr, start: string[] = []): RuleCase => ({ when, level, instruction: `do.${level}`, start });
const rule = (id: string, inputs: string[], ...cases: RuleCase[]): Rule => ({ id, prefix: id.split('-')[0] ?? id, inputs, cases, source: 'C' });

/** The wound and CORE rules of clinical.md, as the compiler would write them. */
const rules = {
  w2: rule('W-2', ['wound.redness', 'wound.worse', 'core.temperature'], to('orange', any(
    is('wound.redness', 'over-2cm'), is('wound.worse', true), both(is('wound.redness', 'up-to-2cm'), atLeast('core.temperature', '38.0', 'fever'))))),
  w3: rule('W-3', ['wound.redness'], to('yellow', is('wound.redness', 'up-to-2cm'))),
  fall: rule('CORE-7', ['core.fall', 'core.head', 'core.injury'],
    to('red', both(is('core.fall', true), any(is('core.head', true), is('patient.anticoagulant', true)))),
    to('orange', both(is('core.fall', true), is('core.injury', true))),
    to('yellow', is('core.fall', true))),
  pain: rule('CORE-5', ['core.pain'], to('orange', atLeast('core.pain', '7', 'painSevere')),
    to('yellow', both(atLeast('core.pain', '4', 'painModerate'), atLeast({ op: 'sub', left: path('core.pain'), right: { op: 'call', fn: 'previous', path: 'core.pain', args: [] } }, '2', 'painRise')))),
  mood: rule('CORE-9', ['phq2.score', 'phq9.score'], to('orange', atLeast('phq9.score', '20', 'phq9Orange')), to(null, atLeast('phq2.score', '3', 'phq2Positive'), ['mood-check'])),
};
const silence: Rule = { id: 'EX-1', prefix: 'EX', inputs: [], silence: { step: 'exercise', misses: 3 }, cases: [to(null, { op: 'bool', value: true }, ['exercise-call'])], source: 'C' };

const plan: Pick<Plan, 'rules' | 'readings' | 'mainAnchor' | 'yellows'> = { rules: [...Object.values(rules), silence], readings: {}, mainAnchor: 'discharge', yellows: { count: 2, become: 'orange' } };

function zhang(flags: Record<string, boolean> = {}, history: Record<string, Sample[]> = {}) {
  return { zone, anchors: { discharge: '2026-03-02' }, facts: { age: 72, flags, hasFamilyContact: true, optedOut: false, away: [] }, history };
}
const answered = (current: Record<string, AnswerValue>): Moment => ({ at: day(3), submission: 5, current });
const fires = (current: Record<string, AnswerValue>, episode = zhang()): string[] =>
  evaluateRules(plan, episode, answered(current)).fired.map((f) => `${f.rule.id} ${f.of.level}`);

describe('a submission', () => {
  it('meets a wound rule with the temperature asked in CORE', () => {
    expect(fires({ 'wound.redness': 'up-to-2cm', 'core.temperature': '38.0' })).toEqual(['W-2 orange', 'W-3 yellow']);
    expect(fires({ 'wound.redness': 'up-to-2cm', 'core.temperature': '37.9', 'wound.worse': false })).toEqual(['W-3 yellow']);
  });

  it('lets only rules speak that it brings something for', () => {
    const { fired, rejected, undecided } = evaluateRules(plan, zhang(), answered({ 'core.fall': false }));
    expect([fired, rejected.map((v) => v.rule), undecided]).toEqual([[], ['CORE-7'], []]);
  });

  it('takes the first true case', () => {
    expect(fires({ 'core.fall': true, 'core.head': true, 'core.injury': true })).toEqual(['CORE-7 red']);
    expect(fires({ 'core.fall': true, 'core.head': false, 'core.injury': true }, zhang({ anticoagulant: false }))).toEqual(['CORE-7 orange']);
  });

  it('knows the patient: a fall under anticoagulants is RED without a word about the head', () => {
    expect(fires({ 'core.fall': true }, zhang({ anticoagulant: true }))).toEqual(['CORE-7 red']);
  });
});

describe('what is missing', () => {
  it('never hides a true case below, and is listed', () => {
    const [fired] = evaluateRules(plan, zhang(), answered({ 'core.fall': true, 'core.head': false, 'core.injury': false })).fired;
    expect(fired?.of.level).toBe('yellow');
    expect(fired?.verdict.missing).toEqual(['patient.anticoagulant']);
  });

  it('leaves a rule undecided, with the values that were there', () => {
    const { fired, undecided } = evaluateRules(plan, zhang(), answered({ 'core.pain': '5' }));
    expect(fired).toEqual([]);
    expect(undecided).toEqual([{
      rule: 'CORE-5', case: null, missing: ['previous(core.pain)'],
      inputs: { 'core.pain': '5', 'previous(core.pain)': null }, parameters: { painSevere: '7', painModerate: '4', painRise: '2' },
    }]);
  });

  it('is nothing when what is there decides: pain 2 needs no earlier pain', () => {
    const { rejected, undecided } = evaluateRules(plan, zhang(), answered({ 'core.pain': '2' }));
    expect([rejected.map((v) => [v.rule, v.missing]), undecided]).toEqual([[['CORE-5', []]], []]);
  });
});

describe('a verdict', () => {
  it('shows the very values and parameters that were compared, and becomes the cause', () => {
    const history = { 'core.pain': [{ at: day(1), value: '3', submission: 1 }] };
    const [fired] = evaluateRules(plan, zhang({}, history), answered({ 'core.pain': '5' })).fired;
    expect(fired && causeOf(fired)).toEqual({
      kind: 'rule', rule: 'CORE-5', case: 1, source: 'C',
      inputs: { 'core.pain': '5', 'previous(core.pain)': '3' }, parameters: { painSevere: '7', painModerate: '4', painRise: '2' },
    });
  });

  it('is the same for the state before and after the submission', () => {
    const before = zhang({}, { 'core.pain': [{ at: day(1), value: '3', submission: 1 }] });
    const after = zhang({}, { 'core.pain': [{ at: day(1), value: '3', submission: 1 }, { at: day(3), value: '5', submission: 5 }] });
    expect(evaluateRules(plan, after, answered({ 'core.pain': '5' }))).toEqual(evaluateRules(plan, before, answered({ 'core.pain': '5' })));
  });
});

describe('silence', () => {
  const missed = (step: string, misses: number) => evaluateRules(plan, zhang(), { at: day(9), submission: 0, current: {}, silence: { step, misses } }).fired.map((f) => f.rule.id);

  it('speaks at every third miss in a row, of its own step', () => {
    expect([1, 2, 3, 4, 5, 6].map((n) => missed('exercise', n))).toEqual([[], [], ['EX-1'], [], [], ['EX-1']]);
    expect(missed('weight', 3)).toEqual([]);
  });
});

describe('a second look after 48 h', () => {
  const redness = (...values: string[]) => zhang({}, { 'wound.redness': values.map((value, n) => ({ at: day(n), value, submission: n + 1 })) });
  const again = (episode: ReturnType<typeof zhang>) => evaluateRule(plan, episode, rules.w3, latestMoment(plan, episode, day(5))).kind;

  it('finds redness still there, or gone', () => {
    expect(again(redness('up-to-2cm'))).toBe('fired');
    expect(again(redness('up-to-2cm', 'none'))).toBe('rejected');
    expect(again(zhang())).toBe('undecided');
  });
});

describe('the level of a submission', () => {
  const of = (id: string, level: Level | null): Fired =>
    ({ rule: rule(id, []), case: 0, of: to(level, { op: 'bool', value: true }), verdict: { rule: id, case: 0, inputs: {}, parameters: {}, missing: [] } });
  const level = (...fired: Fired[]) => submissionLevel(plan, fired);

  it('is the highest, and every rule is listed', () => {
    expect(level(of('W-3', 'yellow'), of('W-1', 'red'), of('CORE-3', 'orange'), of('CORE-9', null))).toMatchObject({ level: 'red', rules: ['W-3', 'W-1', 'CORE-3'], prefixes: ['W', 'CORE'], raisedBy: { rule: { id: 'W-1' } } });
  });

  it('is ORANGE for two YELLOW rules, led by the first', () => {
    expect(level(of('W-3', 'yellow'))).toMatchObject({ level: 'yellow' });
    expect(level(of('W-3', 'yellow'), of('CORE-4', 'yellow'))).toMatchObject({ level: 'orange', raisedBy: { rule: { id: 'W-3' } } });
    expect(level(of('W-3', 'yellow'), of('CORE-4', 'yellow'), of('W-1', 'red'))).toMatchObject({ level: 'red' });
    expect(submissionLevel({ yellows: { count: 2, become: 'red' } }, [of('W-3', 'yellow'), of('CORE-4', 'yellow')])).toMatchObject({ level: 'red' });
  });

  it('is none when no rule opens a case', () => {
    expect(level(of('CORE-9', null))).toEqual({ level: null, rules: [], prefixes: [], raisedBy: null });
    expect([graver(null, 'yellow'), graver('orange', null), graver('yellow', 'red'), graver(null, null)]).toEqual(['yellow', 'orange', 'red', null]);
  });
});
