/** Which rule cases the kept stories make fire, by the package in whose episode they fired. */
import { z } from 'zod';
import type { Plan } from '../engine/plan.js';

/** `case` counts from 0, as in the events. */
export type FiredCase = { package: string; version: number; rule: string; case: number };
export type CaseCoverage = {
  rule: string;
  /** From 1, as people count. */
  case: number;
  /** How many stories of this version make it fire, and how many of other packages, where the same id means the same rule. */
  own: number; others: number;
};

const started = z.object({ type: z.literal('EpisodeStarted'), in: z.string(), plan: z.string(), version: z.number() });
const evaluated = z.object({ type: z.literal('RulesEvaluated'), in: z.string(), fired: z.array(z.object({ rule: z.string(), case: z.number() })) });
const ofOne = z.array(z.union([started, evaluated, z.object({ type: z.string() })]));

/** `events`: what stands in a story's `.events.json`. Each case once. Throws when it is no such file. */
export function firedCases(events: unknown): FiredCase[] {
  const plans = new Map<string, { package: string; version: number }>();
  const fired = new Map<string, FiredCase>();
  for (const event of ofOne.parse(events)) {
    if ('plan' in event) plans.set(event.in, { package: event.plan, version: event.version });
    if (!('fired' in event)) continue;
    const plan = plans.get(event.in);
    if (!plan) throw new Error(`Rules were evaluated in the episode "${event.in}" before it started: these are no events of a story`);
    for (const { rule, case: n } of event.fired) fired.set(`${plan.package}@${plan.version} ${rule}:${n}`, { ...plan, rule, case: n });
  }
  return [...fired.values()];
}

/** `stories`: the fired cases of each story. */
export const coverageOf = (plan: Pick<Plan, 'id' | 'version' | 'rules'>, stories: readonly (readonly FiredCase[])[]): CaseCoverage[] =>
  plan.rules.flatMap(({ id, cases }) => cases.map((_, n) => {
    const firing = stories.map((story) => story.filter((one) => one.rule === id && one.case === n)).filter((all) => all.length > 0);
    const own = firing.filter((all) => all.some((one) => one.package === plan.id && one.version === plan.version)).length;
    return { rule: id, case: n + 1, own, others: firing.length - own };
  }));

export const isTold = ({ own, others }: CaseCoverage): boolean => own + others > 0;
