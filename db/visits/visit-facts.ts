/** One planned visit with what its plan says about it, and what its episode's clock shows now. */
import type { VisitStep } from '../../pathways/engine/plan.js';
import type { Instant } from '../../pathways/engine/vocabulary.js';
import type { Demand } from '../../pathways/visits/staff.js';
import type { EpisodeClock } from '../../workflows/contract.js';
import type { Db } from '../client.js';
import { planOf, type LoadedPlan } from '../plans.js';
import { placeFor } from './demands.js';

export type VisitFacts = {
  occurrence: string; episodeId: string; patientId: string; step: VisitStep; n: number; revision: number; status: string; episodeStatus: string;
  dueAt: Instant; windowFrom: Instant; windowUntil: Instant; slotFrom: Instant | null; slotUntil: Instant | null;
  clock: EpisodeClock; /** Episode time. */ now: Instant; plan: LoadedPlan;
  /** The visit as the search for a person wants it, without a time. */
  wanted: Omit<Demand, 'from' | 'until'>;
};

type Row = Omit<VisitFacts, 'step' | 'plan' | 'wanted'> & { stepId: string; planId: string; planVersion: number; planHash: string; district: string | null; lat: number | null; lng: number | null; known: string[] };

/** null: this hospital has no such visit. */
export async function visitFacts(db: Db, hospitalId: string, occurrence: string): Promise<VisitFacts | null> {
  const [row] = await db<Row[]>`
    select o.id as occurrence, o.episode_id, o.patient_id, o.step as step_id, o.n, o.revision, o.status, o.due_at, o.window_from, o.window_until, o.slot_from, o.slot_until,
      e.status as episode_status, e.clock, episode_of(e.clock, now())::timestamptz(3) as now, e.plan_id, e.plan_version, e.plan_hash, p.district, p.lat, p.lng,
      array(select distinct f.account_id::text from visit_offer f where f.episode_id = o.episode_id and f.state = 'accepted' and f.occurrence <> o.id) as known
    from occurrence o join episode e on e.id = o.episode_id left join visit_place p on p.patient_id = o.patient_id
    where o.id = ${occurrence} and o.hospital_id = ${hospitalId} and o.kind = 'visit'`;
  if (!row) return null;
  const { stepId, planId, planVersion, planHash, district, lat, lng, known, ...facts } = row;
  const plan = await planOf(db, hospitalId, { id: planId, version: planVersion, hash: planHash });
  const step = plan.plan.steps.find(({ id }) => id === stepId);
  if (step?.kind !== 'visit') throw new Error(`Step ${stepId} of ${planId}@${planVersion} is no visit, but ${occurrence} says so`);
  const wanted = { occurrence, service: step.service, who: step.who, mode: step.place, at: placeFor(step.place, { district, lat, lng }), refusedBy: [], wished: null, known };
  return { ...facts, step, plan, wanted };
}
