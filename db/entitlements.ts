/**
 * Units follow the visits: the record transaction posts them from the very events that it journals, so that nothing booked is unreserved and
 * nothing redeemed unused, whoever crashes when. Idempotent by (episode, seq, event). Entries without visit events cost no statement.
 */
import type { JournalEntry } from '../activities/port.js';
import type { EpisodeEvent } from '../pathways/engine/events.js';
import type { Plan } from '../pathways/engine/plan.js';
import type { Instant } from '../pathways/engine/vocabulary.js';
import { movesOfVisit, type Hold, type VisitFact } from '../pathways/entitlements/visit-units.js';
import type { Balance } from '../pathways/entitlements/ledger.js';
import { announceChanges } from './changes.js';
import type { Tx } from './client.js';
import { postEntries, type EntitlementLine } from './entitlement-posting.js';
import { lockOwner } from './patient-lock.js';
import type { Projecting } from './read-models/projecting.js';

type VisitLine = EntitlementLine & { occurrence: string };
/** `sold`: the episode has a ledger at all; one that is older than entitlements has none, and no shortage either. */
type Standing = { balance: Balance | null; sold: boolean; hold: Hold; redeemed: boolean };

const none: Balance = { purchased: 0, remaining: 0, reserved: 0, used: 0, refunded: 0, expired: 0 };

async function standing(tx: Tx, { episodeId, service, occurrence }: VisitLine): Promise<Standing> {
  const [row] = await tx<(Balance & { line: string | null; sold: boolean; held: number; uses: number; redeemed: boolean })[]>`
    select b.service as line, b.purchased, b.remaining, b.reserved, b.used, b.refunded, b.expired, o.*
    from (select exists (select 1 from entitlement_balance where episode_id = ${episodeId}) as sold,
        exists (select 1 from redemption where occurrence = ${occurrence}) as redeemed,
        (select coalesce(sum(case kind when 'reserve' then 1 when 'release' then -1 when 'use' then -1 else 0 end), 0)::int from entitlement_entry where occurrence = ${occurrence}) as held,
        (select count(*)::int from entitlement_entry where occurrence = ${occurrence} and kind = 'use') as uses) o
    left join lateral (select * from entitlement_balance where episode_id = ${episodeId} and service = ${service} for no key update) b on true`;
  if (!row) throw new Error('A select without conditions gave no row');
  const { line, sold, redeemed, held, uses, purchased, remaining, reserved, used, refunded, expired } = row;
  return { balance: line === null ? null : { purchased, remaining, reserved, used, refunded, expired }, sold, redeemed, hold: uses > 0 ? 'used' : held > 0 ? 'reserved' : 'none' };
}

/** What came of it. */
export type UnitOutcome = 'posted' | 'nothing' | 'shortage' | 'no-ledger';

/** `factOf` is asked once the line is locked, because a redemption may have come meanwhile. */
async function apply(tx: Tx, line: VisitLine, at: Instant, cause: string, factOf: (redeemed: boolean) => VisitFact): Promise<UnitOutcome> {
  const { balance, sold, hold, redeemed } = await standing(tx, line);
  if (!sold) return 'no-ledger';
  const { occurrence, ...key } = line;
  const { entries, shortage } = movesOfVisit(factOf(redeemed), hold, (balance ?? none).remaining);
  if (balance) await postEntries(tx, key, balance, entries.map((kind) => ({ kind, units: 1, at, cause, occurrence })));
  if (shortage !== null) {
    await tx`insert into entitlement_shortage (occurrence, hospital_id, episode_id, patient_id, service, kind)
      values (${occurrence}, ${line.hospitalId}, ${line.episodeId}, ${line.patientId}, ${line.service}, ${shortage})
      on conflict (occurrence) do update set kind = excluded.kind, settled_at = null`;
  } else if (entries.length > 0 || factOf(redeemed).kind === 'not-completed') {
    await tx`update entitlement_shortage set settled_at = now() where occurrence = ${occurrence} and settled_at is null`;
  }
  if (entries.length === 0 && shortage === null) return 'nothing';
  await announceChanges(tx, line.hospitalId, [{ topic: 'entitlement', ref: line.episodeId }]);
  return shortage === null ? 'posted' : 'shortage';
}

