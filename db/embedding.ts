/**
 * A package started within another one (ADR 0045). It costs one unit of the outer episode's ledger: reserved from the launch on, used when it ended,
 * given back when it was stopped before anything of it took place. Both journals say so: the outer one through its inbox.
 */
import type { JournalEntry } from '../activities/port.js';
import type { Plan } from '../pathways/engine/plan.js';
import type { Instant } from '../pathways/engine/vocabulary.js';
import { moveOfEmbedded, type EmbeddedEnd } from '../pathways/entitlements/embedded-units.js';
import { embedsOf, refuseEmbedding, type EmbeddingRefusal } from '../pathways/patient/embedding.js';
import { announceChanges } from './changes.js';
import type { Tx } from './client.js';
import { lockBalance, postEntries } from './entitlement-posting.js';
import { putInbox } from './inbox.js';
import type { Projecting } from './read-models/projecting.js';

/** The episode within which a package is to be started; the patient's lock is held. */
export type Outer = { episodeId: string; orderNo: string; status: Parameters<typeof refuseEmbedding>[0]['status']; plan: Plan; /** Packages started within it so far. */ embedded: number };
export type OuterRefusal = { code: EmbeddingRefusal['code'] | 'embeds-unknown' | 'embeds-used-up'; message: string };

/** null: this patient has no such episode. */
export async function outerOf(tx: Tx, e: { hospitalId: string; patientId: string; episodeId: string }): Promise<Outer | null> {
  const [row] = await tx<(Omit<Outer, 'plan'> & { plan: string })[]>`
    select e.id as episode_id, e.order_no, e.status, v.plan, (select count(*)::int from episode i where i.within = e.id) as embedded
    from episode e join pathway_version v on (v.hospital_id, v.id, v.version) = (e.hospital_id, e.plan_id, e.plan_version)
    where e.id = ${e.episodeId} and e.hospital_id = ${e.hospitalId} and e.patient_id = ${e.patientId}`;
  return row ? { ...row, plan: JSON.parse(row.plan) as Plan } : null;
}

/** Empty: nothing of the outer episode speaks against it. */
export async function outerRefusals(tx: Tx, outer: Outer | null, asked: { within: string; plan: Plan }): Promise<OuterRefusal[]> {
  if (!outer) return [{ code: 'embeds-unknown', message: `The patient of this discharge has no episode ${asked.within}: choose one of her own` }];
  const refused = refuseEmbedding(outer, asked.plan);
  if (refused) return [refused];
  const service = embedsOf(outer.plan, asked.plan)?.service ?? '';
  const balance = await lockBalance(tx, outer.episodeId, service);
  if ((balance?.remaining ?? 0) > 0) return [];
  return [{ code: 'embeds-used-up', message: `Nothing is left of what ${outer.plan.id} includes: buy a unit more of ${service}, or order ${asked.plan.id} by itself` }];
}

/** The episode row is written: its unit is reserved, and the outer episode hears of it. `refusals` of the outer were empty in this transaction. */
export async function embed(tx: Tx, outer: Outer, e: { hospitalId: string; patientId: string; episodeId: string; plan: Plan; at: Instant; by: string | null }): Promise<void> {
  const { plan, episodeId, hospitalId, patientId } = e;
  const service = embedsOf(outer.plan, plan)?.service;
  const balance = service === undefined ? null : await lockBalance(tx, outer.episodeId, service);
  if (service === undefined || balance === null) throw new Error(`Episode ${outer.episodeId} has no unit for ${plan.id}: nobody looked first`);
  await postEntries(tx, { hospitalId, patientId, episodeId: outer.episodeId, service }, balance, [{ kind: 'reserve', units: 1, at: e.at, cause: `embedded/${episodeId}`, embedded: episodeId }]);
  const commandId = `embedded:${episodeId}`;
  await putInbox(tx, { hospitalId, episodeId: outer.episodeId, commandId, kind: 'package-embedded', payload: { commandId, by: e.by ?? 'system', episode: episodeId, plan: plan.id, version: plan.version, service }, tryAfterSeconds: 0 });
  await announceChanges(tx, hospitalId, [{ topic: 'entitlement', ref: outer.episodeId }, { topic: 'episode', ref: outer.episodeId }]);
}

const ends: readonly string[] = ['EpisodeCompleted', 'EpisodeStopped'];

/** Called in the record transaction, after the read models: an episode that ended settles the unit that it holds of another one. */
export async function settleEmbedded({ tx, hospitalId, patientId, episodeId, plan }: Projecting, { seq, events }: JournalEntry): Promise<void> {
  const end = events.find(({ type }) => ends.includes(type));
  if (!end) return;
  const [held] = await tx<{ outer: string; service: string }[]>`select episode_id as outer, min(service) as service from entitlement_entry
    where embedded = ${episodeId} group by episode_id having sum(case kind when 'reserve' then 1 else -1 end) > 0`;
  if (!held) return;
  const { outer, service } = held;
  const balance = await lockBalance(tx, outer, service);
  if (!balance) throw new Error(`The entitlement line ${service} of episode ${outer} vanished`);
  const kind = moveOfEmbedded({ completed: end.type === 'EpisodeCompleted', hasVisits: plan.steps.some((step) => step.kind === 'visit'), ...(await doneIn(tx, episodeId)) });
  await postEntries(tx, { hospitalId, patientId, episodeId: outer, service }, balance, [{ kind, units: 1, at: end.at, cause: `ended/${episodeId}/${seq}`, embedded: episodeId }]);
  await announceChanges(tx, hospitalId, [{ topic: 'entitlement', ref: outer }]);
}

async function doneIn(tx: Tx, episodeId: string): Promise<Pick<EmbeddedEnd, 'visitsDone' | 'contactsDone'>> {
  const [row] = await tx<Pick<EmbeddedEnd, 'visitsDone' | 'contactsDone'>[]>`select count(*) filter (where kind = 'visit')::int as visits_done, count(*) filter (where kind <> 'message')::int as contacts_done
    from occurrence where episode_id = ${episodeId} and status = 'completed'`;
  return row ?? { visitsDone: 0, contactsDone: 0 };
}
