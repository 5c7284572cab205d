/**
 * A slot that became free is kept for the earliest fitting wish, one patient after the other: the case manager gets a task to call, and the
 * patient's page shows it. Whoever does not answer in time waits on without this slot. Taking it is an ordinary booking or move.
 */
import type { Instant } from '../../pathways/engine/vocabulary.js';
import { addMinutes, inQuietHours, localDateOf } from '../../pathways/time.js';
import { busyAt, type Surroundings } from '../../pathways/visits/availability.js';
import { unfitFor } from '../../pathways/visits/eligibility.js';
import type { Engagement, Person } from '../../pathways/visits/staff.js';
import { fitsWish } from '../../pathways/visits/wish.js';
import { announceChanges } from '../changes.js';
import { transact, type Sql, type Tx } from '../client.js';
import { engagementsBetween } from './demands.js';
import { peopleOf } from './people.js';
import { openSlotTask } from './service-tasks.js';
import { surroundingsOf } from './surroundings.js';
import { slotRefusal } from './slots.js';
import { visitFacts, type VisitFacts } from './visit-facts.js';
import { giveSlotBack, type Wish } from './waitlist.js';

type Freed = { id: string; hospitalId: string; accountId: string; slotFrom: Instant; slotUntil: Instant; past: boolean };

export async function offerFreedSlots(sql: Sql): Promise<number> {
  const lapsed = await letPass(sql);
  const freed = await sql<Freed[]>`select id, hospital_id, account_id, slot_from, slot_until, wall_from <= now() as past from freed_slot where settled_at is null order by freed_at, id limit 100`;
  let offered = 0;
  for (const slot of freed) if (await transact(sql, (tx) => offerOne(tx, slot))) offered += 1;
  return lapsed + offered;
}

/** Not answered in time: waits on, and the slot goes to the next. */
async function letPass(sql: Sql): Promise<number> {
  return transact(sql, async (tx) => {
    const rows = await tx<{ hospitalId: string; occurrence: string; freedSlot: string }[]>`
      update waitlist set state = 'waiting', passed = passed || freed_slot, slot_from = null, slot_until = null, expires_at = null
      where state = 'offered' and expires_at <= now() returning hospital_id, occurrence, freed_slot`;
    for (const { hospitalId, occurrence, freedSlot } of rows) {
      await giveSlotBack(tx, { hospitalId, occurrence, freedSlot, why: 'too late' });
      await announceChanges(tx, hospitalId, [{ topic: 'waitlist', ref: occurrence }]);
    }
    return rows.length;
  });
}

async function offerOne(tx: Tx, { id, hospitalId, accountId, slotFrom, slotUntil, past }: Freed): Promise<boolean> {
  const [mine] = await tx`select 1 from freed_slot where id = ${id} and settled_at is null for update skip locked`;
  if (!mine) return false;
  const settle = async (outcome: string): Promise<void> => void (await tx`update freed_slot set settled_at = now(), outcome = ${outcome} where id = ${id}`);
  const around = await surroundingsOf(tx, hospitalId);
  const [person] = await peopleOf(tx, hospitalId, accountId);
  const engagements = await engagementsBetween(tx, hospitalId, addMinutes(slotFrom, -24 * 60), addMinutes(slotUntil, 24 * 60));
  const waiting = past || !person?.active ? [] : await tx<{ id: string; occurrence: string; wish: Wish }[]>`select id, occurrence, wish from waitlist
    where hospital_id = ${hospitalId} and state = 'waiting' and not (${id} = any(passed)) order by joined_at, id for update skip locked`;
  for (const entry of waiting) {
    const facts = await visitFacts(tx, hospitalId, entry.occurrence);
    if (!facts || !person || slotRefusal(facts) !== null) continue;
    if (!suits({ from: slotFrom, until: slotUntil }, entry.wish, facts, { person, engagements, around })) continue;
    await tx`update waitlist set state = 'offered', freed_slot = ${id}, slot_from = ${slotFrom}, slot_until = ${slotUntil}, offered_at = now(),
      expires_at = least(now() + make_interval(mins => ${around.settings.waitlistMinutes}), (select wall_from from freed_slot where id = ${id})) where id = ${entry.id}`;
    await settle('offered');
    await openSlotTask(tx, hospitalId, { ...facts, from: slotFrom, until: slotUntil }, around.zone);
    await announceChanges(tx, hospitalId, [{ topic: 'waitlist', ref: entry.occurrence }]);
    return true;
  }
  await settle(past ? 'past' : 'nobody-waits');
  return false;
}

function suits(slot: { from: Instant; until: Instant }, wish: Wish, facts: VisitFacts, { person, engagements, around }: { person: Person; engagements: readonly Engagement[]; around: Surroundings }): boolean {
  const visit = { present: facts.slotFrom ?? facts.dueAt, windowFrom: facts.windowFrom, windowUntil: facts.windowUntil, now: facts.now };
  if (!fitsWish(slot, wish, visit, around.zone, around.settings.noticeMinutes) || inQuietHours(slot.from, facts.plan.plan.quietHours, around.zone)) return false;
  if (unfitFor(person, facts.wanted, localDateOf(slot.from, around.zone)).length > 0) return false;
  return busyAt(person, { occurrence: facts.occurrence, ...slot, at: facts.wanted.at }, engagements, around).length === 0;
}
