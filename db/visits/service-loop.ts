/**
 * What a journal entry means for who goes (ADR 0031), inside the record transaction: a booked visit starts its search for a person, a moved
 * or closed one ends it. A confirmed visit never changes silently: whoever had accepted gets a notice. Nothing here may refuse the entry,
 * which has happened; what is missing is left out.
 */
import type { JournalEntry } from '../../activities/port.js';
import type { EpisodeEvent } from '../../pathways/engine/events.js';
import { announceChanges } from '../changes.js';
import type { Projecting } from '../read-models/projecting.js';
import { freeSlot, withdrawOffers } from './ending-offers.js';
import { notify } from './notices.js';
import { afterClosing } from './visit-alarms.js';
import { endWaiting } from './waitlist.js';

type Event<T extends EpisodeEvent['type']> = Extract<EpisodeEvent, { type: T }>;
type Current = { state: string; accountId: string | null; slotFrom: string; slotUntil: string };

export async function projectServiceLoop(into: Projecting, { events }: JournalEntry): Promise<void> {
  for (const event of events) await apply(into, event);
}

async function apply(into: Projecting, event: EpisodeEvent): Promise<void> {
  switch (event.type) {
    case 'VisitBooked':
      return booked(into, event);
    case 'OccurrenceMoved':
      return moved(into, event);
    case 'OccurrenceHeld':
      return held(into, event);
    case 'OccurrenceReleased':
      return released(into, event);
    case 'OccurrenceClosed':
      return closed(into, event);
    default:
      return;
  }
}

async function current({ tx, hospitalId }: Projecting, occurrence: string): Promise<Current | null> {
  const [row] = await tx<Current[]>`select state, account_id, slot_from, slot_until from visit_assignment
    where occurrence = ${occurrence} and hospital_id = ${hospitalId} for update`;
  return row ?? null;
}

/** The same time again (booked by two people at once, or confirmed after a hold) keeps its person. */
async function booked(into: Projecting, event: Event<'VisitBooked'>): Promise<void> {
  const { tx, hospitalId, plan, episodeId, patientId } = into;
  const step = plan.steps.find(({ id }) => id === stepIdOf(event.occurrence));
  if (step?.kind !== 'visit') return;
  const before = await current(into, event.occurrence);
  const freed = await takeFromWaitlist(into, event);
  if (before && before.slotFrom === event.from && before.slotUntil === event.until && ['offering', 'assigned', 'unassigned'].includes(before.state) && event.assignee === null) {
    await tx`update visit_assignment set revision = ${event.revision}, changed_at = now() where occurrence = ${event.occurrence}`;
    return;
  }
  const ended = await withdrawOffers(tx, hospitalId, event.occurrence, { reason: 'moved', kind: 'visit-moved', params: { newFrom: event.from, newUntil: event.until } });
  const accepted = ended.find(({ was }) => was === 'accepted');
  if (accepted && accepted.slotFrom !== event.from) await freeSlot(tx, hospitalId, event.occurrence, accepted);
  // Whoever had the visit is asked first for its new time.
  const wished = await sendable(into, event.assignee) ?? (await sendable(into, freed)) ?? accepted?.accountId ?? null;
  await tx`insert into visit_assignment (occurrence, hospital_id, episode_id, patient_id, step, revision, slot_from, slot_until, state, wished, service, who, mode)
    values (${event.occurrence}, ${hospitalId}, ${episodeId}, ${patientId}, ${step.id}, ${event.revision}, ${event.from}, ${event.until}, 'offering', ${wished}, ${step.service}, ${step.who}, ${step.place})
    on conflict (occurrence) do update set revision = excluded.revision, slot_from = excluded.slot_from, slot_until = excluded.slot_until, state = 'offering', account_id = null,
      wished = excluded.wished, next_try_at = now(), changed_at = now()`;
  await closeTasks(into, event.occurrence, 'visit booked anew');
  await announceChanges(tx, hospitalId, [{ topic: 'offer', ref: event.occurrence }]);
}

const stepIdOf = (occurrence: string): string => occurrence.split('/')[1] ?? '';

/** null also for a name that is no account here: an old command may carry anything. */
async function sendable({ tx, hospitalId }: Projecting, accountId: string | null): Promise<string | null> {
  if (accountId === null) return null;
  const [row] = await tx<{ id: string }[]>`select id from account where id::text = ${accountId} and hospital_id = ${hospitalId} and active`;
  return row?.id ?? null;
}

