/** The rules of a version as a table: what fires, how urgent it is, who hears, by when, what the patient is told, what staff do. */
import type { LevelPolicy, Plan, Rule, RuleCase } from '../engine/plan.js';
import type { Level, StaffRole } from '../engine/vocabulary.js';
import { numbersIn, sayCondition, type NamedNumber, type Wording } from './condition-words.js';

export type RuleRow = {
  rule: string;
  /** 1-based place among the rule's cases; the first true one decides. */
  case: number;
  condition: string;
  numbers: NamedNumber[];
  /** null: opens no case. */
  level: Level | null;
  to: StaffRole[];
  ackWithinMinutes: number | null;
  contactWithinMinutes: number | null;
  /** null: nothing by text. */
  patientText: string | null;
  instruction: string;
  /** Steps that it starts. */
  starts: string[];
  /** Missed steps in a row that this rule watches. */
  silence: { step: string; misses: number } | null;
  persist: { hours: number; become: Level } | null;
  confirm: { askAfterMinutes: number; withinMinutes: number } | null;
  source: string;
};

export const ruleRows = (wording: Wording): RuleRow[] => wording.plan.rules.flatMap((rule) => rule.cases.map((of, index) => rowOf(rule, of, index, wording)));

function rowOf(rule: Rule, of: RuleCase, index: number, wording: Wording): RuleRow {
  const { plan, texts } = wording;
  const policy: LevelPolicy | null = of.level === null ? null : plan.levels[of.level];
  const key = of.patientText === undefined ? (policy?.patientText ?? null) : of.patientText;
  const words = (text: string | null): string | null => (text === null ? null : (texts[text] ?? text));
  return {
    rule: rule.id, case: index + 1,
    condition: conditionOf(rule, of, wording),
    numbers: numbersIn(of.when, plan), level: of.level, to: of.to ?? policy?.alert ?? [],
    ackWithinMinutes: policy?.ackWithinMinutes ?? null, contactWithinMinutes: policy?.contactWithinMinutes ?? null,
    patientText: of.level === null ? null : words(key), instruction: words(of.instruction) ?? '', starts: of.start,
    silence: rule.silence ?? null, persist: rule.persist ?? null,
    confirm: rule.confirm ? { askAfterMinutes: rule.confirm.askAfterMinutes, withinMinutes: rule.confirm.withinMinutes } : null, source: rule.source,
  };
}

function conditionOf({ silence }: Rule, { when }: RuleCase, wording: Wording): string {
  if (!silence) return sayCondition(when, wording);
  const silent = saySilence(silence, wording);
  if (when.op === 'bool') return silent;
  return wording.language === 'zh-CN' ? `${silent}，且（${sayCondition(when, wording)}）` : `${silent}, and (${sayCondition(when, wording)})`;
}

function saySilence({ step, misses }: { step: string; misses: number }, { plan, texts, language }: Wording): string {
  const label = plan.steps.find(({ id }) => id === step)?.label ?? step;
  const name = texts[label] ?? label;
  return language === 'zh-CN' ? `“${name}”连续${misses}次没有回应` : `"${name}" was missed ${misses} times in a row`;
}

/** The deadlines and ladder of each level, as the rules table says them in its head. */
export type LevelRow = Pick<LevelPolicy, 'level' | 'alert' | 'ackWithinMinutes' | 'contactWithinMinutes' | 'ladder' | 'repeatEveryMinutes' | 'callBy' | 'pausesVisits'> & { patientText: string | null };

export const levelRows = (plan: Plan, texts: Wording['texts']): LevelRow[] =>
  (['red', 'orange', 'yellow'] as const).map((name) => {
    const { level, alert, ackWithinMinutes, contactWithinMinutes, ladder, repeatEveryMinutes, callBy, pausesVisits, patientText } = plan.levels[name];
    return { level, alert, ackWithinMinutes, contactWithinMinutes, ladder, repeatEveryMinutes, callBy, pausesVisits, patientText: patientText === null ? null : (texts[patientText] ?? patientText) };
  });
