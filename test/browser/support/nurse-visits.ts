/** Visits for nurses' pages: a patient at home, a visit booked into a free slot, offered or given by hand. */
import type { House } from './house.js';
import { launchOf, until, type Launched } from './days.js';

export type Booked = Launched & { slot: { from: string; until: string }; api: string; path: string; occurrence: string };

let booked = 0;
/** The first dressing of a new patient, each at another time: nobody is in two places. The search for a person has begun. */
export async function bookedVisit(house: House, ref: string): Promise<Booked> {
  const launched = await launchOf(house, ref);
  await house.api('PUT', `/patients/${launched.patientId}/place`, { district: 'centre', address: '解放路1号', accessNote: '三单元', lat: 30.25, lng: 120.17 });
  const api = `/episodes/${launched.episodeId}/visits/dressing/1`;
  const { slots } = await house.api<{ slots: { from: string; until: string }[] }>('GET', `${api}/slots?days=14`);
  const slot = slots[booked++];
  if (!slot) throw new Error('no slot is free');
  await house.api('POST', `${api}/book`, { from: slot.from, until: slot.until });
  await until(async () => (await house.sql`select 1 from visit_assignment where episode_id = ${launched.episodeId}`).length > 0, 'the visit looks for a person');
  return { ...launched, slot, api, path: `/nurse/visits/${launched.episodeId}/dressing/1`, occurrence: `${launched.episodeId}/dressing/1` };
}

export async function give(house: House, visit: Booked, login = 'nurse'): Promise<Booked> {
  const [nurse] = await house.sql<{ id: string }[]>`select id from account where login = ${login}`;
  await house.api('POST', `${visit.api}/assign`, { accountId: nurse?.id, override: true });
  return visit;
}

/** Whoever is asked now; waits for somebody who is not `except`. */
export async function asked(house: House, { occurrence }: Booked, except: string | null = null): Promise<string> {
  const offer = () => house.sql<{ login: string }[]>`select a.login from visit_offer f join account a on a.id = f.account_id where f.occurrence = ${occurrence} and f.state = 'offered' and a.login is distinct from ${except}`;
  await until(async () => (await offer()).length > 0, 'the visit is offered');
  return (await offer())[0]?.login ?? '';
}
