/** A question or complaint arrives: it gets an owner and a clock in the same transaction. */
import { v7 as uuidv7 } from 'uuid';
import type { Crypt } from '../../messages/crypt.js';
import type { StaffRole } from '../../pathways/engine/vocabulary.js';
import { raiseAlarm } from '../alarms.js';
import { announceChanges } from '../changes.js';
import type { Tx } from '../client.js';
import { scopeOf, type Person } from '../patient-access/person.js';
import { onDuty } from '../roster.js';
import { inquiryTerm } from './due.js';
import type { InquiryKind } from './rules.js';
import { addEntry } from './thread.js';

export type RaiseInquiry = { person: Person; kind: InquiryKind; text: string; /** Absent: the patient's newest running one. */ episodeId?: string | null; occurrence?: string | null; subject?: string | null };

const asked: Record<InquiryKind, StaffRole[]> = { question: ['responsible-nurse', 'case-manager', 'head-nurse'], complaint: ['head-nurse', 'case-manager', 'chief-on-duty'], rating: ['head-nurse', 'case-manager', 'chief-on-duty'] };

/** Whoever is on duty first in this order, but never the person it is about. `by` goes before all others. */
async function ownerOf(tx: Tx, hospitalId: string, kind: InquiryKind, subject: string | null, by: StaffRole | null): Promise<string | null> {
  for (const role of [...(by === null ? [] : [by]), ...asked[kind]]) {
    const person = (await onDuty(tx, hospitalId, role)).find(({ accountId }) => accountId !== subject);
    if (person) return person.accountId;
  }
  return null;
}

export async function raiseInquiry(tx: Tx, crypt: Crypt, { person, kind, text, episodeId = null, occurrence = null, subject = null }: RaiseInquiry): Promise<string> {
  const id = uuidv7();
  const term = await inquiryTerm(tx, person, kind, episodeId);
  const owner = await ownerOf(tx, person.hospitalId, kind, subject, term.by);
  const by = scopeOf(person);
  await tx`insert into inquiry (id, hospital_id, patient_id, episode_id, kind, text_enc, asked_by, contact_id, asked_at, asked_wall_at, owner, due_at, due_wall_at, subject, occurrence)
    values (${id}, ${person.hospitalId}, ${person.patientId}, ${term.episodeId}, ${kind}, ${crypt.seal(text, `inquiry/${id}`)}, ${by}, ${person.contactId}, ${term.at}, ${term.wall},
      ${owner}, ${term.dueAt}, ${term.dueWall}, ${subject}, ${occurrence})`;
  await addEntry(tx, crypt, { hospitalId: person.hospitalId, inquiryId: id, act: 'asked', by, text: null });
  if (owner === null) {
    await raiseAlarm(tx, { hospitalId: person.hospitalId, code: 'inquiry-unowned', ref: id, detail: 'A patient asked or complained and nobody is on duty who could own it: assign it from the worklist' });
  }
  await announceChanges(tx, person.hospitalId, [{ topic: 'inquiry', ref: id }]);
  return id;
}
