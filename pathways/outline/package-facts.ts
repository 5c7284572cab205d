/** What a package is in numbers, for lists and the handbook: read off the plan, no patient needed. */
import type { Plan, Step } from '../engine/plan.js';
import type { Anchor } from '../engine/vocabulary.js';
import type { Meta } from '../schema/definition.js';
import { daysOf } from './outline.js';

export type PackageFacts = {
  /** Days after the main anchor (of a round: after its date) on which the last step may still fall. */
  days: number;
  /** Set when steps come anew with each round of an anchor: how long one round is, and how many there are at most (null: until a goal or a person ends them). */
  rounds: { anchor: Anchor; days: number; most: number | null } | null;
  /** A goal may end the course before its last day. */
  mayEndEarly: boolean;
  /** Units sold, over all services. */
  visits: number;
  /** Calls and forms that are planned by date, of one round where there are rounds; what rules start or what is asked for is not in it. */
  contacts: number;
  calls: number;
  forms: number;
  rules: number;
  /** The branches of the rules: each one is an answer of its own. */
  cases: number;
};

export function packageFacts(plan: Plan, { units }: Pick<Meta, 'units'>): PackageFacts {
  const again = plan.steps.flatMap(({ schedule }) => ('anchor' in schedule && plan.anchors[schedule.anchor] === 'again' ? [schedule.anchor] : []))[0] ?? null;
  const isRound = (step: Step): boolean => 'anchor' in step.schedule && step.schedule.anchor === again;
  const [calls, forms] = [occurrences(plan, 'call'), occurrences(plan, 'form')];
  return {
    days: lastDay(plan.steps.filter((step) => !isRound(step))),
    rounds: again === null ? null : { anchor: again, days: lastDay(plan.steps.filter(isRound)), most: plan.rounds?.[again] ?? null },
    mayEndEarly: plan.goal !== undefined,
    visits: units.reduce((sum, { count }) => sum + count, 0),
    contacts: calls + forms, calls, forms,
    rules: plan.rules.length, cases: plan.rules.reduce((sum, { cases }) => sum + cases.length, 0),
  };
}

const lastDay = (steps: readonly Step[]): number => Math.max(0, ...steps.flatMap((step) => [...daysOf(step).days, untilOf(step)]));

/** What counts from deeds, or waits to be asked for, has no days of its own but a last one. */
const untilOf = ({ schedule }: Step): number => ((schedule.kind === 'after' || schedule.kind === 'onRequest') && schedule.untilDay !== undefined ? schedule.untilDay : 0);

const occurrences = (plan: Plan, kind: Step['kind']): number =>
  plan.steps.filter((step) => step.kind === kind).reduce((sum, step) => sum + daysOf(step).days.length * (step.schedule.kind === 'repeat' ? step.schedule.times.length : 1), 0);
