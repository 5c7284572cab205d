/**
 * The journal is the truth outside Temporal: one row per input of an episode, each sealed with the hash of the one before.
 * hash = sha256(previous hash, newline, canonical JSON of { episodeId, seq, semantics, planHash, input, events }).
 */
import { createHash } from 'node:crypto';
import type { JournalEntry } from '../activities/port.js';
import type { EpisodeInput } from '../pathways/engine/inputs.js';
import type { EpisodeId, Instant } from '../pathways/engine/vocabulary.js';
import { json, type Db, type Tx } from './client.js';

export type JournalRow = JournalEntry & { episodeId: EpisodeId; at: Instant; prevHash: string; hash: string; told: EpisodeInput[] };

/** Keys sorted, `undefined` dropped: what jsonb gives back hashes to the same. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).filter(([, field]) => field !== undefined).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}

export function entryHash(prevHash: string, episodeId: EpisodeId, entry: JournalEntry): string {
  const { seq, semantics, planHash, input, events } = entry;
  return createHash('sha256').update(`${prevHash}\n${canonicalJson({ episodeId, seq, semantics, planHash, input, events })}`).digest('hex');
}

/** In order of seq; `after` 0 reads from the beginning. */
export function readJournal(sql: Db, episodeId: EpisodeId, after = 0): Promise<JournalRow[]> {
  return sql<JournalRow[]>`select episode_id, seq, at, semantics, plan_hash, input, events, prev_hash, hash, told
    from journal where episode_id = ${episodeId} and seq > ${after} order by seq`;
}

export async function readEntry(sql: Db, episodeId: EpisodeId, seq: number): Promise<JournalRow | null> {
  const [row] = await sql<JournalRow[]>`select episode_id, seq, at, semantics, plan_hash, input, events, prev_hash, hash, told
    from journal where episode_id = ${episodeId} and seq = ${seq}`;
  return row ?? null;
}

/** The row that the episode names as its head, in the transaction that holds the episode's row. null: it has none yet, or it is missing. */
export async function readHead(tx: Tx, episodeId: EpisodeId): Promise<JournalRow | null> {
  const [row] = await tx<JournalRow[]>`select episode_id, seq, at, semantics, plan_hash, input, events, prev_hash, hash, told
    from journal where episode_id = ${episodeId} and seq = (select seq from episode where id = ${episodeId})`;
  return row ?? null;
}

export async function appendEntry(tx: Tx, hospitalId: string, row: Omit<JournalRow, 'at'>): Promise<void> {
  await tx`insert into journal (episode_id, seq, hospital_id, at, semantics, plan_hash, input, events, prev_hash, hash, told)
    values (${row.episodeId}, ${row.seq}, ${hospitalId}, ${row.input.at}, ${row.semantics}, ${row.planHash},
      ${json(tx, row.input)}, ${json(tx, row.events)}, ${row.prevHash}, ${row.hash}, ${json(tx, row.told)})`;
}

export type ChainFault = { seq: number; what: string };

/** null: every row follows from the one before and the last one is the head that the episode row names. */
export function chainFault(rows: JournalRow[], head: { seq: number; hash: string }): ChainFault | null {
  let previous = '';
  for (const [index, row] of rows.entries()) {
    if (row.seq !== index + 1) return { seq: index + 1, what: `entry ${index + 1} is missing` };
    if (row.prevHash !== previous) return { seq: row.seq, what: `entry ${row.seq} does not name the hash of entry ${row.seq - 1}` };
    if (entryHash(row.prevHash, row.episodeId, row) !== row.hash) return { seq: row.seq, what: `the content of entry ${row.seq} does not match its hash` };
    previous = row.hash;
  }
  if (rows.length !== head.seq || previous !== head.hash) {
    return { seq: head.seq, what: `the journal ends at entry ${rows.length}, the episode names entry ${head.seq} as its head` };
  }
  return null;
}
