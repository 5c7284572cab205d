import { prefixOf } from '../../engine/escalation/case.js';
import { levels, type Level } from '../../engine/vocabulary.js';
import type { Rule, RuleCase, Step } from '../../engine/plan.js';
import type { RuleCaseText, RuleText } from '../constructs/rule.js';
import { compileCondition, type Compiled } from '../expressions/cel.js';
import { arrives } from '../expressions/types.js';
import { adviseName } from '../source/nearest.js';
import { within, type Place } from '../source/place.js';
import { need, type Context } from './context.js';
import type { Item } from './draft.js';
import { newTextUses, type TextUses } from './text-uses.js';

/**
 * A rule with what its conditions name, for look-back and for the checks. `complete` is false when a condition was refused. Its texts
 * are kept apart until it is known to be awake: a rule that sleeps in this package must not bring its wording into the hash.
 */
export type BuiltRule = { rule: Rule; place: Place; conditions: (Compiled | null)[]; complete: boolean; texts: TextUses };

export const buildRules = (context: Context): BuiltRule[] => context.draft.rules.all.map((item) => buildRule(item, { ...context, texts: newTextUses() }));

const patientChannels = ['wechat', 'sms'];

function buildRule({ id, text, place }: Item<RuleText>, context: Context): BuiltRule {
  const conditions = text.cases.map(({ when }, index) => compileCondition(when, within(place, 'cases', index, 'when'), context));
  const cases = text.cases.map((one, index) => buildCase(one, conditions[index] ?? null, within(place, 'cases', index), context));
  const inputs = [...new Set(conditions.flatMap((one) => one?.named ?? []).filter(({ kind }) => arrives(kind)).map(({ path }) => path))].sort();
  const rule: Rule = {
    id,
    prefix: prefixOf(id),
    inputs,
    cases,
    source: text.source,
    ...(text.silence && { silence: buildSilence(text.silence, within(place, 'silence'), context) }),
    ...(text.persist && { persist: buildPersist(text, within(place, 'persist'), context) }),
    ...(text.confirm && { confirm: buildConfirm(text.confirm, conditions, within(place, 'confirm'), context) }),
  };
  return { rule, place, conditions, complete: conditions.every((one) => one !== null), texts: context.texts };
}

function buildCase(text: RuleCaseText, condition: Compiled | null, place: Place, context: Context): RuleCase {
  context.texts.shown(text.instruction, within(place, 'instruction'));
  if (typeof text.patientText === 'string') context.texts.sent(text.patientText, within(place, 'patientText'), { class: 'safety', channels: patientChannels });
  need(text.level !== null || text.start.length > 0, context, within(place, 'level'), 'this case opens no case for anybody and starts nothing', 'give it a level, or `start:` a triggered step');
  text.start.forEach((step, index) => {
    const at = within(place, 'start', index);
    const found = context.draft.steps.get(step);
    if (found) need(found.text.schedule.triggered !== undefined, context, at, `step \`${step}\` has a schedule of its own, so a rule cannot start it`, 'give the step `schedule: { triggered: { afterHours: ... } }`, or start another one');
    else if (!context.draft.steps.has(step)) context.report.error(at, `no step \`${step}\``, adviseName(step, context.draft.steps.ids(), `add \`${step}\` under \`steps:\``));
  });
  return {
    when: condition?.expr ?? { op: 'bool', value: false },
    level: text.level,
    instruction: text.instruction,
    start: text.start,
    ...(text.to && { to: text.to }),
    ...(text.patientText !== undefined && { patientText: text.patientText }),
  };
}

function buildSilence({ step, misses }: NonNullable<RuleText['silence']>, place: Place, context: Context): NonNullable<Rule['silence']> {
  const found = context.draft.steps.get(step);
  if (!found && !context.draft.steps.has(step)) {
    context.report.error(within(place, 'step'), `no step \`${step}\``, adviseName(step, context.draft.steps.ids(), `add \`${step}\` under \`steps:\``));
  }
  need(found?.text.kind !== 'message' || found.text.tick, context, within(place, 'step'), `step \`${step}\` asks for no done-mark, so it can never be missed`, 'add `tick: true` to the step');
  const count = context.parameters.number(misses, within(place, 'misses'), 'count');
  need(!(count < 1), context, within(place, 'misses'), `${count} misses are no silence`, 'use 1 or more');
  return { step, misses: count };
}

