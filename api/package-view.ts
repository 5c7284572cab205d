/** One version, published or draft, as its page shows it: timeline, rules, parameters, forms, texts, all in words. */
import { durationDays, outlineOf, type OutlineStep } from '../pathways/outline/outline.js';
import { levelRows, ruleRows, type LevelRow, type RuleRow } from '../pathways/outline/rule-rows.js';
import type { AnswerWindow, Question } from '../pathways/engine/plan.js';
import type { Definition, Language } from '../pathways/schema/definition.js';
import { overriddenFrom, overrideReason } from '../pathways/schema/drafting/override.js';
import { parameterUses } from '../pathways/schema/drafting/parameter-uses.js';
import type { SourceFile } from '../pathways/schema/source/place.js';

export type ParameterRow = {
  name: string;
  /** A list where the author wrote one. */
  value: string | string[];
  unit: string;
  source: string;
  /** What it was before the department changed it, and why. */
  override: { value: string; source: string; reason: string } | null;
  /** `steps.rehab`, `rules.W-2`; empty when the files were not kept. */
  usedIn: string[];
};
export type FormRow = { form: string; title: string; instrument: string | null; questions: { id: string; text: string | null; type: Question['type']; required: boolean; options: { id: string; label: string }[]; unit: string | null; min: string | null; max: string | null }[] };
export type PackageView = {
  packageId: string;
  version: number;
  title: string;
  summary: string;
  units: { service: string; count: number }[];
  price: { amount: string; currency: string } | null;
  uses: string[];
  zone: string;
  mainAnchor: string;
  anchors: Record<string, string>;
  durationDays: number;
  quietHours: { from: string; to: string };
  dailySmsCap: number;
  /** Hours in which patients' questions are answered; empty: as the hospital answers them. */
  answering: AnswerWindow[];
  steps: OutlineStep[];
  rules: RuleRow[];
  levels: LevelRow[];
  parameters: ParameterRow[];
  forms: FormRow[];
  texts: { key: string; zh: string; en: string }[];
};

export function packageView({ plan, meta, texts }: Pick<Definition, 'plan' | 'meta' | 'texts'>, files: readonly SourceFile[], language: Language): PackageView {
  const own = texts[language];
  const wording = { plan, meta, texts: own, language };
  const uses = parameterUses(files);
  return {
    packageId: plan.id, version: plan.version, title: own[meta.title] ?? plan.id, summary: own[meta.summary] ?? '', units: meta.units, price: meta.price, uses: meta.uses,
    zone: plan.zone, mainAnchor: plan.mainAnchor, anchors: plan.anchors, durationDays: durationDays(plan), quietHours: plan.quietHours, dailySmsCap: plan.dailySmsCap, answering: plan.answering ?? [],
    steps: outlineOf(wording), rules: ruleRows(wording), levels: levelRows(plan, own),
    parameters: Object.entries(meta.parameters).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, { value, unit, source }]) => {
      const before = overriddenFrom(source);
      return { name, value, unit, source, override: before === null ? null : { ...before, reason: overrideReason(source) ?? '' }, usedIn: uses[name] ?? [] };
    }),
    forms: Object.values(plan.forms).map(({ id, questions }) => ({
      form: id, title: own[meta.forms[id]?.title ?? ''] ?? id, instrument: meta.forms[id]?.instrument ?? null,
      questions: questions.map((question) => questionRow(question, meta.forms[id]?.questions[question.id], own)),
    })),
    texts: Object.keys(texts['zh-CN']).sort().map((key) => ({ key, zh: texts['zh-CN'][key] ?? '', en: texts.en[key] ?? '' })),
  };
}

function questionRow(question: Question, meta: { text: string | null; options: Record<string, string | null> } | undefined, texts: Readonly<Record<string, string>>): FormRow['questions'][number] {
  const words = (key: string | null | undefined): string | null => (typeof key === 'string' ? (texts[key] ?? key) : null);
  const options = question.type === 'choice' || question.type === 'multi' ? question.options.map((id) => ({ id, label: words(meta?.options[id]) ?? id })) : [];
  const number = question.type === 'number' ? question : null;
  return { id: question.id, text: words(meta?.text), type: question.type, required: question.required, options, unit: number?.unit ?? null, min: number?.min ?? null, max: number?.max ?? null };
}
