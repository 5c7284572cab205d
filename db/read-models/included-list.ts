/** What an episode includes: packages that may be started within it, how often still, and those that were. */
import type { Embeds, Plan } from '../../pathways/engine/plan.js';
import { embedsOf } from '../../pathways/patient/embedding.js';
import type { Db } from '../client.js';

export type StartedWithin = { episodeId: string; packageId: string; service: string; status: string; startedAt: string };
export type IncludedLine = { service: string; remaining: number; /** Ids of published packages, by id. */ packages: string[]; started: StartedWithin[] };

/** Empty: the package includes no other. null: this hospital has no such episode. */
export async function includedIn(sql: Db, hospitalId: string, episodeId: string): Promise<IncludedLine[] | null> {
  const [outer] = await sql<{ id: string; embeds: Embeds[] | null }[]>`select e.plan_id as id, v.plan::jsonb->'embeds' as embeds
    from episode e join pathway_version v on (v.hospital_id, v.id, v.version) = (e.hospital_id, e.plan_id, e.plan_version) where e.id = ${episodeId} and e.hospital_id = ${hospitalId}`;
  if (!outer) return null;
  const { id, embeds } = outer;
  if (embeds === null) return [];
  const published = await sql<{ id: string; embeds: Embeds[] | null }[]>`select distinct on (id) id, plan::jsonb->'embeds' as embeds from pathway_version where hospital_id = ${hospitalId} order by id, version desc`;
  const left = await sql<{ service: string; remaining: number }[]>`select service, remaining from entitlement_balance where hospital_id = ${hospitalId} and episode_id = ${episodeId}`;
  const started = await sql<StartedWithin[]>`select i.id as episode_id, i.plan_id as package_id, x.service, i.status, i.launched_at as started_at from episode i join entitlement_entry x on x.embedded = i.id and x.kind = 'reserve'
    where i.hospital_id = ${hospitalId} and i.within = ${episodeId} order by i.launched_at, i.id`;
  const outerPlan: Pick<Plan, 'id' | 'embeds'> = { id, embeds };
  return embeds.map(({ service }) => ({
    service, remaining: left.find((line) => line.service === service)?.remaining ?? 0, started: started.filter((one) => one.service === service),
    packages: published.filter((one) => embedsOf(outerPlan, { id: one.id, ...(one.embeds && { embeds: one.embeds }) })?.service === service).map((one) => one.id),
  }));
}
