/** Every role that a plan can alert: by a level, its ladder and its call to the patient, or by a rule that names its own (self-harm to the crisis counsellor). */
import type { Plan } from './plan.js';
import { levels, type Level, type StaffRole } from './vocabulary.js';

/** `red`: some RED case reaches the role, so without anybody on duty a RED case could stay unanswered there. Each role once. */
export type AlertedRole = { role: StaffRole; red: boolean };

export function alertedRoles({ levels: policies, rules }: Pick<Plan, 'levels' | 'rules'>): AlertedRole[] {
  const byLevel = (level: Level): StaffRole[] => {
    const { alert, ladder, callBy } = policies[level];
    const named = rules.flatMap(({ cases }) => cases.filter((one) => one.level === level).flatMap(({ to }) => to ?? []));
    return [...alert, ...ladder.flatMap(({ to }) => to), ...(callBy === null ? [] : [callBy]), ...named];
  };
  const red = new Set(byLevel('red'));
  return [...new Set(levels.flatMap(byLevel))].map((role) => ({ role, red: red.has(role) }));
}
