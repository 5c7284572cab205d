/** A published version in its reader's words: labels of steps, forms, questions, options, readings. */
import type { Plan } from '../pathways/engine/plan.js';
import type { AnswerValue } from '../pathways/engine/inputs.js';
import type { Meta } from '../pathways/schema/definition.js';
import { sayUnit, type Wording as SpokenVersion } from '../pathways/outline/condition-words.js';
import type { Db } from './client.js';
import { withLicensedWording } from '../pathways/schema/licensed-wording.js';
import { installedWording } from './licensed-wording.js';
import { migrationTexts } from '../pathways/engine/migration/texts.js';
import { otherVersions, planOf, type PlanKey } from './plans.js';

export type ScreenLanguage = 'zh-CN' | 'en';

export type Wording = {
  plan: Plan;
  meta: Meta;
  /** For `sayCondition` and its kin. */
  spoken: SpokenVersion;
  /** The text of a key; the key itself where nobody wrote one. */
  say(key: string | null | undefined): string;
  packageTitle: string;
  stepLabel(step: string): string;
  formTitle(form: string): string;
  /** Name of a kind of reading: its own, else the label of the step that asks for it. */
  readingTitle(kind: string): string;
  /** Of a path such as `core.pain`, `phq9.score`, `bloodPressure.systolic`. */
  pathLabel(path: string): string;
  unitOf(path: string): string | null;
  /** An answer as it was meant: option texts, "yes", a number with its unit. */
  answer(path: string, value: AnswerValue): string;
};

const yesNo = { 'zh-CN': ['是', '否'], en: ['yes', 'no'] } as const;
const scoreWord = { 'zh-CN': '得分', en: 'score' } as const;
/** Components whose published version gave them no label: names of what is measured, nothing clinical. */
const componentWords: Record<string, readonly [zh: string, en: string]> = { systolic: ['收缩压', 'systolic'], diastolic: ['舒张压', 'diastolic'] };
const separator = { 'zh-CN': '、', en: ', ' } as const;

const metaCache = new Map<string, Meta>();

async function metaOf(sql: Db, hospitalId: string, { id, version, hash }: PlanKey): Promise<Meta> {
  const name = `${hospitalId}/${id}@${version}/${hash}`;
  const known = metaCache.get(name);
  if (known) return known;
  const [row] = await sql<{ meta: Meta }[]>`select meta from pathway_version where hospital_id = ${hospitalId} and id = ${id} and version = ${version} and hash = ${hash}`;
  if (!row) throw new Error(`The published version ${id}@${version} with hash ${hash} is not in the database`);
  if (metaCache.size > 50) metaCache.clear();
  metaCache.set(name, row.meta);
  return row.meta;
}

export async function wordingOf(sql: Db, hospitalId: string, key: PlanKey, language: ScreenLanguage): Promise<Wording> {
  const [{ plan, texts }, bare] = [await planOf(sql, hospitalId, key), await metaOf(sql, hospitalId, key)];
  // An episode that came from another version still shows what it did there.
  const others = await otherVersions(sql, hospitalId, key);
  const spare = (text: string): string | undefined => others.map((other) => other.texts[language]?.[text] ?? other.texts['zh-CN']?.[text]).find((one) => one !== undefined) ?? migrationTexts[language]?.[text];
  const own = (text: string | null | undefined): string => (text ? (texts[language]?.[text] ?? texts['zh-CN']?.[text] ?? spare(text) ?? text) : '');
  const { forms, say, texts: licensed } = withLicensedWording(bare.forms, own, await installedWording(sql, hospitalId), language);
  const meta = { ...bare, forms };
  const labels = new Map([...others.toReversed().flatMap((other) => other.plan.steps), ...plan.steps].map(({ id, label }) => [id, label]));
  const question = (path: string) => {
    const [form = '', id = ''] = path.split('.');
    return { form, id, compiled: plan.forms[form]?.questions.find((q) => q.id === id), words: meta.forms[form]?.questions[id] };
  };
  const formTitle = (form: string): string => say(meta.forms[form]?.title) || form;
  const reading = (path: string) => {
    const [kind = '', component = ''] = path.split('.');
    return { kind, component, limits: plan.readings[kind]?.components[component], words: meta.readings[kind] };
  };
  const readingTitle = (kind: string): string => say(meta.readings[kind]?.title) || say(plan.steps.find((step) => step.kind === 'reading' && step.reading === kind)?.label) || kind;
  const componentLabel = (component: string): string => componentWords[component]?.[language === 'en' ? 1 : 0] ?? component;
  const unitOf = (path: string): string | null => {
    const { compiled } = question(path);
    if (path.startsWith('p.')) return plan.personal?.[path.slice(2)]?.unit ?? null;
    return reading(path).limits?.unit ?? (compiled?.type === 'number' ? compiled.unit : null);
  };
  return {
    plan, meta, spoken: { plan, meta, language, texts: { ...texts['zh-CN'], ...texts[language], ...licensed } }, say, formTitle, readingTitle, unitOf,
    packageTitle: say(meta.title) || plan.id,
    stepLabel: (step) => say(labels.get(step)) || step,
    pathLabel(path) {
      if (path.startsWith('p.')) return say(plan.personal?.[path.slice(2)]?.text) || path;
      const measured = reading(path);
      if (measured.limits) return say(measured.words?.components[measured.component]?.label) || componentLabel(measured.component);
      const { form, id, words } = question(path);
      return id === 'score' ? `${formTitle(form)} ${scoreWord[language]}` : say(words?.text) || path;
    },
    answer(path, value) {
      const { words } = question(path);
      if (typeof value === 'boolean') return yesNo[language][value ? 0 : 1];
      const one = (option: string): string => say(words?.options[option]) || option;
      if (Array.isArray(value)) return value.map(one).join(separator[language]);
      const unit = unitOf(path);
      return words && Object.hasOwn(words.options, value) ? one(value) : unit === null ? value : `${value}${sayUnit(unit, language)}`;
    },
  };
}

/** One lookup per version, for rows of several episodes. */
export async function wordingsOf(sql: Db, hospitalId: string, rows: readonly { planId: string; planVersion: number; planHash: string }[], language: ScreenLanguage): Promise<(row: { planId: string; planVersion: number }) => Wording> {
  const found = new Map<string, Wording>();
  const name = (row: { planId: string; planVersion: number }): string => `${row.planId}@${row.planVersion}`;
  for (const row of rows) if (!found.has(name(row))) found.set(name(row), await wordingOf(sql, hospitalId, { id: row.planId, version: row.planVersion, hash: row.planHash }, language));
  return (row) => {
    const wording = found.get(name(row));
    if (!wording) throw new Error(`Nobody asked for the wording of ${name(row)}`);
    return wording;
  };
}
