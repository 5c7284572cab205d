/** What tests of the service loop do and look at again and again. */
import { acceptOffer } from '../visits/answer-offer.js';
import { dispatchRound } from '../visits/dispatch.js';
import { noticesOf } from '../visits/notices.js';
import type { Sql } from '../client.js';
import { act, dressing, type Patient } from './service-world.js';
import type { World } from './world.js';

/** D2, Wednesday 2026-03-04, in Shanghai. */
export const at1030 = { from: '2026-03-04T02:30:00.000Z', until: '2026-03-04T03:30:00.000Z' };
export const at1400 = { from: '2026-03-04T06:00:00.000Z', until: '2026-03-04T07:00:00.000Z' };

/** Whoever runs the tests at night would wait for the morning otherwise. */
export async function askAtAnyHour(sql: Sql, { hospitalId }: Pick<World, 'hospitalId'>): Promise<void> {
  await sql`insert into service_setting (hospital_id, settings) values (${hospitalId}, ${sql.json({ offerHours: { from: '00:00', until: '23:59' }, urgentHours: 72 })})`;
}

export type OfferSeen = { id: string; accountId: string; state: string };
export const offersOf = (sql: Sql, occurrence: string): Promise<OfferSeen[]> => sql<OfferSeen[]>`select id, account_id, state from visit_offer where occurrence = ${occurrence} order by offered_at, id`;

export async function openOffer(sql: Sql, occurrence: string): Promise<OfferSeen> {
  const offer = (await offersOf(sql, occurrence)).find(({ state }) => state === 'offered');
  if (!offer) throw new Error(`No open offer for ${occurrence}`);
  return offer;
}

export const search = async (sql: Sql, occurrence: string): Promise<{ state: string; accountId: string | null } | undefined> =>
  (await sql<{ state: string; accountId: string | null }[]>`select state, account_id from visit_assignment where occurrence = ${occurrence}`)[0];

/** Booked, offered, accepted; returns who goes. */
export async function confirm(sql: Sql, patient: Patient, slot = at1030): Promise<string> {
  await act(patient, { kind: 'visit-booked', ...slot });
  await dispatchRound(sql);
  const offer = await openOffer(sql, dressing(patient));
  const refusal = await acceptOffer(sql, { hospitalId: patient.hospitalId, offerId: offer.id, accountId: offer.accountId });
  if (refusal) throw new Error(refusal.message);
  return offer.accountId;
}

export const kindsOf = async (sql: Sql, { hospitalId }: Pick<World, 'hospitalId'>, accountId: string): Promise<string[]> => (await noticesOf(sql, hospitalId, accountId)).map(({ kind }) => kind).toSorted();
