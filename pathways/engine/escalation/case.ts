/** What a case is opened with, whoever opens it: rules of the package, the engine's own reasons, or a member of staff. */
import { addMinutes } from '../../time.js';
import type { Episode, Escalation } from '../episode.js';
import type { Fired } from '../rules.js';
import { submissionLevel } from '../rules.js';
import type { LevelPolicy, Plan, RuleCase, TextKey } from '../plan.js';
import { levels, type Instant, type Level, type StaffRole } from '../vocabulary.js';
import { isCrisis } from './crisis.js';
import { chosenText, textAt } from './patient-text.js';

export type Finding = {
  level: Level;
  rules: string[];
  /** Rules with the same prefix share the open case. */
  prefixes: string[];
  instruction: TextKey;
  to: StaffRole[];
  /** null: nothing is said by text. */
  patientText: TextKey | null;
};

/** `W-2` -> `W`: rules with the same prefix are of one library and share the open case. */
export const prefixOf = (rule: string): string => rule.slice(0, rule.lastIndexOf('-'));

export const isGraver = (a: Level, b: Level): boolean => levels.indexOf(a) < levels.indexOf(b);

/** One submission, one finding at its highest level, listing every rule met, self-harm first; null when no rule opens a case. */
export function findingOf(plan: Plan, fired: Fired[], semantics: number): Finding | null {
  const { level, rules, prefixes, raisedBy } = submissionLevel(plan, fired);
  if (level === null || raisedBy === null) return null;
  const grave = fired.flatMap(({ of }) => (of.level === raisedBy.of.level ? [of] : []));
  return { level, rules, prefixes, ...(semantics >= 9 ? ledBy(plan, level, grave.map((of) => atLevel(plan, of, level))) : ledBefore9(plan.levels[level], grave)) };
}

type Lead = Pick<Finding, 'instruction' | 'to' | 'patientText'>;

/** `grave` is not empty. */
function ledBy(plan: Plan, level: Level, grave: RuleCase[]): Lead {
  const crisis = grave.filter(isCrisis);
  const leading = [...crisis, ...grave.filter((of) => !crisis.includes(of))];
  return {
    instruction: leading[0]?.instruction ?? '',
    to: [...new Set(leading.flatMap((of) => of.to ?? plan.levels[level].alert))],
    patientText: crisis.length > 0 ? null : chosenText(plan, level, grave.map((of) => textAt(plan, level, of))),
  };
}

/** Until semantics 9: whatever said nothing by text silenced the others, a rule's own text went before the level's, and a case that was lifted kept the words of its rules. */
function ledBefore9(policy: LevelPolicy, grave: RuleCase[]): Lead {
  const silent = grave.filter((of) => of.patientText === null);
  const leading = [...silent, ...grave.filter((of) => !silent.includes(of))];
  return {
    instruction: leading[0]?.instruction ?? '',
    to: [...new Set(leading.flatMap((of) => of.to ?? policy.alert))],
    patientText: silent.length > 0 ? null : (leading.map((of) => of.patientText).find((text) => typeof text === 'string') ?? policy.patientText),
  };
}

/**
 * What a rule found, at the level that its case has in the end: two YELLOW together, or one that is still there days later, are more than the rule thought of.
 * What it would have said ("within 24 hours", or nothing) holds no longer, so the level's text goes out, and the level's people hear of it beside the rule's own.
 */
export function atLevel({ levels: policies }: Plan, of: RuleCase, level: Level): RuleCase {
  if (of.level !== null && !isGraver(level, of.level)) return { ...of, level };
  const { patientText: _, to, ...rest } = of;
  return { ...rest, level, ...(to && { to: [...new Set([...policies[level].alert, ...to])] }) };
}

/** A case for a reason of the engine's own; `rule` is also its prefix. */
export function ownFinding(plan: Plan, level: Level, rule: string, instruction: TextKey, patientText: TextKey | null = null): Finding {
  return { level, rules: [rule], prefixes: [rule], instruction, to: plan.levels[level].alert, patientText };
}

export type Deadlines = { ackBy: Instant | null; contactBy: Instant };

export const deadlinesOf = (policy: LevelPolicy, from: Instant): Deadlines => ({
  ackBy: policy.ackWithinMinutes === null ? null : addMinutes(from, policy.ackWithinMinutes),
  contactBy: addMinutes(from, policy.contactWithinMinutes),
});

/** The open case that shares a prefix and takes the finding: the gravest, then the oldest. */
export function sharedCase(episode: Episode, prefixes: string[], takes: (open: Escalation) => boolean): Escalation | null {
  const sharing = Object.values(episode.escalations).filter((escalation) => escalation.prefixes.some((prefix) => prefixes.includes(prefix)) && takes(escalation));
  return sharing.sort((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level) || (a.raisedAt < b.raisedAt ? -1 : 1))[0] ?? null;
}

/** Raised by a member of staff for one episode: never joined with another episode's case. */
export const staffRule = 'STAFF';
export const privatePrefixes: readonly string[] = [staffRule];
