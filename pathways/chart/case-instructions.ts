import type { Plan, TextKey } from '../engine/plan.js';

/** A rule that was met, and by which of its cases. */
export type MetCase = { rule: string; case: number };

/**
 * What to do about a case, each thing once: first what the case itself says, then what the other rules say that it stands for. Several rules of one
 * urgency make one case, which keeps the words of the first. A rule that is not among `met` (a second look raised it) says its own when it has only one.
 */
export function caseInstructions({ rules: known }: Pick<Plan, 'rules'>, { instruction, rules }: { instruction: TextKey; rules: readonly string[] }, met: readonly MetCase[]): TextKey[] {
  const others = rules.flatMap((id): TextKey[] => {
    const cases = known.find((rule) => rule.id === id)?.cases ?? [];
    const own = met.filter(({ rule }) => rule === id).map((one) => cases[one.case]);
    const raised = (own.length > 0 ? own : cases).filter((one) => one !== undefined && one.level !== null);
    const said = [...new Set(raised.flatMap((one) => one?.instruction ?? []))];
    return own.length > 0 || said.length === 1 ? said : [];
  });
  return [...new Set([instruction, ...others])];
}