const serviceOf = (plan: Plan, occurrence: string): string | null => {
  const step = plan.steps.find(({ id }) => id === occurrence.split('/').at(-2));
  return step?.kind === 'visit' ? step.service : null;
};

const factOfEvent = (event: EpisodeEvent): ((redeemed: boolean) => VisitFact) | null => {
  if (event.type === 'VisitBooked') return () => ({ kind: 'booked' });
  if (event.type !== 'OccurrenceClosed') return null;
  return event.outcome === 'completed' ? (redeemed) => ({ kind: 'completed', redeemed }) : () => ({ kind: 'not-completed' });
};

/** Called in the record transaction, once per journalled entry, after the read models. */
export async function projectEntitlements({ tx, hospitalId, patientId, episodeId, plan }: Projecting, { seq, events }: JournalEntry): Promise<void> {
  for (const [idx, event] of events.entries()) {
    const factOf = factOfEvent(event);
    if (!factOf || !('occurrence' in event) || typeof event.occurrence !== 'string') continue;
    const service = serviceOf(plan, event.occurrence);
    if (service !== null) await apply(tx, { hospitalId, patientId, episodeId, service, occurrence: event.occurrence }, event.at, `journal/${seq}/${idx}`, factOf);
  }
}

/**
 * To be called in the transaction that writes the `redemption` row, after it: the unit of a visit that is completed already is used now;
 * otherwise its completion will use it. Takes the patient's lock, so call it before locking other rows of this patient.
 */
export async function useRedeemed(tx: Tx, { hospitalId, occurrence }: { hospitalId: string; occurrence: string }): Promise<UnitOutcome | 'not-completed'> {
  const owner = await lockOwner(tx, async () => (await tx<{ patientId: string }[]>`select patient_id from occurrence where id = ${occurrence} and hospital_id = ${hospitalId} and kind = 'visit'`)[0]?.patientId ?? null);
  if (owner === null) throw new Error(`There is no visit ${occurrence} in this hospital: its redemption cannot be counted`);
  const visit = await visitOf(tx, occurrence);
  if (!visit) throw new Error(`The visit ${occurrence} vanished`);
  if (visit.status !== 'completed') return 'not-completed';
  const { patientId, episodeId, service, at } = visit;
  if (service === null) return 'no-ledger';
  return apply(tx, { hospitalId, patientId, episodeId, service, occurrence }, at, `redemption/${occurrence}`, () => ({ kind: 'redeemed', completed: true }));
}

type VisitRow = { patientId: string; episodeId: string; status: string; service: string | null; at: Instant };
/** The service from the plan of the episode; `at`: the episode's clock now. */
async function visitOf(tx: Tx, occurrence: string): Promise<VisitRow | null> {
  const [row] = await tx<VisitRow[]>`
    select o.patient_id, o.episode_id, o.status, episode_of(e.clock, now())::timestamptz(3) as at,
      (select s->>'service' from pathway_version v cross join lateral jsonb_array_elements(v.plan::jsonb->'steps') s
        where v.hospital_id = e.hospital_id and v.id = e.plan_id and v.version = e.plan_version and s->>'id' = o.step and s->>'kind' = 'visit') as service
    from occurrence o join episode e on e.id = o.episode_id where o.id = ${occurrence}`;
  return row ?? null;
}

/** Units came in: visits that were short of one get it, the earliest first. The patient's lock is held. */
export async function settleShortages(tx: Tx, line: EntitlementLine, at: Instant, cause: string): Promise<void> {
  const short = await tx<{ occurrence: string; status: string }[]>`
    select s.occurrence, o.status from entitlement_shortage s join occurrence o on o.id = s.occurrence
    where s.episode_id = ${line.episodeId} and s.service = ${line.service} and s.settled_at is null order by s.since, s.occurrence`;
  for (const { occurrence, status } of short) {
    await apply(tx, { ...line, occurrence }, at, `${cause}/${occurrence}`, (redeemed) => (status === 'completed' ? { kind: 'completed', redeemed } : { kind: 'booked' }));
  }
}
