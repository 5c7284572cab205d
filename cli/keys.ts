/** Prints new keys as lines for an environment file. */
import { newKeys } from '../platform/keys.js';

export const summary = 'Print new keys for a production environment file';
export const usage = `wuyou keys >> .env

  WUYOU_PAYLOAD_KEYS  what Temporal stores        WUYOU_LINK_KEYS  patients' codes, forms, tickets
  WUYOU_FIELD_KEYS    texts and ids in PostgreSQL WUYOU_INDEX_KEY  finding codes, national ids and phone numbers
  Keep a copy: what was written with a key cannot be read without it.
  To change one of the three ..._KEYS, in two steps: the new key behind the old one (old,new) in every process; when all have it, in front (new,old), again
  in every process. In one step, a process that does not know the new key yet cannot read what the others write, and ends codes that were just texted.
  WUYOU_INDEX_KEY is one key and is never changed while there is data: patients' codes, ids and numbers would not be found any more.`;

export async function run(): Promise<number> {
  for (const [name, value] of Object.entries(newKeys())) process.stdout.write(`${name}=${value}\n`);
  return 0;
}
