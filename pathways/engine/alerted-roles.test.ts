import { describe, expect, it } from 'vitest';
import { loadDefinitionOrThrow } from '../../cli/load-definition.js';
import { alertedRoles } from './alerted-roles.js';
import type { Plan } from './plan.js';

const { plan } = loadDefinitionOrThrow('hip-wound-care');
const redOf = (of: Pick<Plan, 'levels' | 'rules'>): string[] => alertedRoles(of).flatMap(({ role, red }) => (red ? [role] : [])).toSorted();

describe('The roles that a plan alerts', () => {
  it('are those of its levels and ladders, and those that a rule names by itself', () => {
    expect(redOf(plan)).toEqual(['chief-on-duty', 'crisis-counsellor', 'duty-doctor', 'responsible-nurse', 'second-line-doctor', 'surgeon']);
    expect(alertedRoles(plan)).toContainEqual({ role: 'head-nurse', red: false });
  });
  it('lose the counsellor with the rule that alerts her', () => {
    const rules = plan.rules.map((rule) => ({ ...rule, cases: rule.cases.map(({ to: _, ...one }) => one) }));
    expect(redOf({ ...plan, rules })).not.toContain('crisis-counsellor');
  });
  it('hold whoever calls the patient', () => {
    const levels = { ...plan.levels, yellow: { ...plan.levels.yellow, callBy: 'therapist' as const } };
    expect(alertedRoles({ ...plan, levels })).toContainEqual({ role: 'therapist', red: false });
  });
});
