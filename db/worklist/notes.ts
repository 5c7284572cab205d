/** What colleagues tell each other about a case: encrypted, append-only, no part of what the engine decides. */
import { v7 as uuidv7 } from 'uuid';
import type { Crypt } from '../../messages/crypt.js';
import { announceChanges } from '../changes.js';
import { transact, type Db, type Sql } from '../client.js';

export type CaseNote = { noteId: string; text: string; by: string; byName: string; at: string };

const context = (id: string): string => `case-note/${id}`;

/** null: this hospital has no such case. A closed case may still be noted on: what was learned afterwards belongs there. */
export function addNote(sql: Sql, crypt: Crypt, note: { hospitalId: string; escalation: string; text: string; by: string }): Promise<string | null> {
  const id = uuidv7();
  const sealed = crypt.seal(note.text, context(id));
  return transact(sql, async (tx) => {
    const rows = await tx`insert into case_note (id, hospital_id, episode_id, escalation, text_enc, by_account)
      select ${id}, x.hospital_id, x.episode_id, x.id, ${sealed}, ${note.by} from escalation x where x.id = ${note.escalation} and x.hospital_id = ${note.hospitalId} returning id`;
    if (rows.length === 0) return null;
    await announceChanges(tx, note.hospitalId, [{ topic: 'escalation', ref: note.escalation }]);
    return id;
  });
}

/** Oldest first. */
export async function notesOf(sql: Db, crypt: Crypt, hospitalId: string, escalations: readonly string[]): Promise<(CaseNote & { escalation: string })[]> {
  const rows = await sql<{ id: string; escalation: string; textEnc: Uint8Array; by: string; byName: string; at: string }[]>`
    select n.id, n.escalation, n.text_enc, n.by_account as by, a.display_name as by_name, n.at from case_note n join account a on a.id = n.by_account
    where n.hospital_id = ${hospitalId} and n.escalation = any(${[...escalations]}) order by n.id`;
  return rows.map(({ id, textEnc, ...row }) => ({ ...row, noteId: id, text: crypt.open(textEnc, context(id)) }));
}
