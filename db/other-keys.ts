/** Keys that are not the ones the database was written with: every code in a patient's pocket would be unknown, and each further text would name it again. */
import type { Crypt } from '../messages/crypt.js';
import type { Db } from './client.js';
import { newestCodeIsOurs } from './patient-access/codes.js';

/** Why a process must not start; null: nothing speaks against it, or it cannot be known now. */
export async function otherKeys(sql: Db, crypt: Crypt): Promise<string | null> {
  const ours = await newestCodeIsOurs(sql, crypt).catch(() => null);
  return ours === false
    ? 'WUYOU_INDEX_KEY is not the key that this database was written with (or a key of WUYOU_LINK_KEYS is another one under the same id): patients could not come in by their codes. Put the former key back; where it is lost: docs/security.md, Keys.'
    : null;
}
