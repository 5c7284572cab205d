/** E: every episode's journal is whole from its first entry to the head that the episode row names. */
import { chainFault, readJournal } from '../journal.js';
import type { AuditCheck, Breach } from './breach.js';

export const chain: AuditCheck = async ({ sql }) => {
  const episodes = await sql<{ id: string; seq: number; headHash: string }[]>`select id, seq, head_hash from episode order by id`;
  const breaches: Breach[] = [];
  for (const { id, seq, headHash } of episodes) {
    const fault = chainFault(await readJournal(sql, id), { seq, hash: headHash });
    if (fault) breaches.push({ check: 'E', ref: id, what: fault.what });
  }
  return { breaches, looked: episodes.length };
};
