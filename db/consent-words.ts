/**
 * STOP and START, each taken once and in the order in which they were said: a vendor repeats what was not answered in time, and a signed text that can be
 * posted again for ever must not close or reopen anything a second time (ADR 0088).
 */
import type { Instant } from '../pathways/engine/vocabulary.js';
import { announceChanges } from './changes.js';
import { transact, type Sql, type Tx } from './client.js';
import { lockSender, type Sender } from './inbound.js';
import { takeIn } from './intake.js';
import { keepConsentWord } from './patient-facts-now.js';
import { refusedWordsAlarm } from './refused-words.js';

export type ConsentWord = { commandId: string; /** The vendor's time. */ at: Instant; word: 'opt-out' | 'opt-in' };

/**
 * Her will holds whatever becomes of her packages. A relative decides about messages to that number and about nothing else. False: a relative's START with
 * nothing to bring back, so it is read like any other word ("YES" may be an answer). What it did and that it was taken are one transaction.
 */
export const takeConsentWord = (sql: Sql, sender: Sender, said: ConsentWord): Promise<boolean> =>
  transact(sql, async (tx) => {
    const whose = await lockSender(tx, sender);
    if (whose === null) return true;
    const { patientId } = whose;
    const [before] = await tx<{ consent: boolean }[]>`select consent from consent_word where patient_id = ${patientId} and command_id = ${said.commandId}`;
    if (before) return before.consent;
    const consent = (await isOvertaken(tx, whose, said.at)) ? sender.owner === 'patient' || said.word === 'opt-out' : await apply(tx, whose, said);
    await tx`insert into consent_word (patient_id, command_id, hospital_id, contact_id, at, consent)
      values (${patientId}, ${said.commandId}, ${sender.hospitalId}, ${sender.contactId}, least(${said.at}::timestamptz, now()), ${consent})`;
    return consent;
  });

/** Of `contact c`: the one that wrote, and this address wherever else the patient has it. */
const at = (tx: Tx, { patientId, contactId, value }: Sender) => tx`(c.id = ${contactId} or c.patient_id = ${patientId} and c.value = ${value})`;

/** A later word was taken already: of the patient by whichever way she wrote it, of a relative from this number. */
async function isOvertaken(tx: Tx, whose: Sender, saidAt: Instant): Promise<boolean> {
  const voice = whose.owner === 'patient' ? tx`c.owner = 'patient'` : tx`c.value = ${whose.value}`;
  return (await tx`select 1 from consent_word w join contact c on c.id = w.contact_id where w.patient_id = ${whose.patientId} and ${voice} and w.at > ${saidAt} limit 1`).length > 0;
}

async function apply(tx: Tx, whose: Sender, { commandId, word }: ConsentWord): Promise<boolean> {
  const { hospitalId, patientId, episodeId, owner } = whose;
  const back = word === 'opt-in' && (await resubscribe(tx, whose));
  if (owner === 'family') {
    if (word === 'opt-out') await unsubscribe(tx, whose);
    return word === 'opt-out' || back;
  }
  if (episodeId === null) await keepConsentWord(tx, patientId, word);
  else {
    const taken = await takeIn(tx, { hospitalId, episodeId, by: owner, kind: word, input: { commandId } });
    if (taken.outcome === 'refused') await refusedWordsAlarm(tx, { hospitalId, patientId, commandId, code: taken.code });
  }
  return true;
}

/** Nothing is sent there from this moment on, whatever is being claimed; calls go on. For this patient alone: another one who gave the same number decides for herself. */
async function unsubscribe(tx: Tx, whose: Sender): Promise<void> {
  await tx`update contact c set unsubscribed_at = coalesce(unsubscribed_at, clock_timestamp()) where ${at(tx, whose)}`;
  await announceChanges(tx, whose.hospitalId, [{ topic: 'patient', ref: whose.patientId }]);
}

/** Messages may go there again. False: they could all along. */
async function resubscribe(tx: Tx, whose: Sender): Promise<boolean> {
  const rows = await tx`update contact c set unsubscribed_at = null where ${at(tx, whose)} and unsubscribed_at is not null returning id`;
  if (rows.length > 0) await announceChanges(tx, whose.hospitalId, [{ topic: 'patient', ref: whose.patientId }]);
  return rows.length > 0;
}
