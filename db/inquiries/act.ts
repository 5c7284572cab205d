/** Staff answer, pass on, investigate, verify, close; the patient adds a word. Each under the row's lock, so that two never close at once. */
import type { Crypt } from '../../messages/crypt.js';
import { assertNever } from '../../pathways/engine/vocabulary.js';
import { clearAlarm } from '../alarms.js';
import { announceChanges } from '../changes.js';
import { transact, type Sql, type Tx } from '../client.js';
import { scopeOf, type Person } from '../patient-access/person.js';
import { inquiryTerm } from './due.js';
import { overdueCode } from './overdue.js';
import { inquiryRefusal, type InquiryFacts, type InquiryKind } from './rules.js';
import { addEntry, type EntryAct } from './thread.js';

export type InquiryCommand =
  | { act: 'reply' | 'note'; text: string }
  | { act: 'investigate' }
  | { act: 'verify' | 'close'; text: string | null }
  /** `subject`: whom it is about, once that is known. */
  | { act: 'assign'; owner: string; subject?: string | null };

export type ActedOn = { outcome: 'done' } | { outcome: 'unknown' } | { outcome: 'refused'; code: string; message: string };
type Row = InquiryFacts & { id: string; hospitalId: string; owner: string | null };

async function lockInquiry(tx: Tx, hospitalId: string, inquiryId: string): Promise<Row | null> {
  const [row] = await tx<Row[]>`select id, hospital_id, kind, state, subject, owner,
      (select acted_by from inquiry_entry e where e.inquiry_id = inquiry.id and e.act = 'replied' order by acted_at desc limit 1) as replied_by
    from inquiry where id::text = ${inquiryId} and hospital_id = ${hospitalId} for update`;
  return row ?? null;
}

export const actOnInquiry = (sql: Sql, crypt: Crypt, { hospitalId, inquiryId, by }: { hospitalId: string; inquiryId: string; by: string }, command: InquiryCommand): Promise<ActedOn> =>
  transact(sql, async (tx): Promise<ActedOn> => {
    const inquiry = await lockInquiry(tx, hospitalId, inquiryId);
    if (!inquiry) return { outcome: 'unknown' };
    const refusal = inquiryRefusal(inquiry, command.act, by) ?? (command.act === 'assign' ? await wrongOwner(tx, inquiry, command) : null);
    if (refusal) return { outcome: 'refused', ...refusal };
    await carryOut(tx, inquiry, command, by);
    await addEntry(tx, crypt, { hospitalId, inquiryId: inquiry.id, act: entryOf[command.act], by, text: 'text' in command ? command.text : null });
    await announceChanges(tx, hospitalId, [{ topic: 'inquiry', ref: inquiry.id }]);
    return { outcome: 'done' };
  });

const entryOf: Record<InquiryCommand['act'], EntryAct> = { reply: 'replied', note: 'noted', assign: 'assigned', investigate: 'investigating', verify: 'verified', close: 'closed' };

async function carryOut(tx: Tx, { id, hospitalId }: Row, command: InquiryCommand, by: string): Promise<void> {
  switch (command.act) {
    case 'reply':
      // Whoever answers first owns what nobody owned.
      await tx`update inquiry set state = 'answered', answered_at = coalesce(answered_at, now()), owner = coalesce(owner, ${by}) where id = ${id}`;
      await clearAlarm(tx, { hospitalId, code: overdueCode, ref: id });
      return clearAlarm(tx, { hospitalId, code: 'inquiry-unowned', ref: id });
    case 'note':
      return;
    case 'investigate':
      await tx`update inquiry set state = 'investigating' where id = ${id}`;
      return;
    case 'verify':
      await tx`update inquiry set state = 'verified', verified_by = ${by} where id = ${id}`;
      return;
    case 'close':
      await tx`update inquiry set state = 'closed', closed_by = ${by}, closed_at = now() where id = ${id}`;
      return clearAlarm(tx, { hospitalId, code: overdueCode, ref: id });
    case 'assign':
      await tx`update inquiry set owner = ${command.owner}, subject = ${command.subject === undefined ? tx`subject` : command.subject} where id = ${id}`;
      return clearAlarm(tx, { hospitalId, code: 'inquiry-unowned', ref: id });
    default:
      return assertNever(command);
  }
}

async function wrongOwner(tx: Tx, { hospitalId, subject, kind }: Row, { owner, subject: named }: Extract<InquiryCommand, { act: 'assign' }>): Promise<{ code: string; message: string } | null> {
  const about = named === undefined ? subject : named;
  if (about !== null && kind === 'question') return { code: 'question-has-no-subject', message: 'A question is about nobody; only a complaint names a subject.' };
  if (about === owner) return { code: 'owner-is-subject', message: 'The person a complaint is about cannot own it: choose somebody else.' };
  const known = await tx<{ id: string }[]>`select id from account where hospital_id = ${hospitalId} and active and id::text = any(${[owner, ...(named ? [named] : [])]})`;
  return known.some(({ id }) => id === owner) && (!named || known.some(({ id }) => id === named)) ? null : { code: 'unknown-account', message: 'The owner or subject is no active account of this hospital.' };
}

/** The patient or relative who asked adds a word; what was answered or closed is open again, with a time of its own. False: not theirs. */
export const addToInquiry = (sql: Sql, crypt: Crypt, person: Person, inquiryId: string, text: string): Promise<boolean> =>
  transact(sql, async (tx) => {
    const [row] = await tx<{ id: string; state: string; kind: InquiryKind; episodeId: string | null }[]>`select id, state, kind, episode_id from inquiry
      where id::text = ${inquiryId} and hospital_id = ${person.hospitalId} and patient_id = ${person.patientId} and contact_id is not distinct from ${person.contactId} for update`;
    if (!row) return false;
    const reopens = row.state === 'answered' || row.state === 'verified' || row.state === 'closed';
    if (reopens) {
      const { dueAt, dueWall } = await inquiryTerm(tx, person, row.kind, row.episodeId);
      await tx`update inquiry set state = 'open', verified_by = null, closed_by = null, closed_at = null, due_at = ${dueAt}, due_wall_at = ${dueWall} where id = ${row.id}`;
    }
    await addEntry(tx, crypt, { hospitalId: person.hospitalId, inquiryId: row.id, act: reopens ? 'reopened' : 'added', by: scopeOf(person), text });
    await announceChanges(tx, person.hospitalId, [{ topic: 'inquiry', ref: row.id }]);
    return true;
  });
