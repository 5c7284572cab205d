/** The channel for which a person is the provider: the task row is the delivery, so it is written in the claim's own transaction. */
import { v4 as uuidv4 } from 'uuid';
import type { Instant } from '../../pathways/engine/vocabulary.js';
import type { SharedFacts } from '../../pathways/patient/facts.js';
import { announceChanges } from '../changes.js';
import type { Tx } from '../client.js';
import type { Composed } from './compose.js';
import type { LedgerDeps } from './deps.js';
import { staffRole } from './people.js';
import type { ObligationRow } from './rows.js';

/** Provider name of the worklist, as `channels/phone-task.ts` has it. */
export const worklist = 'worklist';

type TaskOpening = { tx: Tx; deps: LedgerDeps; hospital: { id: string }; at: Instant; facts: SharedFacts; rows: [ObligationRow, ...ObligationRow[]]; composed: Composed };

const bookingPurposes = /^(book|away|held|missed|unsafe-home)(-|$)/;
const kindOf = (purpose: string, toPatient: boolean): 'call' | 'book-visit' | 'alert' | 'task' | 'check' => {
  if (bookingPurposes.test(purpose)) return 'book-visit';
  if (toPatient || /^(call|phone-task|family-call|visit-changed)|-undelivered$/.test(purpose)) return 'call';
  if (purpose === 'task') return 'task';
  return /^(alert|climb)/.test(purpose) ? 'alert' : 'check';
};
/** A patient's message that fell back to the telephone is the responsible nurse's call. */
const callerOfPatients = 'responsible-nurse';

export async function openTask({ tx, deps, hospital, at, rows, composed }: TaskOpening): Promise<void> {
  for (const row of rows) {
    const attemptId = `${row.id}/phone-task/1`;
    const role = staffRole(row.spec.recipient);
    const sealed = deps.crypt.seal(JSON.stringify({ attemptId, hospitalId: hospital.id, to: role ?? callerOfPatients, body: composed.body, template: composed.template, language: composed.language }), `attempt/${attemptId}`);
    await tx`insert into task (id, hospital_id, episode_id, patient_id, kind, role, obligation_id, escalation, occurrence, instruction, due_at)
      values (${attemptId}, ${hospital.id}, ${row.episodeId}, ${row.patientId}, ${kindOf(row.spec.purpose, role === null)}, ${role ?? callerOfPatients}, ${row.id},
        ${row.spec.escalation}, ${row.spec.occurrence}, ${composed.body}, ${row.dueAt})`;
    await tx`insert into attempt (id, hospital_id, episode_id, patient_id, obligation_id, carries, channel, provider, n, to_hmac, text_hash, message_enc, text_key, text_version,
        language, state, verdict, provider_message_id, claim_token, lease_until, episode_at, posted_at, settled_at)
      values (${attemptId}, ${hospital.id}, ${row.episodeId}, ${row.patientId}, ${row.id}, ${[row.id]}, 'phone-task', ${worklist}, 1, ${deps.crypt.index(role ?? callerOfPatients)},
        ${composed.textHash}, ${sealed}, ${composed.textKey}, ${composed.textVersion}, ${composed.language}, 'sent', 'done', ${attemptId}, ${uuidv4()}, now(), ${at}, now(), now())`;
    await tx`update obligation set state = 'sent', carried_by = null, settled_at = now(), told = false where id = ${row.id}`;
  }
  await announceChanges(tx, hospital.id, rows.map((row) => ({ topic: 'task' as const, ref: `${row.id}/phone-task/1` })));
}
