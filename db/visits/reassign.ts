/**
 * Many visits at once go to other people: a sick nurse's day, a flooded district. The preview plans them all together (the same plan of the
 * day as the offers); carrying it out assigns by hand, visit by visit, and returns the moves that would undo it.
 */
import type { Instant } from '../../pathways/engine/vocabulary.js';
import { addHours, localDateOf } from '../../pathways/time.js';
import { planInParts } from '../../pathways/visits/assignment/heuristic.js';
import type { Busy } from '../../pathways/visits/availability.js';
import { costOf, type Cost } from '../../pathways/visits/cost.js';
import { transact, type Db, type Sql } from '../client.js';
import { assignByHand, type AssignRefusal } from './assign.js';
import { demandsOf, engagementsBetween } from './demands.js';
import { withdrawOffers } from './ending-offers.js';
import { searchAgain } from './make-offer.js';
import { peopleOf } from './people.js';
import { surroundingsOf } from './surroundings.js';

/** Visits whose slot begins in the stretch, of one person, in one district, or both. Those under way or over are left alone. */
export type Selection = { hospitalId: string; from: Instant; until: Instant; accountId?: string | undefined; district?: string | undefined };
export type Reassignment = {
  occurrence: string; episodeId: string; patientId: string; slotFrom: Instant; slotUntil: Instant; district: string | null; service: string;
  fromAccountId: string | null; fromName: string | null; /** null: nobody can take it; it would go back to the search. */ toAccountId: string | null; toName: string | null; cost: Cost | null;
};
export type Move = { occurrence: string; toAccountId: string | null };

async function selected(db: Db, { hospitalId, from, until, accountId, district }: Selection): Promise<string[]> {
  const rows = await db<{ occurrence: string }[]>`
    select a.occurrence from visit_assignment a join occurrence o on o.id = a.occurrence left join visit_place p on p.patient_id = a.patient_id
    where a.hospital_id = ${hospitalId} and a.state in ('offering', 'assigned', 'unassigned') and o.status = 'booked' and a.slot_from >= ${from} and a.slot_from < ${until}
      ${accountId === undefined ? db`` : db`and (a.account_id = ${accountId} or exists (select 1 from visit_offer f where f.occurrence = a.occurrence and f.state = 'offered' and f.account_id = ${accountId}))`}
      ${district === undefined ? db`` : db`and p.district = ${district}`}
    order by a.slot_from, a.occurrence limit 500`;
  return rows.map(({ occurrence }) => occurrence);
}

/** Nothing is written. Without `accountId` the present people may stay; with it that person is left out. */
export async function reassignPreview(db: Db, selection: Selection): Promise<Reassignment[]> {
  const { hospitalId, accountId } = selection;
  const occurrences = await selected(db, selection);
  if (occurrences.length === 0) return [];
  const demands = await demandsOf(db, hospitalId, occurrences);
  const around = await surroundingsOf(db, hospitalId);
  const everybody = await peopleOf(db, hospitalId);
  const names = new Map(everybody.map((person) => [person.accountId, person.displayName]));
  const present = await presentPeople(db, hospitalId, occurrences);
  const taken = await engagementsBetween(db, hospitalId, addHours(selection.from, -24), addHours(selection.until, 24));
  const result: Reassignment[] = [];
  for (const day of new Set(demands.map(({ from }) => localDateOf(from, around.zone)))) {
    const ofDay = demands.filter(({ from }) => localDateOf(from, around.zone) === day);
    const fixed = taken.filter((one) => localDateOf(one.from, around.zone) === day && !occurrences.includes(one.occurrence));
    const people = everybody.filter((person) => person.accountId !== accountId);
    const plan = planInParts({ people, demands: ofDay, fixed, around });
    const now = [...fixed];
    for (const [i, demand] of ofDay.entries()) {
      const person = everybody.find(({ accountId: id }) => id === plan[i]?.accountId);
      const from = present.get(demand.occurrence) ?? null;
      result.push({
        occurrence: demand.occurrence, episodeId: demand.episodeId, patientId: demand.patientId, slotFrom: demand.from, slotUntil: demand.until, district: demand.at.district, service: demand.service,
        fromAccountId: from, fromName: from === null ? null : (names.get(from) ?? null), toAccountId: person?.accountId ?? null, toName: person?.displayName ?? null,
        cost: person ? costOf(person, demand, now, around) : null,
      });
      if (person) now.push({ accountId: person.accountId, occurrence: demand.occurrence, from: demand.from, until: demand.until, at: demand.at });
    }
  }
  return result;
}

async function presentPeople(db: Db, hospitalId: string, occurrences: readonly string[]): Promise<Map<string, string>> {
  const rows = await db<{ occurrence: string; accountId: string }[]>`select occurrence, account_id from visit_assignment
    where hospital_id = ${hospitalId} and occurrence = any(${[...occurrences]}) and account_id is not null`;
  return new Map(rows.map(({ occurrence, accountId }) => [occurrence, accountId]));
}

export type Reassigned = { done: Move[]; refused: { occurrence: string; refusal: AssignRefusal }[]; /** Give these to `reassign` to undo. */ undo: Move[] };

/**
 * The preview gave visits to people who work then. Who does not by now is not given one: nobody looks at each of many, and nobody would stand at the door.
 * An undo looks at leave alone, because the former person may have agreed to come outside her hours; on leave, the visit stays with whoever has it.
 */
const absences = { act: ['leave', 'holiday', 'hours'], undo: ['leave'] } as const satisfies Record<string, readonly Busy[]>;

/** Each visit in a transaction of its own: one that is refused (begun, double-booked by now, its person absent) does not stop the others. */
export async function reassign(sql: Sql, { hospitalId, moves, by, as = 'act' }: { hospitalId: string; moves: readonly Move[]; by: string; as?: keyof typeof absences }): Promise<Reassigned> {
  const before = await presentPeople(sql, hospitalId, moves.map(({ occurrence }) => occurrence));
  const result: Reassigned = { done: [], refused: [], undo: [] };
  // Visits that nobody takes first: they free the people whom others are given to.
  for (const move of moves.toSorted((a, b) => Number(a.toAccountId !== null) - Number(b.toAccountId !== null))) {
    const { occurrence, toAccountId } = move;
    const refusal = toAccountId === null ? await release(sql, hospitalId, occurrence) : await assignByHand(sql, { hospitalId, occurrence, accountId: toAccountId, override: true, never: absences[as], by });
    if (refusal) result.refused.push({ occurrence, refusal });
    else {
      result.done.push(move);
      result.undo.push({ occurrence, toAccountId: before.get(occurrence) ?? null });
    }
  }
  return result;
}

/** Back to the search, without whoever had it. */
function release(sql: Sql, hospitalId: string, occurrence: string): Promise<AssignRefusal | null> {
  return transact(sql, async (tx) => {
    const [visit] = await tx<{ state: string; status: string }[]>`select a.state, o.status from visit_assignment a join occurrence o on o.id = a.occurrence
      where a.occurrence = ${occurrence} and a.hospital_id = ${hospitalId} for update of a`;
    if (!visit || visit.state === 'ended') return { code: 'visit-over', message: 'The visit is over, was cancelled, or has no time any more.' };
    if (visit.status === 'checked-in') return { code: 'visit-under-way', message: 'Somebody has checked in at this visit.' };
    await withdrawOffers(tx, hospitalId, occurrence, { reason: 'reassigned', kind: 'visit-taken-away' });
    await searchAgain(tx, hospitalId, occurrence);
    return null;
  });
}
