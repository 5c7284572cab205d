/**
 * The search for a person: every round ends offers that nobody answered, plans each day that has visits without anybody, and makes one offer
 * per visit to the person the plan gives it. When nobody is left to ask, the visit shows as unassigned and a task asks the case manager.
 * One round at a time per hospital (advisory lock), so that two workers never ask two people for one visit.
 */
import type { Instant } from '../../pathways/engine/vocabulary.js';
import { addDays, atLocal, localDateOf } from '../../pathways/time.js';
import { planInParts } from '../../pathways/visits/assignment/heuristic.js';
import { busyAt, type Surroundings } from '../../pathways/visits/availability.js';
import { costOf, fewestOtherUses, type Cost } from '../../pathways/visits/cost.js';
import { unfitFor } from '../../pathways/visits/eligibility.js';
import { answerBy, askLater } from '../../pathways/visits/offer-time.js';
import type { Engagement, Person } from '../../pathways/visits/staff.js';
import { announceChanges } from '../changes.js';
import { transact, type Sql, type Tx } from '../client.js';
import { engagementsBetween, pendingDemands, type OpenDemand } from './demands.js';
import { makeOffer } from './make-offer.js';
import { peopleOf } from './people.js';
import { surroundingsOf } from './surroundings.js';
import { openAssignTask } from './service-tasks.js';

export type Round = { expired: number; offered: number; unassigned: number };
/** Any constant: the lock's second name beside the hospital's. */
const dispatchLock = 2;

/** How much was done, so that a loop goes on at once while there is work. */
export async function dispatch(sql: Sql): Promise<number> {
  const { expired, offered } = await dispatchRound(sql);
  return expired + offered;
}

