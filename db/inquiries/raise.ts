/** A question or complaint arrives: it gets an owner and a clock in the same transaction. */
import { v7 as uuidv7 } from 'uuid';
import type { Crypt } from '../../messages/crypt.js';
import type { Calendar } from '../../pathways/engine/inputs.js';
import type { Instant, StaffRole } from '../../pathways/engine/vocabulary.js';
import { raiseAlarm } from '../alarms.js';
import { announceChanges } from '../changes.js';
import type { Tx } from '../client.js';
import { scopeOf, type Person } from '../patient-access/person.js';
import { onDuty } from '../roster.js';
import { inquiryDue } from './clock.js';
import type { InquiryKind } from './rules.js';
import { addEntry } from './thread.js';

export type RaiseInquiry = { person: Person; kind: InquiryKind; text: string; /** Absent: the patient's newest running one. */ episodeId?: string | null; occurrence?: string | null; subject?: string | null };

type Moment = { episodeId: string | null; at: Instant; wall: Instant; zone: string; calendar: Calendar | null; pace: number };

/** Episode time of the patient's running episode; wall time when none runs. */
async function momentOf(tx: Tx, { hospitalId, patientId }: Person, episodeId: string | null): Promise<Moment> {
  const [row] = await tx<(Omit<Moment, 'pace'> & { pace: string })[]>`
    select e.id as episode_id, coalesce(episode_of(e.clock, now()), now())::timestamptz(3) as at, now()::timestamptz(3) as wall, coalesce(p.zone, h.zone) as zone, h.calendar,
      coalesce(e.clock->>'pace', '1') as pace
    from patient p join hospital h on h.id = p.hospital_id
      left join lateral (select id, clock from episode e where e.patient_id = p.id and e.hospital_id = p.hospital_id and (${episodeId}::uuid is null or e.id = ${episodeId})
        order by e.status in ('stopped', 'completed'), e.launched_at desc limit 1) e on true
    where p.id = ${patientId} and p.hospital_id = ${hospitalId}`;
  if (!row) throw new Error(`There is no patient ${patientId} in this hospital`);
  return { ...row, pace: Number(row.pace) };
}

const asked: Record<InquiryKind, StaffRole[]> = { question: ['responsible-nurse', 'case-manager', 'head-nurse'], complaint: ['head-nurse', 'case-manager', 'chief-on-duty'], rating: ['head-nurse', 'case-manager', 'chief-on-duty'] };

/** Whoever is on duty first in this order, but never the person it is about. */
async function ownerOf(tx: Tx, hospitalId: string, kind: InquiryKind, subject: string | null): Promise<string | null> {
  for (const role of asked[kind]) {
    const person = (await onDuty(tx, hospitalId, role)).find(({ accountId }) => accountId !== subject);
    if (person) return person.accountId;
  }
  return null;
}

export async function raiseInquiry(tx: Tx, crypt: Crypt, { person, kind, text, episodeId = null, occurrence = null, subject = null }: RaiseInquiry): Promise<string> {
  const id = uuidv7();
  const moment = await momentOf(tx, person, episodeId);
  const due = inquiryDue(kind, moment.at, moment.zone, moment.calendar);
  const owner = await ownerOf(tx, person.hospitalId, kind, subject);
  const by = scopeOf(person);
  await tx`insert into inquiry (id, hospital_id, patient_id, episode_id, kind, text_enc, asked_by, contact_id, asked_at, asked_wall_at, owner, due_at, due_wall_at, subject, occurrence)
    values (${id}, ${person.hospitalId}, ${person.patientId}, ${moment.episodeId}, ${kind}, ${crypt.seal(text, `inquiry/${id}`)}, ${by}, ${person.contactId}, ${moment.at}, ${moment.wall},
      ${owner}, ${due}, ${moment.wall}::timestamptz + (${due}::timestamptz - ${moment.at}::timestamptz) / ${moment.pace}::float8, ${subject}, ${occurrence})`;
  await addEntry(tx, crypt, { hospitalId: person.hospitalId, inquiryId: id, act: 'asked', by, text: null });
  if (owner === null) {
    await raiseAlarm(tx, { hospitalId: person.hospitalId, code: 'inquiry-unowned', ref: id, detail: 'A patient asked or complained and nobody is on duty who could own it: assign it from the worklist' });
  }
  await announceChanges(tx, person.hospitalId, [{ topic: 'inquiry', ref: id }]);
  return id;
}
