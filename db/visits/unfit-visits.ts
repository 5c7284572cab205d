/**
 * Confirmed visits whose person may not, or cannot, make them as things stand or would stand: a certificate runs out before the day, a skill is
 * taken back, hours change. Nobody loses a visit silently by it; a coordinator sees it while there is time and gives it to somebody else.
 */
import type { Instant } from '../../pathways/engine/vocabulary.js';
import { localDateOf } from '../../pathways/time.js';
import { busyAt, type Busy } from '../../pathways/visits/availability.js';
import { isQualification, unfitFor, type Unfit } from '../../pathways/visits/eligibility.js';
import type { Hours } from '../../pathways/visits/staff.js';
import type { Db } from '../client.js';
import { demandsOf } from './demands.js';
import { peopleOf, type Profile } from './people.js';
import { surroundingsOf } from './surroundings.js';

export type UnfitVisit = { occurrence: string; episodeId: string; patientId: string; accountId: string; displayName: string; service: string; slotFrom: Instant; slotUntil: Instant; unfit: (Unfit | Busy)[] };
/** A change that is not made yet. */
export type WouldBe = { accountId: string; profile?: Profile | undefined; hours?: Hours[] | undefined };

/** Booked and not begun, accepted by somebody: each with every reason, next first. */
async function judged(db: Db, hospitalId: string, wouldBe: WouldBe | null): Promise<UnfitVisit[]> {
  const rows = await db<{ occurrence: string; accountId: string }[]>`
    select f.occurrence, f.account_id from visit_offer f join occurrence o on o.id = f.occurrence join episode e on e.id = f.episode_id
    where f.hospital_id = ${hospitalId} and f.state = 'accepted' and o.status in ('booked', 'held') and f.slot_from > episode_of(e.clock, now())
      ${wouldBe === null ? db`` : db`and f.account_id = ${wouldBe.accountId}`}`;
  const goers = new Map(rows.map(({ occurrence, accountId }) => [occurrence, accountId]));
  const around = await surroundingsOf(db, hospitalId);
  const people = new Map((await peopleOf(db, hospitalId)).map((person) => [person.accountId, person]));
  const visits: UnfitVisit[] = [];
  for (const demand of await demandsOf(db, hospitalId, [...goers.keys()])) {
    const now = people.get(goers.get(demand.occurrence) ?? '');
    if (!now) continue; // a disabled account: its visits went back to the search with it
    const person = wouldBe === null ? now : { ...now, ...wouldBe.profile, ...(wouldBe.hours === undefined ? {} : { hours: wouldBe.hours }) };
    const unfit = [...unfitFor(person, demand, localDateOf(demand.from, around.zone)), ...busyAt(person, demand, [], around)];
    const { occurrence, episodeId, patientId, service, from: slotFrom, until: slotUntil } = demand;
    if (unfit.length > 0) visits.push({ occurrence, episodeId, patientId, accountId: now.accountId, displayName: now.displayName, service, slotFrom, slotUntil, unfit });
  }
  return visits;
}

/** Of everybody; only where the person may not: hours, leave and distance may have been overruled by hand, a qualification never. */
export async function unqualifiedVisits(db: Db, hospitalId: string): Promise<UnfitVisit[]> {
  return (await judged(db, hospitalId, null)).filter(({ unfit }) => unfit.some(isQualification));
}

/** What the change would do to the person's confirmed visits; what is so already is not its doing. */
export async function effectsOf(db: Db, hospitalId: string, change: WouldBe): Promise<UnfitVisit[]> {
  const before = new Map((await judged(db, hospitalId, { accountId: change.accountId })).map(({ occurrence, unfit }) => [occurrence, unfit]));
  return (await judged(db, hospitalId, change)).flatMap((visit) => {
    const fresh = visit.unfit.filter((reason) => !(before.get(visit.occurrence) ?? []).includes(reason));
    return fresh.length > 0 ? [{ ...visit, unfit: fresh }] : [];
  });
}
