/**
 * What a seal is. hash = sha256(previous hash, newline, canonical JSON of the seal); the rows of the access log that it covers are hashed
 * line by line in order of their ids. Who rewrites a row must rewrite its seal and every later one, and then the anchor outside still knows.
 */
import { createHash } from 'node:crypto';
import type { EpisodeId, Instant } from '../../pathways/engine/vocabulary.js';
import type { Db } from '../client.js';
import { canonicalJson } from '../journal.js';

/** Episode, entry, hash of that entry. */
export type Head = [EpisodeId, number, string];
export type Sealed = { seq: number; sealedAt: Instant; logFrom: number; logTo: number; logRows: number; logHash: string; heads: Head[] };
export type Seal = Sealed & { prevHash: string; hash: string };

export function sealHash(prevHash: string, { seq, sealedAt, logFrom, logTo, logRows, logHash, heads }: Sealed): string {
  return createHash('sha256').update(`${prevHash}\n${canonicalJson({ seq, sealedAt, logFrom, logTo, logRows, logHash, heads })}`).digest('hex');
}

/** The rows after `from` up to `to`; a row that is missing or changed gives another hash or count. */
export async function logDigest(sql: Db, { logFrom, logTo }: Pick<Seal, 'logFrom' | 'logTo'>): Promise<{ logRows: number; logHash: string }> {
  const digest = createHash('sha256');
  let logRows = 0;
  const rows = sql<Record<string, unknown>[]>`select id, hospital_id, at, actor, action, ref, allowed, detail from audit_log where id > ${logFrom} and id <= ${logTo} order by id`;
  await rows.cursor(1_000, (batch) => {
    for (const row of batch) digest.update(`${canonicalJson(row)}\n`);
    logRows += batch.length;
  });
  return { logRows, logHash: digest.digest('hex') };
}

export const newestSeal = async (sql: Db): Promise<Seal | null> =>
  (await sql<Seal[]>`select seq, sealed_at, log_from, log_to, log_rows, log_hash, heads, prev_hash, hash from seal order by seq desc limit 1`)[0] ?? null;