/** A waiting patient took the slot she was offered; returns the person whose freed time it is. */
async function takeFromWaitlist({ tx, hospitalId }: Projecting, { occurrence, from }: Event<'VisitBooked'>): Promise<string | null> {
  const [taken] = await tx<{ freedSlot: string }[]>`update waitlist set state = 'taken', answered_at = now()
    where occurrence = ${occurrence} and hospital_id = ${hospitalId} and state = 'offered' and slot_from = ${from} returning freed_slot`;
  if (!taken) return null;
  await tx`update task set status = 'completed', status_reason = 'taken', closed_at = now() where hospital_id = ${hospitalId} and occurrence = ${occurrence} and kind = 'offer-slot' and status in ('ready', 'in-progress')`;
  await announceChanges(tx, hospitalId, [{ topic: 'waitlist', ref: occurrence }]);
  const [slot] = await tx<{ accountId: string }[]>`update freed_slot set outcome = 'taken', settled_at = now() where id = ${taken.freedSlot} returning account_id`;
  return slot?.accountId ?? null;
}

/** The plan moved it and it has no time any more (days away, another zone, a corrected date). */
async function moved(into: Projecting, event: Event<'OccurrenceMoved'>): Promise<void> {
  const before = await current(into, event.occurrence);
  if (!before || before.state === 'ended') return;
  const { tx, hospitalId } = into;
  const ended = await withdrawOffers(tx, hospitalId, event.occurrence, { reason: 'moved', kind: 'visit-moved', params: { newFrom: null, newUntil: null } });
  await tx`update visit_assignment set state = 'ended', account_id = null, changed_at = now() where occurrence = ${event.occurrence}`;
  for (const offer of ended) if (offer.was === 'accepted') await freeSlot(tx, hospitalId, event.occurrence, offer);
  await closeTasks(into, event.occurrence, 'visit moved');
}

/** A RED case or a pause: the visit keeps its time and its person for now. */
async function held(into: Projecting, event: Event<'OccurrenceHeld'>): Promise<void> {
  const before = await current(into, event.occurrence);
  if (!before || before.state === 'ended') return;
  const { tx, hospitalId } = into;
  await withdrawOffers(tx, hospitalId, event.occurrence, { reason: 'held', kind: 'visit-held', states: ['offered'] });
  await tx`update visit_assignment set state = 'held', changed_at = now() where occurrence = ${event.occurrence}`;
  if (before.accountId) await notify(tx, hospitalId, { accountId: before.accountId, occurrence: event.occurrence, kind: 'visit-held', params: { slotFrom: before.slotFrom, slotUntil: before.slotUntil, reason: event.reason } });
  await closeTasks(into, event.occurrence, 'visit held');
}

async function released(into: Projecting, event: Event<'OccurrenceReleased'>): Promise<void> {
  const before = await current(into, event.occurrence);
  if (before?.state !== 'held') return;
  const { tx, hospitalId } = into;
  await tx`update visit_assignment set state = ${before.accountId ? 'assigned' : 'offering'}, revision = ${event.revision}, next_try_at = now(), changed_at = now() where occurrence = ${event.occurrence}`;
  if (before.accountId) await notify(tx, hospitalId, { accountId: before.accountId, occurrence: event.occurrence, kind: 'visit-released', params: { slotFrom: before.slotFrom, slotUntil: before.slotUntil } });
}

/** A visit that took place keeps who went, also when it was done before its slot began. One that will not take place any more frees its person. */
async function closed(into: Projecting, event: Event<'OccurrenceClosed'>): Promise<void> {
  const { tx, hospitalId } = into;
  await endWaiting(tx, { hospitalId, occurrence: event.occurrence, as: 'ended', why: 'visit closed' });
  const before = await current(into, event.occurrence);
  if (!before || before.state === 'ended') return;
  const tookPlace = event.outcome === 'completed' || event.reason === 'unsafe-home';
  const upcoming = event.outcome === 'cancelled' || (!tookPlace && event.at < before.slotFrom);
  const ended = await withdrawOffers(tx, hospitalId, event.occurrence, {
    reason: 'cancelled', kind: 'visit-cancelled', states: upcoming ? ['offered', 'accepted'] : ['offered'], params: { outcome: event.outcome, why: event.reason },
  });
  await tx`update visit_assignment set state = 'ended', account_id = ${upcoming ? null : before.accountId}, changed_at = now() where occurrence = ${event.occurrence}`;
  // Finished is finished: the overdue alarm of the visit goes out with it. An SOS stays until a person closes it.
  if (before.accountId) {
    const alarms = await tx<{ id: string }[]>`update visit_alarm set closed_at = now(), closed_by = ${before.accountId}
      where occurrence = ${event.occurrence} and hospital_id = ${hospitalId} and kind = 'overdue-finish' and closed_at is null returning id`;
    for (const { id } of alarms) await afterClosing(tx, hospitalId, id, 'overdue-finish');
  }
  for (const offer of ended) if (offer.was === 'accepted' && event.at < offer.slotFrom) await freeSlot(tx, hospitalId, event.occurrence, offer);
}

async function closeTasks({ tx, hospitalId, episodeId }: Projecting, occurrence: string, why: string): Promise<void> {
  await tx`update task set status = 'cancelled', status_reason = ${why}, closed_at = now()
    where hospital_id = ${hospitalId} and episode_id = ${episodeId} and occurrence = ${occurrence} and kind = 'assign-visit' and status in ('ready', 'in-progress')`;
}
