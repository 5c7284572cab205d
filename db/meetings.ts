/** Video calls that were arranged: about one case or one visit, one that is open at a time. */
import { v7 as uuidv7 } from 'uuid';
import { announceChanges } from './changes.js';
import { transact } from './client.js';
import type { Db, Sql, Tx } from './client.js';
import { idOrNull } from './ids.js';
import { lockPatientOf } from './patient-lock.js';

export type MeetingAbout = { escalation: string } | { occurrence: string };
export type Meeting = { id: string; patientId: string; episodeId: string; escalation: string | null; occurrence: string | null; room: string; opensAt: string; closesAt: string };

/** C, minutes: a visit's call opens a little before its slot and closes a while after it; a case's call is now. None is shorter than an hour. */
const opensBefore = 15;
const staysAfter = 30;
const atLeast = 60;

export type Arranged = { outcome: 'arranged'; meeting: Meeting } | { outcome: 'refused'; why: 'unknown' | 'closed' | 'not-booked' };

/** `neededUntil`: a call that is arranged already serves when it stays open so long. */
type Times = { opensAt: string; closesAt: string; neededUntil: string };

async function timesOf(tx: Tx, hospitalId: string, episodeId: string, about: MeetingAbout, now: string): Promise<Times | Exclude<Arranged, { outcome: 'arranged' }>['why']> {
  if ('escalation' in about) {
    const [row] = await tx<(Times & { status: string })[]>`select status, ${now}::timestamptz as opens_at, ${now}::timestamptz + make_interval(mins => ${atLeast}) as closes_at, ${now}::timestamptz as needed_until
      from escalation where id = ${about.escalation} and hospital_id = ${hospitalId} and episode_id = ${idOrNull(episodeId)}`;
    return !row ? 'unknown' : row.status === 'closed' ? 'closed' : row;
  }
  // The slot is episode time; a call is wall time. A slot in the past (or a training day of seconds) still leaves an hour from now.
  const [row] = await tx<(Times & { status: string; slotFrom: string | null })[]>`
    select o.status, o.slot_from, t.opens_at, greatest(wall_of(e.clock, o.slot_until) + make_interval(mins => ${staysAfter}), t.opens_at + make_interval(mins => ${atLeast})) as closes_at, greatest(wall_of(e.clock, o.slot_until), ${now}::timestamptz) as needed_until
    from occurrence o join episode e on e.id = o.episode_id
      cross join lateral (select greatest(wall_of(e.clock, o.slot_from) - make_interval(mins => ${opensBefore}), ${now}::timestamptz) as opens_at) t
    where o.id = ${about.occurrence} and o.hospital_id = ${hospitalId} and o.episode_id = ${idOrNull(episodeId)} and o.kind = 'visit'`;
  if (!row) return 'unknown';
  if (['completed', 'failed', 'cancelled'].includes(row.status)) return 'closed';
  // Held: a RED is open, and no visit takes place before it is settled.
  return row.slotFrom === null || row.status === 'held' ? 'not-booked' : row;
}

const columns = (db: Db) => db`id, patient_id, episode_id, escalation, occurrence, room, opens_at, closes_at`;
const matches = (db: Db, about: MeetingAbout) => ('escalation' in about ? db`escalation = ${about.escalation}` : db`occurrence = ${about.occurrence}`);

/** The call about this case or visit: the one that is arranged and not over, or a new one. `now`: wall time, ISO. */
export async function arrangeMeeting(sql: Sql, request: { hospitalId: string; episodeId: string; by: string; about: MeetingAbout; now: string; newRoom: () => Promise<string> }): Promise<Arranged> {
  const { hospitalId, episodeId, about, now } = request;
  const room = await request.newRoom();
  return transact(sql, async (tx): Promise<Arranged> => {
    const patientId = await lockPatientOf(tx, hospitalId, episodeId);
    if (patientId === null) return { outcome: 'refused', why: 'unknown' };
    const times = await timesOf(tx, hospitalId, episodeId, about, now);
    if (typeof times === 'string') return { outcome: 'refused', why: times };
    const [open] = await tx<Meeting[]>`select ${columns(tx)} from meeting where hospital_id = ${hospitalId} and ${matches(tx, about)} and opens_at <= ${times.opensAt} and closes_at >= ${times.neededUntil} and closes_at > ${now} order by created_at desc limit 1`;
    if (open) return { outcome: 'arranged', meeting: open };
    const row = { escalation: null, occurrence: null, ...about };
    const [meeting] = await tx<Meeting[]>`insert into meeting (id, hospital_id, patient_id, episode_id, escalation, occurrence, room, opens_at, closes_at, created_by, created_at)
      values (${uuidv7()}, ${hospitalId}, ${patientId}, ${episodeId}, ${row.escalation}, ${row.occurrence}, ${room}, ${times.opensAt}, ${times.closesAt}, ${request.by}, ${now}) returning ${columns(tx)}`;
    if (!meeting) throw new Error('A meeting vanished while it was being written');
    await announceChanges(tx, hospitalId, [{ topic: 'escalation' in about ? 'escalation' : 'visit', ref: 'escalation' in about ? about.escalation : about.occurrence }, { topic: 'patient', ref: patientId }]);
    return { outcome: 'arranged', meeting };
  });
}

export async function meetingById(sql: Sql, hospitalId: string, id: string): Promise<Meeting | null> {
  const [row] = await sql<Meeting[]>`select ${columns(sql)} from meeting where hospital_id = ${hospitalId} and id = ${id}`;
  return row ?? null;
}

/** A patient's calls that are not over, soonest first; one per case or visit, and only while it fits the slot that the visit has now. */
export const meetingsOf = (sql: Sql, { hospitalId, patientId, now }: { hospitalId: string; patientId: string; now: string }): Promise<Meeting[]> =>
  sql<Meeting[]>`select ${columns(sql)} from (
      select distinct on (coalesce(m.escalation, m.occurrence)) m.* from meeting m
        left join occurrence o on o.id = m.occurrence left join episode e on e.id = m.episode_id left join escalation c on c.id = m.escalation
      where m.hospital_id = ${hospitalId} and m.patient_id = ${patientId} and m.closes_at > ${now} and (c.id is null or c.status <> 'closed')
        and (o.id is null or (o.status in ('booked', 'checked-in') and m.closes_at >= wall_of(e.clock, o.slot_until) and m.opens_at <= greatest(wall_of(e.clock, o.slot_from), m.created_at)))
      order by coalesce(m.escalation, m.occurrence), m.created_at desc, m.id desc) newest
    order by opens_at, id`;
