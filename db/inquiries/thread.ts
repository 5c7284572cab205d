/** What was said and done about a question or complaint; nothing is ever changed or taken away. */
import { v7 as uuidv7 } from 'uuid';
import type { Crypt } from '../../messages/crypt.js';
import type { Instant } from '../../pathways/engine/vocabulary.js';
import type { Db, Tx } from '../client.js';

export const entryActs = ['asked', 'added', 'replied', 'noted', 'assigned', 'investigating', 'verified', 'reopened', 'closed'] as const;
export type EntryAct = (typeof entryActs)[number];
export type Entry = { entryId: string; act: EntryAct; /** Account id, `patient`, `family` or `system`. */ by: string; at: Instant; text: string | null };

export async function addEntry(tx: Tx, crypt: Crypt, entry: { hospitalId: string; inquiryId: string; act: EntryAct; by: string; text: string | null }): Promise<void> {
  const id = uuidv7();
  await tx`insert into inquiry_entry (id, hospital_id, inquiry_id, act, acted_by, acted_at, text_enc)
    values (${id}, ${entry.hospitalId}, ${entry.inquiryId}, ${entry.act}, ${entry.by}, clock_timestamp(), ${entry.text === null ? null : crypt.seal(entry.text, `inquiry-entry/${id}`)})`;
}

/** What the patient may see of it; the rest is for staff. */
export const shownToPatients: readonly EntryAct[] = ['asked', 'added', 'replied', 'reopened', 'closed'];

export async function threadOf(sql: Db, crypt: Crypt, hospitalId: string, inquiryId: string): Promise<Entry[]> {
  const rows = await sql<{ id: string; act: EntryAct; by: string; at: Instant; textEnc: Uint8Array | null }[]>`
    select id, act, acted_by as by, acted_at as at, text_enc from inquiry_entry where inquiry_id = ${inquiryId} and hospital_id = ${hospitalId} order by acted_at, id`;
  return rows.map(({ id, textEnc, ...row }) => ({ entryId: id, ...row, text: textEnc === null ? null : crypt.open(textEnc, `inquiry-entry/${id}`) }));
}
