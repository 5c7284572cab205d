/** Wording of a published version for staff's screens: its title, and any of its text keys. Versions never change, so they are kept. */
import type { Plan } from '../../pathways/engine/plan.js';
import type { Language } from '../../pathways/schema/definition.js';
import type { Db } from '../client.js';
import { planOf, type PlanKey } from '../plans.js';

export type PackageWords = { title: string; /** The wording of a key; the key itself when the version has none. */ say: (key: string) => string; /** The short label of a step, by its id. */ sayStep: (step: string) => string; plan: Plan };

const titles = new Map<string, string>();
const keptTitles = 500;

async function titleKey(sql: Db, hospitalId: string, { id, version, hash }: PlanKey): Promise<string> {
  const name = `${hospitalId}/${id}@${version}/${hash}`;
  const known = titles.get(name);
  if (known !== undefined) return known;
  const [row] = await sql<{ title: string | null }[]>`select meta->>'title' as title from pathway_version where hospital_id = ${hospitalId} and id = ${id} and version = ${version}`;
  if (titles.size >= keptTitles) titles.clear();
  titles.set(name, row?.title ?? id);
  return row?.title ?? id;
}

export async function packageWords(sql: Db, hospitalId: string, key: PlanKey, language: Language): Promise<PackageWords> {
  const [{ plan, texts }, title] = await Promise.all([planOf(sql, hospitalId, key), titleKey(sql, hospitalId, key)]);
  const say = (text: string): string => texts[language]?.[text] ?? texts['zh-CN']?.[text] ?? text;
  return { title: say(title), say, sayStep: (id) => say(plan.steps.find((step) => step.id === id)?.label ?? id), plan };
}
