/** What an edited version says differently from the one it began from, part by part. */
import type { Definition, Language } from '../schema/definition.js';

export type VersionChange =
  | { part: 'parameter'; id: string; before: string | null; after: string | null }
  | { part: 'text'; id: string; language: Language; before: string | null; after: string | null }
  | { part: 'step' | 'rule' | 'form' | 'reading' | 'level' | 'convention' | 'package'; id: string; change: 'added' | 'removed' | 'changed' };

/** As in schema/definition.ts, which this pure part may only take types from. */
const languages: readonly Language[] = ['zh-CN', 'en'];

type Comparable = Pick<Definition, 'plan' | 'texts' | 'meta'>;

export function versionChanges(before: Comparable, after: Comparable): VersionChange[] {
  const said = ({ value, unit, source }: { value: string; unit: string; source: string }): string => `${value} ${unit}, ${source}`;
  const parameters = keysOf(before.plan.parameters, after.plan.parameters).flatMap((id): VersionChange[] => {
    const [was, now] = [before.plan.parameters[id], after.plan.parameters[id]];
    const [a, b] = [was ? said(was) : null, now ? said(now) : null];
    return a === b ? [] : [{ part: 'parameter', id, before: a, after: b }];
  });
  const texts = languages.flatMap((language) => keysOf(before.texts[language], after.texts[language]).flatMap((id): VersionChange[] => {
    const [was, now] = [before.texts[language][id] ?? null, after.texts[language][id] ?? null];
    return was === now ? [] : [{ part: 'text', id, language, before: was, after: now }];
  }));
  const { steps: stepsBefore, rules: rulesBefore } = before.plan;
  const { steps: stepsAfter, rules: rulesAfter } = after.plan;
  const conventions = (plan: Comparable['plan']) => ({
    quietHours: plan.quietHours, dailySmsCap: plan.dailySmsCap, yellows: plan.yellows, unanswered: plan.unanswered, calls: plan.calls, staleReadingHours: plan.staleReadingHours, texts: plan.texts, answering: plan.answering ?? [],
    zone: plan.zone, anchors: plan.anchors, mainAnchor: plan.mainAnchor,
  });
  const sold = ({ price, units, title, summary }: Comparable['meta']) => ({ price, units, title, summary });
  return [
    ...parameters,
    ...parts('step', byId(stepsBefore), byId(stepsAfter)), ...parts('rule', byId(rulesBefore), byId(rulesAfter)), ...parts('form', before.plan.forms, after.plan.forms),
    ...parts('reading', before.plan.readings, after.plan.readings), ...parts('level', before.plan.levels, after.plan.levels),
    ...parts('convention', conventions(before.plan), conventions(after.plan)), ...parts('package', sold(before.meta), sold(after.meta)),
    ...texts,
  ];
}

const byId = <T extends { id: string }>(list: readonly T[]): Record<string, T> => Object.fromEntries(list.map((one) => [one.id, one]));
const keysOf = (a: object, b: object): string[] => [...new Set([...Object.keys(a), ...Object.keys(b)])];

function parts(part: Exclude<VersionChange['part'], 'parameter' | 'text'>, before: object, after: object): VersionChange[] {
  const [was, now] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  return keysOf(before, after).flatMap((id): VersionChange[] => {
    if (!was.has(id)) return [{ part, id, change: 'added' }];
    if (!now.has(id)) return [{ part, id, change: 'removed' }];
    return same(was.get(id), now.get(id)) ? [] : [{ part, id, change: 'changed' }];
  });
}

/** Whatever the order of keys: a database gives them back in its own. */
function same(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  if (Array.isArray(a) || Array.isArray(b)) return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((one, index) => same(one, b[index]));
  const other = new Map<string, unknown>(Object.entries(b));
  const entries = Object.entries(a);
  return entries.length === other.size && entries.every(([key, value]) => other.has(key) && same(value, other.get(key)));
}
