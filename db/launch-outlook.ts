/** The first thirty days in the words of the package, for whoever decides whether to launch. */
import { nextThirtyDays } from '../pathways/engine/next-thirty-days.js';
import type { Level, StaffRole } from '../pathways/engine/vocabulary.js';
import type { Episode } from '../pathways/engine/episode.js';
import type { Plan } from '../pathways/engine/plan.js';

export type OutlookItem = { at: string; what: 'step' | 'message'; kind: string; label: string; purpose: string | null; recipient: string | null };
/** If the rule comes true: who acts within which time. `instruction`: what it is about and what to do, in the package's words. */
export type OutlookCase = { rule: string; level: Level; instruction: string; to: StaffRole[]; contactWithinMinutes: number };
export type LaunchOutlook = { from: string; until: string; firm: OutlookItem[]; conditional: OutlookCase[]; suppressed: { at: string; label: string; what: string; reason: string }[] };

export function launchOutlook(plan: Plan, episode: Episode, texts: Record<string, string>): LaunchOutlook {
  const { from, until, firm, conditional, suppressed } = nextThirtyDays(plan, episode);
  const say = (key: string): string => texts[key] ?? key;
  const labels = new Map(plan.steps.map((step) => [step.id, say(step.label)]));
  const cases = new Map<string, OutlookCase>();
  for (const { if: condition, then } of conditional) {
    if (condition.kind !== 'rule' || then.kind !== 'case') continue;
    const instruction = say(then.instruction);
    // Several branches of a rule may ask for the same act: said once.
    cases.set(`${condition.rule} ${then.level} ${instruction}`, { rule: condition.rule, level: then.level, instruction, to: then.to, contactWithinMinutes: then.contactWithinMinutes });
  }
  return {
    from, until,
    firm: firm.map((item) => ({ at: item.at, what: item.what, kind: item.kind, label: say(item.label), ...(item.what === 'message' ? { purpose: item.purpose, recipient: item.recipient } : { purpose: null, recipient: null }) })),
    conditional: [...cases.values()].sort((a, b) => rank[a.level] - rank[b.level]),
    suppressed: suppressed.map(({ at, step, what, reason }) => ({ at, label: step === null ? '' : (labels.get(step) ?? step), what, reason })),
  };
}

const rank: Record<Level, number> = { red: 0, orange: 1, yellow: 2 };
