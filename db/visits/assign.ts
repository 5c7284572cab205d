/** A coordinator looks at who could go, and gives a visit to somebody by hand. */
import type { Instant } from '../../pathways/engine/vocabulary.js';
import { addHours, localDateOf } from '../../pathways/time.js';
import { busyAt, type Busy } from '../../pathways/visits/availability.js';
import { costOf, fewestOtherUses, type Cost } from '../../pathways/visits/cost.js';
import { isQualification, unfitFor, type Unfit } from '../../pathways/visits/eligibility.js';
import { transact, type Db, type Sql } from '../client.js';
import { demandsOf, engagementsBetween, type OpenDemand } from './demands.js';
import { withdrawOffers } from './ending-offers.js';
import { makeOffer } from './make-offer.js';
import { peopleOf, type StaffMember } from './people.js';
import { surroundingsOf } from './surroundings.js';

export type Candidate = { accountId: string; displayName: string; cost: Cost; unfit: (Unfit | Busy)[]; saidNo: boolean };
export type AssignRefusal = { code: 'unknown-visit' | 'unknown-person' | 'not-qualified' | 'not-free' | 'absent' | 'double-booked' | 'visit-under-way' | 'visit-over'; message: string };

/** Everybody with a profile of the right profession, the cheapest who can go first, each with every reason why not. null: not a booked visit. */
export async function candidatesFor(db: Db, hospitalId: string, occurrence: string): Promise<Candidate[] | null> {
  const [demand] = await demandsOf(db, hospitalId, [occurrence]);
  if (!demand) return null;
  const people = (await peopleOf(db, hospitalId)).filter(({ professions }) => professions.includes(demand.who));
  const judged = await judge(db, hospitalId, demand, people.toSorted(fewestOtherUses));
  return judged.toSorted((a, b) => a.unfit.length - b.unfit.length || a.cost.total - b.cost.total);
}

async function judge(db: Db, hospitalId: string, demand: OpenDemand, people: readonly StaffMember[]): Promise<Candidate[]> {
  const around = await surroundingsOf(db, hospitalId);
  const engagements = (await engagementsBetween(db, hospitalId, addHours(demand.from, -24), addHours(demand.until, 24))).filter(({ occurrence }) => occurrence !== demand.occurrence);
  return people.map((person) => ({
    accountId: person.accountId, displayName: person.displayName, cost: costOf(person, demand, engagements, around), saidNo: demand.refusedBy.includes(person.accountId),
    unfit: [...unfitFor(person, demand, localDateOf(demand.from, around.zone)), ...busyAt(person, demand, engagements, around)],
  }));
}

/** What keeps this person from the visit; null: nothing, or nothing that `override` does not overrule. Nobody is in two places. `never`: reasons that stand whatever is asked. */
export function hindranceOf({ unfit, displayName }: Pick<Candidate, 'unfit' | 'displayName'>, override: boolean, never: readonly Busy[] = []): AssignRefusal | null {
  const all = unfit.join(', ');
  if (unfit.some(isQualification)) return { code: 'not-qualified', message: `${displayName} may not do this visit (${all}); that cannot be overridden.` };
  if (unfit.includes('double-booked')) return { code: 'double-booked', message: `${displayName} has another visit at that time; give that one to somebody else first.` };
  if (never.some((reason) => unfit.includes(reason))) return { code: 'absent', message: `${displayName} does not work at that time (${all}); give the visit to somebody else.` };
  return unfit.length > 0 && !override ? { code: 'not-free', message: `${displayName} is not free for this visit (${all}); choose somebody else, or override.` } : null;
}

/**
 * Accepted at once, in the coordinator's name. Who is not qualified is refused whatever is asked; who is not free (or far away) only without
 * `override`. Whoever had the visit before is told that it was taken away. null: done.
 */
export function assignByHand(sql: Sql, request: { hospitalId: string; occurrence: string; accountId: string; override: boolean; never?: readonly Busy[]; by: string }): Promise<AssignRefusal | null> {
  const { hospitalId, occurrence, accountId, override, never, by } = request;
  return transact(sql, async (tx) => {
    await tx`select 1 from visit_assignment where occurrence = ${occurrence} and hospital_id = ${hospitalId} for update`;
    const [visit] = await tx<{ status: string; state: string; accountId: string | null; slotFrom: Instant }[]>`select o.status, a.state, a.account_id, a.slot_from
      from visit_assignment a join occurrence o on o.id = a.occurrence where a.occurrence = ${occurrence} and a.hospital_id = ${hospitalId}`;
    const [demand] = await demandsOf(tx, hospitalId, [occurrence]);
    if (!visit || !demand) return { code: 'unknown-visit', message: 'This hospital has no such booked visit; book it into a slot first.' };
    if (visit.status === 'checked-in') return { code: 'visit-under-way', message: 'Somebody has checked in at this visit.' };
    if (visit.state === 'ended') return { code: 'visit-over', message: 'The visit is over, was cancelled, or has no time any more.' };
    if (visit.accountId === accountId) return null;
    await tx`select 1 from staff_profile where account_id = ${accountId} for update`;
    const [person] = await peopleOf(tx, hospitalId, accountId);
    const [candidate] = person?.active ? await judge(tx, hospitalId, demand, [person]) : [];
    if (!candidate) return { code: 'unknown-person', message: 'This person has no active account with a profile here.' };
    const hindrance = hindranceOf(candidate, override, never);
    if (hindrance) return hindrance;
    await withdrawOffers(tx, hospitalId, occurrence, { reason: 'reassigned', kind: 'visit-taken-away' });
    await makeOffer(tx, hospitalId, demand, { accountId, cost: candidate.cost, madeBy: 'hand', by });
    if (visit.status === 'held') await tx`update visit_assignment set state = 'held' where occurrence = ${occurrence}`;
    return null;
  });
}