function buildPersist({ persist, cases }: RuleText, place: Place, context: Context): NonNullable<Rule['persist']> {
  const { hours: ref, become } = persist ?? { hours: 0, become: 'red' as const };
  const hours = context.parameters.number(ref, within(place, 'hours'), 'hour');
  need(!(hours <= 0), context, within(place, 'hours'), 'the second look would come at once', 'use more than 0 hours');
  const higher = cases.some(({ level }) => level !== null && moreUrgent(become, level));
  need(higher, context, within(place, 'become'), `no case of this rule is below ${become}, so persisting changes nothing`, 'let `become` be more urgent than the case, or leave `persist` out');
  return { hours, become };
}

function buildConfirm({ askAfterMinutes, withinMinutes, text }: NonNullable<RuleText['confirm']>, conditions: (Compiled | null)[], place: Place, context: Context): NonNullable<Rule['confirm']> {
  context.texts.sent(text, within(place, 'text'), { class: 'safety', channels: patientChannels });
  const reads = conditions.some((one) => one?.named.some(({ kind }) => kind === 'reading'));
  need(reads || conditions.includes(null), context, place, 'only a reading can be confirmed by measuring again', 'leave `confirm` out, or compare a reading');
  const ask = context.parameters.number(askAfterMinutes, within(place, 'askAfterMinutes'), 'minute');
  const within_ = context.parameters.number(withinMinutes, within(place, 'withinMinutes'), 'minute');
  need(!(within_ <= ask), context, within(place, 'withinMinutes'), `the repeat is asked for after ${ask} minutes, but waited for only ${within_}`, 'wait longer than it takes to ask');
  return { askAfterMinutes: ask, withinMinutes: within_, text };
}

/** Forms that the steps ask; a rule that reads only others has nothing to go by. */
export const askedForms = (steps: Step[]): Set<string> =>
  new Set(steps.flatMap((step) => (step.kind === 'visit' ? step.record : step.kind === 'form' || step.kind === 'call' || step.kind === 'task' ? step.forms : [])));

/**
 * Rules that something can bring about, after complaints about the others. A fragment's rule whose forms this package never asks
 * sleeps: it is left out of the plan with a warning, since another package may well ask them.
 */
export function awake(rules: BuiltRule[], steps: Step[], context: Context): BuiltRule[] {
  const asked = askedForms(steps);
  const whole = ![...context.draft.refused].some((name) => name === 'steps' || name.startsWith('steps.'));
  return rules.filter(({ rule, place, complete }) => {
    if (!complete || !whole) return true;
    if (rule.inputs.length === 0 && !rule.silence) {
      context.report.errorAtKey(place, `rule ${rule.id} can never fire: it looks at no answer, score, reading or silence`, 'compare `form.question` or `reading.component`, or add `silence:`');
      return true;
    }
    const owners = rule.inputs.map((path) => path.slice(0, path.indexOf('.')));
    if (rule.silence || owners.some((owner) => asked.has(owner) || context.draft.readings.has(owner))) return true;
    const message = `no step asks the form \`${owners[0] ?? ''}\``;
    if (context.draft.rules.get(rule.id)?.from === 'fragment') {
      context.report.warning(place, `rule ${rule.id} sleeps in this package: ${message}`, 'add the form to a step, visit record or call if the rule should act here');
      return false;
    }
    context.report.errorAtKey(place, `rule ${rule.id} can never fire: ${message}`, 'add the form to a step, visit record or call');
    return true;
  });
}

/** Triggered steps that no rule starts: a mistake in the pathway itself, a sleeping part in a fragment. */
export function checkStarted(rules: BuiltRule[], context: Context): void {
  if ([...context.draft.refused].some((name) => name === 'rules' || name.startsWith('rules.'))) return;
  const started = new Set(rules.flatMap(({ rule }) => rule.cases.flatMap(({ start }) => start)));
  // A misspelt `start:` was complained about already, and may well mean the step that seems to be left over.
  if ([...started].some((step) => !context.draft.steps.has(step))) return;
  for (const { id, place, text, from } of context.draft.steps.all) {
    if (!text.schedule.triggered || started.has(id)) continue;
    const fix = `add \`start: [${id}]\` to a rule's case, or give the step a schedule`;
    if (from === 'fragment') context.report.warning(place, `no rule of this package starts the step \`${id}\`; only staff can`, fix);
    else context.report.errorAtKey(place, `no rule starts the triggered step \`${id}\``, fix);
  }
}

export const moreUrgent = (a: Level, b: Level): boolean => levels.indexOf(a) < levels.indexOf(b);
