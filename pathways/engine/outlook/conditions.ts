/** "If pus is reported, a doctor calls within 30 minutes", as data: a page or a text says it in its reader's language. */
import type { Episode } from '../episode.js';
import { nextRung } from '../escalation/ladder.js';
import type { Expr, Plan, Rule, RuleCase, RuleId, StepId, TextKey } from '../plan.js';
import { isUsedUp } from '../on-request.js';
import { roundOf } from '../repeats.js';
import type { Anchor, EscalationId, Instant, Level, ObligationId, OccurrenceId, Recipient, StaffRole } from '../vocabulary.js';

export type Condition =
  | { kind: 'unanswered'; occurrence: OccurrenceId }
  | { kind: 'not-called'; occurrence: OccurrenceId }
  | { kind: 'not-done'; occurrence: OccurrenceId }
  | { kind: 'missed'; occurrence: OccurrenceId }
  | { kind: 'away'; occurrence: OccurrenceId }
  | { kind: 'not-acted-on'; escalation: EscalationId; act: 'acknowledged' | 'contacted' }
  /** A step that counts from what is done. */
  | { kind: 'done'; step: StepId }
  /** Somebody asks for it. */
  | { kind: 'request'; step: StepId }
  /** A date that is still to come, or a further round of it. */
  | { kind: 'anchor'; anchor: Anchor }
  | { kind: 'silence'; step: StepId; misses: number }
  /** `when` with its parameters' values beside their names; `askedBy`: steps of these days that ask for it. */
  | { kind: 'rule'; rule: RuleId; case: number; when: Expr; inputs: string[]; parameters: Record<string, string>; askedBy: StepId[] };

export type Consequence =
  | { kind: 'message'; at: Instant; step: StepId; obligation: ObligationId; purpose: string; recipient: Recipient; text: TextKey }
  | { kind: 'rung'; at: Instant; to: StaffRole[] }
  | {
      kind: 'case'; level: Level; to: StaffRole[]; instruction: TextKey; patientText: TextKey | null; acknowledgeWithinMinutes: number | null; contactWithinMinutes: number;
      callBy: StaffRole | null; holdsHomeVisits: boolean; start: StepId[]; confirmWithinMinutes: number | null; stillThere: { afterHours: number; become: Level } | null;
    }
  | { kind: 'steps'; start: StepId[]; instruction: TextKey };

export type Conditional = { if: Condition; then: Consequence };

/** Contacts that only follow when something did not happen; null for the ones that go out anyway. */
export function followUpCondition(occurrence: OccurrenceId, purpose: string): Condition | null {
  if (/^(remind-\d+|phone-task(-\d+)?|family)$/.test(purpose)) return { kind: 'unanswered', occurrence };
  if (/^(call-overdue(-\d+)?|call-\d+|family-call)$/.test(purpose)) return { kind: 'not-called', occurrence };
  if (purpose === 'task-overdue') return { kind: 'not-done', occurrence };
  if (/^(missed|held|unsafe-home)$/.test(purpose) || purpose.endsWith('-undelivered')) return { kind: 'missed', occurrence };
  return purpose === 'away' ? { kind: 'away', occurrence } : null;
}

/** The next rung of every open case. */
export function caseConditions(plan: Plan, episode: Episode): Conditional[] {
  return Object.values(episode.escalations).flatMap((escalation): Conditional[] => {
    const policy = plan.levels[escalation.level];
    const next = nextRung(policy, escalation);
    if (next === null) return [];
    const act = policy.ladder[Math.min(next.rung, policy.ladder.length - 1)]?.unless ?? 'contacted';
    return [{ if: { kind: 'not-acted-on', escalation: escalation.id, act }, then: { kind: 'rung', at: next.at, to: next.to } }];
  });
}

