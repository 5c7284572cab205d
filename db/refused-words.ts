/**
 * What a patient or her family sent and an inbox held, but the engine refused after all, because the episode ended in between or for any other reason:
 * whoever sent it believes that somebody reads it, so an alarm says that nobody has.
 */
import type { UpdateKind } from '../workflows/contract.js';
import { raiseAlarm } from './alarms.js';
import type { Db } from './client.js';
import type { InboxRow } from './inbox.js';

/** The kinds in which somebody tells us how the patient is. */
const words: readonly string[] = ['escalation-raised', 'answer-received', 'reading-received'] satisfies UpdateKind[];

/** Not a copy that a sibling shared: the original was heard, or has an alarm of its own. */
export const carriesWords = (kind: string, payload: object): boolean => words.includes(kind) && !('sharedFrom' in payload);

type Refused = Pick<InboxRow, 'hospitalId' | 'episodeId' | 'commandId' | 'kind' | 'payload'>;

/** Before the row is marked: a crash in between raises the same alarm again. Never says what was sent. */
export async function alarmOfRefusedWords(sql: Db, { hospitalId, episodeId, commandId, kind, payload }: Refused, code: string): Promise<void> {
  if (!carriesWords(kind, payload as object)) return;
  const [patient] = await sql<{ id: string }[]>`select patient_id as id from episode where id = ${episodeId}`;
  await refusedWordsAlarm(sql, { hospitalId, patientId: patient?.id ?? '', commandId, code });
}

export const refusedWordsAlarm = (sql: Db, { hospitalId, patientId, commandId, code }: { hospitalId: string; patientId: string; commandId: string; code: string }): Promise<void> =>
  raiseAlarm(sql, {
    hospitalId, code: 'inbound-refused', ref: `${commandId}/${patientId}`,
    detail: `What patient ${patientId} or her family sent (${commandId}) became no case (${code}). Look it up at the provider or in the inbox, and call back.`,
  });