export async function dispatchRound(sql: Sql): Promise<Round> {
  const total: Round = { expired: 0, offered: 0, unassigned: 0 };
  const hospitals = await sql<{ hospitalId: string }[]>`
    select hospital_id from visit_offer where state = 'offered' and expires_at <= now()
    union select hospital_id from visit_assignment where state in ('offering', 'unassigned') and next_try_at <= now()::timestamptz(3)`;
  const failures: unknown[] = [];
  for (const { hospitalId } of hospitals) {
    try {
      const round = await transact(sql, (tx) => ofHospital(tx, hospitalId));
      total.expired += round.expired;
      total.offered += round.offered;
      total.unassigned += round.unassigned;
    } catch (error) {
      failures.push(error); // one hospital's trouble must not leave the others without offers
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, `The search for people failed in ${failures.length} hospital(s)`, { cause: failures[0] });
  return total;
}

async function ofHospital(tx: Tx, hospitalId: string): Promise<Round> {
  const [lock] = await tx<{ mine: boolean }[]>`select pg_try_advisory_xact_lock(hashtextextended(${hospitalId}, ${dispatchLock})) as mine`;
  if (!lock?.mine) return { expired: 0, offered: 0, unassigned: 0 };
  const expired = await expireOffers(tx, hospitalId);
  const around = await surroundingsOf(tx, hospitalId);
  const due = await dueVisits(tx, hospitalId, around.zone);
  const round: Round = { expired, offered: 0, unassigned: 0 };
  for (const day of new Set(due.map(({ day: of }) => of))) {
    const { offered, unassigned } = await ofDay(tx, hospitalId, day, due.filter((visit) => visit.day === day), around);
    round.offered += offered;
    round.unassigned += unassigned;
  }
  return round;
}

/** Not answered in time counts as a no to this visit at this time. */
export async function expireOffers(tx: Tx, hospitalId: string): Promise<number> {
  const ended = await tx<{ occurrence: string }[]>`update visit_offer set state = 'expired', answered_at = now()
    where hospital_id = ${hospitalId} and state = 'offered' and expires_at <= now() returning occurrence`;
  if (ended.length === 0) return 0;
  await tx`update visit_assignment set next_try_at = now() where occurrence = any(${ended.map(({ occurrence }) => occurrence)}) and state = 'offering'`;
  await announceChanges(tx, hospitalId, ended.map(({ occurrence }) => ({ topic: 'offer', ref: occurrence })));
  return ended.length;
}

type Due = { occurrence: string; day: string; wallFrom: Instant; now: Instant };

/** Visits whose time has begun are not offered any more; the engine says in time that they were missed. */
async function dueVisits(tx: Tx, hospitalId: string, zone: string): Promise<Due[]> {
  const rows = await tx<{ occurrence: string; slotFrom: Instant; wallFrom: Instant; now: Instant }[]>`
    select a.occurrence, a.slot_from, wall_of(e.clock, a.slot_from)::timestamptz(3) as wall_from, now()::timestamptz(3) as now
    from visit_assignment a join episode e on e.id = a.episode_id
    where a.hospital_id = ${hospitalId} and a.state in ('offering', 'unassigned') and a.next_try_at <= now()::timestamptz(3)
      and not exists (select 1 from visit_offer f where f.occurrence = a.occurrence and f.state = 'offered')
    order by a.slot_from, a.occurrence limit 500 for update of a skip locked`;
  const over = rows.filter(({ wallFrom, now }) => wallFrom <= now);
  if (over.length > 0) await tx`update visit_assignment set next_try_at = now() + interval '1 day' where occurrence = any(${over.map(({ occurrence }) => occurrence)})`;
  return rows.filter(({ wallFrom, now }) => wallFrom > now).map(({ slotFrom, ...row }) => ({ ...row, day: localDateOf(slotFrom, zone) }));
}

async function ofDay(tx: Tx, hospitalId: string, day: string, due: readonly Due[], around: Surroundings): Promise<{ offered: number; unassigned: number }> {
  const [from, until] = [atLocal(day, '00:00', around.zone), atLocal(addDays(day, 1), '00:00', around.zone)];
  const people = await peopleOf(tx, hospitalId);
  const fixed = await engagementsBetween(tx, hospitalId, from, until);
  const demands = await pendingDemands(tx, hospitalId, from, until);
  const chosen = choose(people, demands, fixed, around);
  let [offered, unassigned] = [0, 0];
  for (const visit of due) {
    const demand = demands.find(({ occurrence }) => occurrence === visit.occurrence);
    if (!demand) continue;
    const later = askLater(visit.now, visit.wallFrom, around.zone, around.settings);
    const choice = chosen.get(visit.occurrence);
    if (!choice) {
      await nobodyLeft(tx, hospitalId, demand, around);
      unassigned += 1;
    } else if (later !== null) {
      await tx`update visit_assignment set next_try_at = ${later} where occurrence = ${visit.occurrence}`;
    } else {
      await makeOffer(tx, hospitalId, demand, { ...choice, madeBy: 'offer', expiresAt: answerBy(visit.now, visit.wallFrom, around.settings) });
      offered += 1;
    }
  }
  return { offered, unassigned };
}

export type Choice = { accountId: string; cost: Cost };

/** Who is asked for each of these visits: the wished person where that is possible, else whom the plan of the day gives it to. */
export function choose(people: readonly Person[], demands: readonly OpenDemand[], fixed: readonly Engagement[], around: Surroundings): Map<string, Choice> {
  const chosen = new Map<string, Choice>();
  const taken = [...fixed];
  const take = (demand: OpenDemand, person: Person): void => {
    chosen.set(demand.occurrence, { accountId: person.accountId, cost: costOf(person, demand, taken, around) });
    taken.push({ accountId: person.accountId, occurrence: demand.occurrence, from: demand.from, until: demand.until, at: demand.at });
  };
  for (const demand of demands) {
    const wished = people.find(({ accountId }) => accountId === demand.wished);
    if (wished && canGo(wished, demand, taken, around)) take(demand, wished);
  }
  const rest = demands.filter(({ occurrence }) => !chosen.has(occurrence));
  const plan = planInParts({ people: people.toSorted(fewestOtherUses), demands: rest, fixed: [...taken], around });
  for (const [i, demand] of rest.entries()) {
    const person = plan[i];
    if (person) take(demand, person);
  }
  return chosen;
}

const canGo = (person: Person, demand: OpenDemand, taken: readonly Engagement[], around: Surroundings): boolean =>
  !demand.refusedBy.includes(person.accountId) && unfitFor(person, demand, localDateOf(demand.from, around.zone)).length === 0 && busyAt(person, demand, taken, around).length === 0;

async function nobodyLeft(tx: Tx, hospitalId: string, demand: OpenDemand, around: Surroundings): Promise<void> {
  await tx`update visit_assignment set changed_at = case when state = 'unassigned' then changed_at else now() end, state = 'unassigned',
    next_try_at = now() + make_interval(mins => ${around.settings.retryMinutes}) where occurrence = ${demand.occurrence}`;
  await openAssignTask(tx, hospitalId, demand, around.zone);
  await announceChanges(tx, hospitalId, [{ topic: 'offer', ref: demand.occurrence }]);
}
