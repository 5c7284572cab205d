/** An offer is made, or a coordinator gives a visit to somebody by hand: the row, the state of the search, and what the person hears. */
import { v7 as uuidv7 } from 'uuid';
import type { Instant } from '../../pathways/engine/vocabulary.js';
import type { Cost } from '../../pathways/visits/cost.js';
import { announceChanges } from '../changes.js';
import { json, type Tx } from '../client.js';
import type { OpenDemand } from './demands.js';
import { notify } from './notices.js';
import { closeAssignTask } from './service-tasks.js';

export type NewOffer = { accountId: string; cost: Cost } & ({ madeBy: 'offer'; expiresAt: Instant } | { madeBy: 'hand'; by: string });

/** By hand counts as accepted at once; the person may still give it back with a reason. Returns the offer's id. */
export async function makeOffer(tx: Tx, hospitalId: string, demand: OpenDemand, offer: NewOffer): Promise<string> {
  const id = uuidv7();
  const hand = offer.madeBy === 'hand';
  await tx`insert into visit_offer (id, hospital_id, episode_id, patient_id, occurrence, revision, slot_from, slot_until, account_id, state, made_by, rank, cost, expires_at, answered_at, answered_by)
    values (${id}, ${hospitalId}, ${demand.episodeId}, ${demand.patientId}, ${demand.occurrence}, ${demand.revision}, ${demand.from}, ${demand.until}, ${offer.accountId},
      ${hand ? 'accepted' : 'offered'}, ${offer.madeBy}, (select count(*) + 1 from visit_offer where occurrence = ${demand.occurrence} and slot_from = ${demand.from}), ${json(tx, offer.cost)},
      ${offer.madeBy === 'hand' ? tx`now()` : offer.expiresAt}, ${hand ? tx`now()` : null}, ${offer.madeBy === 'hand' ? offer.by : null})`;
  if (hand) {
    await assignTo(tx, hospitalId, demand.occurrence, offer.accountId);
    await notify(tx, hospitalId, { accountId: offer.accountId, occurrence: demand.occurrence, kind: 'visit-assigned', params: { slotFrom: demand.from, slotUntil: demand.until } });
  } else {
    await tx`update visit_assignment set state = 'offering', changed_at = now() where occurrence = ${demand.occurrence}`;
  }
  await announceChanges(tx, hospitalId, [{ topic: 'offer', ref: demand.occurrence }]);
  return id;
}

/** The search is over. */
export async function assignTo(tx: Tx, hospitalId: string, occurrence: string, accountId: string): Promise<void> {
  await tx`update visit_assignment set state = 'assigned', account_id = ${accountId}, wished = null, changed_at = now() where occurrence = ${occurrence} and hospital_id = ${hospitalId}`;
  await closeAssignTask(tx, hospitalId, occurrence);
  await announceChanges(tx, hospitalId, [{ topic: 'visit', ref: occurrence }]);
}

/** The search begins again, with whoever has not said no; for a held visit, once it is released. */
export async function searchAgain(tx: Tx, hospitalId: string, occurrence: string): Promise<void> {
  await tx`update visit_assignment set state = case when state = 'held' then 'held' else 'offering' end, account_id = null, next_try_at = now(), changed_at = now()
    where occurrence = ${occurrence} and hospital_id = ${hospitalId} and state <> 'ended'`;
  await announceChanges(tx, hospitalId, [{ topic: 'offer', ref: occurrence }, { topic: 'visit', ref: occurrence }]);
}
