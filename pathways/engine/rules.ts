/**
 * Which rules a submission, a reading or a silence meets. A rule is looked at when the moment brings a current value for one of its
 * `inputs` (or, for silence rules, when their step was missed again), so an old value alone never fires anything.
 *
 * The first case that is true decides. A case that cannot be decided because something is missing never hides a true one below it: the
 * lower case fires, and the verdict lists what was missing above, because the case might have been the graver one. A rule of which no
 * case is true is `undecided` when at least one case could not be decided ("insufficient data"), else `rejected`.
 */
import type { Cause, RuleVerdict } from './events.js';
import type { Episode } from './episode.js';
import { explain, type Scope } from './expression.js';
import { scopeOf, type Moment } from './history.js';
import type { Plan, Rule, RuleCase } from './plan.js';
import { levels, type Instant, type Level } from './vocabulary.js';

export type { Moment } from './history.js';

export type Fired = { rule: Rule; case: number; of: RuleCase; verdict: RuleVerdict };
export type Evaluation = { fired: Fired[]; rejected: RuleVerdict[]; undecided: RuleVerdict[] };
export type Outcome = { kind: 'fired'; fired: Fired } | { kind: 'rejected' | 'undecided'; verdict: RuleVerdict };

type PlanFacts = Pick<Plan, 'rules' | 'readings' | 'mainAnchor' | 'personal'>;
type EpisodeFacts = Pick<Episode, 'zone' | 'anchors' | 'facts' | 'history' | 'personal'> & { startedAt?: Instant };

/** The episode may be the state before or after this very submission was added to its history. */
export function evaluateRules(plan: PlanFacts, episode: EpisodeFacts, moment: Moment): Evaluation {
  const result: Evaluation = { fired: [], rejected: [], undecided: [] };
  const scope = scopeOf(plan, episode, moment);
  for (const rule of plan.rules) {
    if (!concerns(rule, moment)) continue;
    const outcome = walkCases(rule, scope);
    if (outcome.kind === 'fired') result.fired.push(outcome.fired);
    else result[outcome.kind].push(outcome.verdict);
  }
  return result;
}

/**
 * A silence rule speaks at every n-th miss in a row (3, 6, 9, ...), so that lasting silence is followed up again, but not every day.
 */
function concerns(rule: Rule, moment: Moment): boolean {
  if (rule.silence) {
    const { silence } = moment;
    return silence !== undefined && silence.step === rule.silence.step && silence.misses > 0 && silence.misses % Math.max(1, rule.silence.misses) === 0;
  }
  return rule.inputs.some((path) => Object.hasOwn(moment.current, path));
}

/** One rule by itself, whatever its inputs: for a watch that looks again after so many hours. */
export const evaluateRule = (plan: Pick<Plan, 'readings' | 'mainAnchor' | 'personal'>, episode: EpisodeFacts, rule: Rule, moment: Moment): Outcome =>
  walkCases(rule, scopeOf(plan, episode, moment));

function walkCases(rule: Rule, scope: Scope): Outcome {
  const verdict: RuleVerdict = { rule: rule.id, case: null, inputs: {}, parameters: {}, missing: [] };
  for (const [index, of] of rule.cases.entries()) {
    const seen = explain(of.when, scope);
    Object.assign(verdict.inputs, seen.inputs);
    Object.assign(verdict.parameters, seen.parameters);
    if (seen.value === true) {
      verdict.case = index;
      return { kind: 'fired', fired: { rule, case: index, of, verdict } };
    }
    if (seen.value !== false) verdict.missing = [...new Set([...verdict.missing, ...seen.missing])];
  }
  return { kind: verdict.missing.length > 0 ? 'undecided' : 'rejected', verdict };
}

export const causeOf = ({ rule, case: index, verdict }: Fired): Cause =>
  ({ kind: 'rule', rule: rule.id, case: index, inputs: verdict.inputs, parameters: verdict.parameters, source: rule.source });

export type SubmissionLevel = {
  /** null: rules fired, but none opens a case. */
  level: Level | null;
  /** Ids of all rules that fired with a level, in plan order. */
  rules: string[];
  prefixes: string[];
  /** First of the gravest: its instruction and text lead the case. */
  raisedBy: Fired | null;
};

/** One submission makes one case at its highest level, listing every rule met; so many YELLOW rules together weigh more (`plan.yellows`). */
export function submissionLevel(plan: Pick<Plan, 'yellows'>, fired: readonly Fired[]): SubmissionLevel {
  const graded = fired.filter((f) => f.of.level !== null);
  const highest = levels.find((level) => graded.some((f) => f.of.level === level)) ?? null;
  const yellows = graded.filter((f) => f.of.level === 'yellow').length;
  return {
    level: yellows >= plan.yellows.count ? graver(highest, plan.yellows.become) : highest,
    rules: [...new Set(graded.map((f) => f.rule.id))],
    prefixes: [...new Set(graded.map((f) => f.rule.prefix))],
    raisedBy: graded.find((f) => f.of.level === highest) ?? null,
  };
}

/** The more urgent of two; `levels` stands in that order. */
export function graver(a: Level | null, b: Level | null): Level | null {
  if (a === null || b === null) return a ?? b;
  return levels.indexOf(a) <= levels.indexOf(b) ? a : b;
}
