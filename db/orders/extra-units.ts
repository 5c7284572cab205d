/** More visits than the package held: another order, whose units count once it is paid. */
import { transact, type Sql, type Tx } from '../client.js';
import { lockPatientOf } from '../patient-lock.js';
import { insertOrder, type Created } from './create-order.js';
import { refuse } from './locks.js';
import { priceOf } from './prices.js';

export type ExtraUnits = { hospitalId: string; episodeId: string; service: string; units: number; by: string | null };
type EpisodeRow = { dischargeId: string; planId: string; planVersion: number; ended: boolean; sold: boolean };

export const orderExtraUnits = (sql: Sql, r: ExtraUnits): Promise<Created> => transact(sql, (tx) => writeExtraUnits(tx, r));

export async function writeExtraUnits(tx: Tx, r: ExtraUnits): Promise<Created> {
  const patientId = await lockPatientOf(tx, r.hospitalId, r.episodeId);
  const [episode] = await tx<EpisodeRow[]>`select e.discharge_id, e.plan_id, e.plan_version, e.status in ('stopped', 'completed') as ended,
      exists (select 1 from pathway_version v cross join lateral jsonb_array_elements(v.plan::jsonb->'steps') s
        where v.hospital_id = e.hospital_id and v.id = e.plan_id and v.version = e.plan_version and s->>'service' = ${r.service})
        or exists (select 1 from pathway_version v cross join lateral jsonb_array_elements(coalesce(v.plan::jsonb->'embeds', '[]')) s
          where v.hospital_id = e.hospital_id and v.id = e.plan_id and v.version = e.plan_version and s->>'service' = ${r.service}) as sold
    from episode e where e.id = ${r.episodeId} and e.hospital_id = ${r.hospitalId}`;
  if (patientId === null || !episode) return refuse('unknown-episode', 'This hospital has no such episode; check the id');
  if (episode.ended) return refuse('not-payable', 'The episode has ended: launch a new package instead of buying units for this one');
  if (!episode.sold) return refuse('no-unit-price', `The package ${episode.planId} has no visit and includes no package of the service ${r.service}: choose one of its own`);
  const price = (await priceOf(tx, r.hospitalId, episode.planId))?.services.find(({ service }) => service === r.service);
  if (!price) return refuse('no-unit-price', `A single unit of ${r.service} has no price in this hospital: set one under /prices/${episode.planId}`);
  return insertOrder(tx, {
    hospitalId: r.hospitalId, kind: 'extra-units', patientId, dischargeId: episode.dischargeId, episodeId: r.episodeId, packageId: episode.planId, packageVersion: episode.planVersion,
    state: 'pending-payment', by: r.by, lines: [{ service: r.service, units: r.units, amountFen: price.unitFen * r.units, chargeCode: price.chargeCode, funding: price.funding }],
  });
}
