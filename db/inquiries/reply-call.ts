/** An answer that no message could announce becomes a call by a person. */
import { addHours } from '../../pathways/time.js';
import { raiseAlarm } from '../alarms.js';
import { announceChanges } from '../changes.js';
import type { Tx } from '../client.js';
import type { Reply } from './reply-notice.js';
import { callInstead } from './reply-words.js';

/** Convention (C): as quickly as a question itself is answered. */
const callWithinHours = 24;

/** Once per answer. Without any episode there is no worklist to put it on, so it is an alarm. */
export async function handToPerson(tx: Tx, { entryId, inquiryId, hospitalId, patientId, episodeId, at }: Pick<Reply, 'entryId' | 'inquiryId' | 'hospitalId' | 'patientId' | 'episodeId' | 'at'>, why: string): Promise<void> {
  if (episodeId === null) return raiseAlarm(tx, { hospitalId, code: 'reply-untold', ref: inquiryId, detail: `An answer to a patient could not be announced (${why}): call the patient` });
  const id = `reply-notice/${entryId}/call`;
  await tx`insert into task (id, hospital_id, episode_id, patient_id, kind, role, instruction, due_at)
    values (${id}, ${hospitalId}, ${episodeId}, ${patientId}, 'check', 'responsible-nurse', ${callInstead(why)}, ${addHours(at, callWithinHours)}) on conflict (id) do nothing`;
  await announceChanges(tx, hospitalId, [{ topic: 'task', ref: id }]);
}
