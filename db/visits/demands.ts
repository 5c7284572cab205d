/** Visits that need a person, and time of people that is taken, as the pure part of the service loop wants them. */
import type { Instant } from '../../pathways/engine/vocabulary.js';
import type { Demand, Engagement, Place, Profession } from '../../pathways/visits/staff.js';
import { nowhere } from '../../pathways/visits/staff.js';
import type { Db } from '../client.js';

export type OpenDemand = Demand & { episodeId: string; patientId: string; step: string; revision: number };

type Row = { occurrence: string; episodeId: string; patientId: string; step: string; revision: number; service: string; who: Profession; mode: Demand['mode']; slotFrom: Instant; slotUntil: Instant;
  wished: string | null; refusedBy: string[]; known: string[]; district: string | null; lat: number | null; lng: number | null };

/** Only a visit at home lies somewhere. */
export const placeFor = (mode: Demand['mode'], { district, lat, lng }: Place): Place => (mode === 'home' ? { district, lat, lng } : nowhere);

/** `refused`: said no to this visit at this time, let the offer pass, or were relieved of it. */
const columns = (db: Db) => db`
  a.occurrence, a.episode_id, a.patient_id, a.step, a.revision, a.service, a.who, a.mode, a.slot_from, a.slot_until, a.wished, p.district, p.lat, p.lng,
  array(select distinct f.account_id::text from visit_offer f where f.occurrence = a.occurrence and f.slot_from = a.slot_from
    and (f.state in ('declined', 'expired') or (f.state = 'withdrawn' and f.reason = 'reassigned'))) as refused_by,
  array(select distinct f.account_id::text from visit_offer f where f.episode_id = a.episode_id and f.state = 'accepted' and f.occurrence <> a.occurrence and f.slot_from < a.slot_from) as known`;

const toDemand = (row: Row): OpenDemand => {
  const { slotFrom, slotUntil, district, lat, lng, ...rest } = row;
  return { ...rest, from: slotFrom, until: slotUntil, at: placeFor(row.mode, { district, lat, lng }) };
};

/** Booked and nobody found yet, without an offer that is out, in a stretch of time. Longest waiting first. */
export async function pendingDemands(db: Db, hospitalId: string, from: Instant, until: Instant): Promise<OpenDemand[]> {
  const rows = await db<Row[]>`select ${columns(db)} from visit_assignment a left join visit_place p on p.patient_id = a.patient_id
    where a.hospital_id = ${hospitalId} and a.state in ('offering', 'unassigned') and a.slot_from >= ${from} and a.slot_from < ${until}
      and not exists (select 1 from visit_offer f where f.occurrence = a.occurrence and f.state = 'offered')
    order by a.slot_from, a.occurrence`;
  return rows.map(toDemand);
}

/** These booked visits, whatever state their search is in. */
export async function demandsOf(db: Db, hospitalId: string, occurrences: readonly string[]): Promise<OpenDemand[]> {
  const rows = await db<Row[]>`select ${columns(db)} from visit_assignment a left join visit_place p on p.patient_id = a.patient_id
    where a.hospital_id = ${hospitalId} and a.occurrence = any(${[...occurrences]}) order by a.slot_from, a.occurrence`;
  return rows.map(toDemand);
}

/** Freed slots that are kept for a waiting patient until she answers. */
export async function keptForWaiting(db: Db, hospitalId: string, from: Instant, until: Instant): Promise<Engagement[]> {
  const rows = await db<{ accountId: string; occurrence: string; slotFrom: Instant; slotUntil: Instant; district: string | null; lat: number | null; lng: number | null }[]>`
    select s.account_id, w.occurrence, w.slot_from, w.slot_until, p.district, p.lat, p.lng
    from waitlist w join freed_slot s on s.id = w.freed_slot left join visit_place p on p.patient_id = w.patient_id
    where w.hospital_id = ${hospitalId} and w.state = 'offered' and w.expires_at > now() and w.slot_from < ${until} and w.slot_until > ${from}`;
  return rows.map(({ slotFrom, slotUntil, district, lat, lng, ...row }) => ({ ...row, from: slotFrom, until: slotUntil, at: { district, lat, lng } }));
}

/** Accepted visits and offers that are out, overlapping a stretch of time; also what is kept for a waiting patient. */
export async function engagementsBetween(db: Db, hospitalId: string, from: Instant, until: Instant): Promise<Engagement[]> {
  const rows = await db<{ accountId: string; occurrence: string; mode: Demand['mode'] | null; slotFrom: Instant; slotUntil: Instant; district: string | null; lat: number | null; lng: number | null }[]>`
    select f.account_id, f.occurrence, a.mode, f.slot_from, f.slot_until, p.district, p.lat, p.lng
    from visit_offer f left join visit_assignment a on a.occurrence = f.occurrence left join visit_place p on p.patient_id = f.patient_id
    where f.hospital_id = ${hospitalId} and f.state in ('offered', 'accepted') and f.slot_from < ${until} and f.slot_until > ${from}`;
  const taken = rows.map(({ slotFrom, slotUntil, mode, district, lat, lng, ...row }) => ({ ...row, from: slotFrom, until: slotUntil, at: placeFor(mode ?? 'home', { district, lat, lng }) }));
  return [...taken, ...(await keptForWaiting(db, hospitalId, from, until))];
}
