/** Published plans, read by id, version and hash; they never change, so a copy in memory never goes stale. */
import type { Plan } from '../pathways/engine/plan.js';
import type { Db } from './client.js';

export type PlanKey = { id: string; version: number; hash: string };
export type LoadedPlan = { plan: Plan; planJson: string; texts: Record<string, Record<string, string>> };

const cacheSize = 50;
const cache = new Map<string, LoadedPlan>();

/** null: no such version, or another content than the hash says. */
export async function findPlan(sql: Db, hospitalId: string, key: PlanKey): Promise<LoadedPlan | null> {
  const name = `${hospitalId}/${key.id}@${key.version}/${key.hash}`;
  const known = cache.get(name);
  if (known) return known;
  const [row] = await sql<{ plan: string; texts: LoadedPlan['texts'] }[]>`
    select plan, texts from pathway_version
    where hospital_id = ${hospitalId} and id = ${key.id} and version = ${key.version} and hash = ${key.hash}`;
  if (!row) return null;
  const loaded: LoadedPlan = { plan: JSON.parse(row.plan) as Plan, planJson: row.plan, texts: row.texts };
  const oldest = cache.keys().next();
  if (cache.size >= cacheSize && !oldest.done) cache.delete(oldest.value);
  cache.set(name, loaded);
  return loaded;
}

/** The other versions of the package in this hospital, newest first: an episode that came from one of them may still say or show something of it. */
export async function otherVersions(sql: Db, hospitalId: string, { id, version }: PlanKey): Promise<LoadedPlan[]> {
  const keys = await sql<PlanKey[]>`select id, version, hash from pathway_version where hospital_id = ${hospitalId} and id = ${id} and version <> ${version} order by version desc`;
  return Promise.all(keys.map((key) => planOf(sql, hospitalId, key)));
}

/** For episodes that were launched from it: its absence means that the database lost a published version. */
export async function planOf(sql: Db, hospitalId: string, key: PlanKey): Promise<LoadedPlan> {
  const found = await findPlan(sql, hospitalId, key);
  if (!found) throw new Error(`The published version ${key.id}@${key.version} with hash ${key.hash} is not in the database`);
  return found;
}
