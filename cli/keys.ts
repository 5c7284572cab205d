/** Prints new keys as lines for an environment file. */
import { newKeys } from '../platform/keys.js';

export const summary = 'Print new keys for a production environment file';
export const usage = `wuyou keys >> .env

  WUYOU_PAYLOAD_KEYS  what Temporal stores        WUYOU_INDEX_KEY  matching of national ids and phone numbers
  WUYOU_FIELD_KEYS    texts and ids in PostgreSQL WUYOU_LINK_KEYS  patient links and sessions
  Keep a copy: what was written with a key cannot be read without it. To change a key, put a new one before it: new,old.`;

export async function run(): Promise<number> {
  for (const [name, value] of Object.entries(newKeys())) process.stdout.write(`${name}=${value}\n`);
  return 0;
}
