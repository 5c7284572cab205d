import { expect, it } from 'vitest';
import type { PlanItem } from '../../../../db/read-models/printed-plan.js';
import { planLines } from './plan-lines.js';

const item = (at: string, kind: string, label: string, name: string, slotFrom: string | null = null): PlanItem => ({ at, kind, label, package: name, slotFrom, slotUntil: slotFrom });

it('One call for two packages is one line; agreed visits of two packages at one time stay two', () => {
  const { single, often } = planLines([
    item('2026-03-03T02:00:00.000Z', 'visit', 'dressing', 'wound', '2026-03-03T02:00:00.000Z'), item('2026-03-02T02:00:00.000Z', 'call', 'call', 'wound'), item('2026-03-02T02:00:00.000Z', 'call', 'call', 'rehab'),
    item('2026-03-03T02:00:00.000Z', 'visit', 'therapy', 'rehab', '2026-03-03T02:00:00.000Z'),
  ]);
  expect(single.map(({ label, packages }) => [label, packages])).toEqual([['call', ['wound', 'rehab']], ['dressing', ['wound']], ['therapy', ['rehab']]]);
  expect(often).toEqual([]);
});

it('What comes every day is one line with its first and last day', () => {
  const days = Array.from({ length: 9 }, (_, n) => `2026-03-0${n + 1}T01:00:00.000Z`);
  const { single, often } = planLines([...days.map((at) => item(at, 'reading', 'pressure', 'stroke')), item('2026-03-04T02:00:00.000Z', 'form', 'questions', 'stroke')]);
  expect(single).toHaveLength(1);
  expect(often).toMatchObject([{ label: 'pressure', times: 9, at: days[0], until: days[8] }]);
});
