/** What a case is opened with, whoever opens it: rules of the package, the engine's own reasons, or a member of staff. */
import { addMinutes } from '../../time.js';
import type { Episode, Escalation } from '../episode.js';
import type { Fired } from '../rules.js';
import { submissionLevel } from '../rules.js';
import type { LevelPolicy, Plan, TextKey } from '../plan.js';
import { levels, type Instant, type Level, type StaffRole } from '../vocabulary.js';

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
export function findingOf(plan: Plan, fired: Fired[]): Finding | null {
  const { level, rules, prefixes, raisedBy } = submissionLevel(plan, fired);
  if (level === null || raisedBy === null) return null;
  const policy = plan.levels[level];
  const grave = fired.filter((f) => f.of.level === raisedBy.of.level);
  const silent = grave.filter((f) => f.of.patientText === null);
  const leading = [...silent, ...grave.filter((f) => !silent.includes(f))];
  return {
    level, rules, prefixes, instruction: (leading[0] ?? raisedBy).of.instruction,
    to: [...new Set(leading.flatMap((f) => f.of.to ?? policy.alert))],
    patientText: patientTextOf(leading, policy),
  };
}

/**
 * One text per case. A rule that says nothing by text (self-harm) silences the others: its call's script covers them. Else a rule's
 * own text goes before the level's.
 */
function patientTextOf(leading: Fired[], policy: LevelPolicy): TextKey | null {
  if (leading.some((f) => f.of.patientText === null)) return null;
  return leading.map((f) => f.of.patientText).find((text) => typeof text === 'string') ?? policy.patientText;
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
