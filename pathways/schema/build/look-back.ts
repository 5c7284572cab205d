/** How much history the rules need, so that the episode keeps no more of it. */
import { longestRow } from '../../engine/expression.js';
import type { LookBackRule, Plan } from '../../engine/plan.js';
import type { LookBack } from '../expressions/translator.js';
import { arrives, type Named } from '../expressions/types.js';
import type { BuiltRule } from './rules.js';

/** A window in local days touches one day more than its length in hours suggests. */
const daysOf = (hours: string | undefined): number => Math.ceil(Number(hours ?? 0) / 24) + 1;

const daysNeeded = ({ fn, args }: LookBack): number => {
  switch (fn) {
    case 'latest':
      return daysOf(args[0]);
    case 'countAtLeast':
      return daysOf(args[1]);
    case 'deviceGap': case 'alone':
      return daysOf(args[0]);
    case 'lowest': case 'highest': case 'mean': case 'meanOf': case 'count':
      return Number(args[0]);
    case 'previous': case 'baseline': case 'given': case 'median': case 'inARow': case 'rises':
      return 0;
  }
};

/** Enough samples for a row of the longest kind, three to a session. */
const newestForRow = longestRow * 3;

const alsoNeeded = ({ fn, args }: LookBack): Omit<LookBackRule, 'days' | 'keepFirst'> => {
  switch (fn) {
    case 'median': return { firstDays: Number(args[0]) };
    case 'inARow': case 'rises': return { newest: newestForRow };
    case 'deviceGap': return { devices: true };
    default: return {};
  }
};

/**
 * `days: 0` keeps the last two samples only. Rules that look again later (persist, confirm) need the latest values of all their inputs;
 * readings need today's, for sessions, day values and the plausible step.
 */
export function lookBackOf(rules: BuiltRule[], readings: Plan['readings'], remembered: { lookBacks: LookBack[]; named: Named[] }): Plan['lookBack'] {
  const lookBack: Plan['lookBack'] = {};
  const keep = (path: string, days: number, keepFirst: boolean, also: Omit<LookBackRule, 'days' | 'keepFirst'> = {}): void => {
    const former = lookBack[path];
    const firstDays = Math.max(former?.firstDays ?? 0, also.firstDays ?? 0);
    lookBack[path] = {
      ...former, ...also, days: Math.max(former?.days ?? 0, days), keepFirst: (former?.keepFirst ?? false) || keepFirst, ...(firstDays > 0 && { firstDays }),
    };
  };
  for (const { id, components } of Object.values(readings)) for (const component of Object.keys(components)) keep(`${id}.${component}`, 0, false);
  const uses = [...rules.flatMap(({ conditions }) => conditions.flatMap((one) => one?.lookBacks ?? [])), ...remembered.lookBacks];
  for (const use of uses) if (use.fn !== 'given') keep(use.path, daysNeeded(use), use.fn === 'baseline', alsoNeeded(use));
  for (const { kind, path } of remembered.named) if (arrives(kind)) keep(path, 0, false);
  for (const { rule } of rules) {
    if (rule.persist) for (const path of rule.inputs) keep(path, daysOf(String(rule.persist.hours)), false);
    if (rule.confirm) for (const path of rule.inputs) keep(path, 1, false);
  }
  return Object.fromEntries(Object.entries(lookBack).sort(([a], [b]) => (a < b ? -1 : 1)));
}
