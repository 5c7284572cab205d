import { describe, expect, it } from 'vitest';
import type { Plan } from '../engine/plan.js';
import { coverageOf, firedCases, isTold } from './coverage.js';

const started = (episode: string, plan: string, version = 1) => ({ type: 'EpisodeStarted', in: episode, plan, version });
const evaluated = (episode: string, ...fired: [string, number][]) => ({ type: 'RulesEvaluated', in: episode, fired: fired.map(([rule, n]) => ({ rule, case: n })), rejected: [{ rule: 'X-9', case: 0 }] });
const plan = (id: string, rules: Record<string, number>): Pick<Plan, 'id' | 'version' | 'rules'> => ({
  id, version: 1,
  rules: Object.entries(rules).map(([rule, cases]) => ({ id: rule, prefix: rule, inputs: [], source: 'C', cases: Array.from({ length: cases }, () => ({ when: { op: 'bool', value: true }, level: null, instruction: 'do', start: [] })) })),
});

describe('The stories of a package', () => {
  const one = firedCases([started('a', 'hip'), started('b', 'heart'), evaluated('a', ['W-1', 0], ['W-1', 0]), { type: 'VisitBooked' }, evaluated('b', ['C-1', 1])]);
  const two = firedCases([started('a', 'hip', 2), evaluated('a', ['W-1', 0], ['C-1', 1])]);

  it('fire a case once each, in the package of the episode', () =>
    expect(one).toEqual([{ package: 'hip', version: 1, rule: 'W-1', case: 0 }, { package: 'heart', version: 1, rule: 'C-1', case: 1 }]));

  it('are told apart: own ones of this version, and those of other packages', () => {
    expect(coverageOf(plan('hip', { 'W-1': 1, 'C-1': 2 }), [one, two])).toEqual([
      { rule: 'W-1', case: 1, own: 1, others: 1 }, { rule: 'C-1', case: 1, own: 0, others: 0 }, { rule: 'C-1', case: 2, own: 0, others: 2 },
    ]);
  });

  it('do not count a case that was only rejected', () => expect(coverageOf(plan('hip', { 'X-9': 1 }), [one, two]).filter((found) => !isTold(found))).toHaveLength(1));

  it('are refused when they are something else', () => {
    expect(() => firedCases({ events: [] })).toThrow();
    expect(() => firedCases([evaluated('a', ['W-1', 0])])).toThrow('before it started');
  });
});