/** Steps that follow a completion, as far as it is still to come. */
export const afterConditions = (plan: Plan, episode: Episode): Conditional[] => plan.steps.flatMap((step): Conditional[] =>
  step.schedule.kind === 'after' && episode.tally[step.id]?.done !== true ? [{ if: { kind: 'done', step: step.schedule.step }, then: { kind: 'steps', start: [step.id], instruction: step.label } }] : []);

/** Steps that wait for a date which is not known yet, or for another round of it. */
export const anchorConditions = (plan: Plan, episode: Episode): Conditional[] => (Object.keys(plan.anchors) as Anchor[]).flatMap((anchor): Conditional[] => {
  const need = plan.anchors[anchor];
  const start = plan.steps.filter(({ schedule }) => schedule.kind !== 'triggered' && schedule.anchor === anchor);
  const waits = (need === 'later' && episode.anchors[anchor] === undefined) || (need === 'again' && roundOf(episode, anchor) < (plan.rounds?.[anchor] ?? Infinity));
  return waits && start[0] ? [{ if: { kind: 'anchor', anchor }, then: { kind: 'steps', start: start.map(({ id }) => id), instruction: start[0].label } }] : [];
});

/** Steps that may still be asked for. */
export const requestConditions = (plan: Plan, episode: Episode): Conditional[] => plan.steps.flatMap((step): Conditional[] =>
  step.schedule.kind === 'onRequest' && !isUsedUp(episode, step) ? [{ if: { kind: 'request', step: step.id }, then: { kind: 'steps', start: [step.id], instruction: step.label } }] : []);

export const ruleConditions = (plan: Plan, asking: ReadonlySet<StepId>): Conditional[] =>
  plan.rules.flatMap((rule) => rule.cases.map((of, index): Conditional => ({ if: conditionOf(plan, rule, of, index, asking), then: consequenceOf(plan, rule, of) })));

function conditionOf(plan: Plan, rule: Rule, of: RuleCase, index: number, asking: ReadonlySet<StepId>): Condition {
  if (rule.silence) return { kind: 'silence', ...rule.silence };
  const sources = new Set(rule.inputs.map((path) => path.slice(0, path.indexOf('.'))));
  const askedBy = plan.steps.filter((step) => asking.has(step.id) && asks(step).some((source) => sources.has(source))).map(({ id }) => id);
  return { kind: 'rule', rule: rule.id, case: index, when: of.when, inputs: rule.inputs, parameters: named(of.when), askedBy };
}

const asks = (step: Plan['steps'][number]): string[] => {
  switch (step.kind) {
    case 'visit': return step.record;
    case 'form': case 'call': case 'task': return step.forms;
    case 'reading': return [step.reading];
    case 'message': return [];
  }
};

function consequenceOf(plan: Plan, { persist, confirm }: Rule, { level, to, patientText, instruction, start }: RuleCase): Consequence {
  if (level === null) return { kind: 'steps', start, instruction };
  const policy = plan.levels[level];
  return {
    kind: 'case', level, to: to ?? policy.alert, instruction, patientText: patientText === undefined ? policy.patientText : patientText,
    acknowledgeWithinMinutes: policy.ackWithinMinutes, contactWithinMinutes: policy.contactWithinMinutes, callBy: policy.callBy, holdsHomeVisits: policy.pausesVisits, start,
    confirmWithinMinutes: confirm?.withinMinutes ?? null, stillThere: persist ? { afterHours: persist.hours, become: persist.become } : null,
  };
}

/** Values of the named parameters that an expression compares with. */
function named(expr: Expr): Record<string, string> {
  switch (expr.op) {
    case 'num': case 'text': return expr.name === undefined ? {} : { [expr.name]: expr.value };
    case 'bool': case 'path': return {};
    case 'not': case 'rank': return named(expr.of);
    case 'and': case 'or': case 'list': return Object.assign({}, ...expr.of.map(named));
    case 'call': return Object.assign({}, ...expr.args.map(named));
    default: return { ...named(expr.left), ...named(expr.right) };
  }
}
