/** The journal against what was promised: each accepted command once, each chain whole, and every entry decided again by the engine. */
import { canonicalJson, chainFault, readJournal } from '../../db/journal.js';
import type { Sql, Tx } from '../../db/client.js';
import { planOf } from '../../db/plans.js';
import { openFrom } from '../../db/replay.js';
import { decide } from '../../pathways/engine/decide.js';
import { evolve } from '../../pathways/engine/evolve.js';
import type { CarePathwayStart } from '../../workflows/contract.js';
import type { Owed } from './care.js';

export type JournalComparison = {
  episodes: number;
  entries: number;
  /** Broken hash chains. */
  broken: string[];
  /** Entries that the engine decides differently from what stands there. */
  different: string[];
  /** Accepted by the API and in no journal. */
  missingInputs: string[];
  /** In a journal more than once with an effect. */
  repeatedInputs: string[];
  /** Accepted as 202, then refused by the episode in words that the caller can read: how often, by the words. */
  refusedLater: Record<string, number>;
  accepted: number;
};

type EpisodeRow = { id: string; hospitalId: string; start: CarePathwayStart; seq: number; headHash: string };

/** In one snapshot: the circle goes on while it is compared. */
export const compareJournal = (sql: Sql, owed: readonly Owed[]): Promise<JournalComparison> =>
  sql.begin('isolation level repeatable read read only', (tx) => compareAll(tx, owed)) as Promise<JournalComparison>;

async function compareAll(sql: Tx, owed: readonly Owed[]): Promise<JournalComparison> {
  const episodes = await sql<EpisodeRow[]>`select id, hospital_id, start, seq, head_hash from episode order by id`;
  const result: JournalComparison = { episodes: episodes.length, entries: 0, broken: [], different: [], missingInputs: [], repeatedInputs: [], refusedLater: {}, accepted: owed.length };
  for (const episode of episodes) await compareEpisode(sql, episode, result);
  await compareInputs(sql, owed, result);
  return result;
}

async function compareEpisode(sql: Tx, { id, hospitalId, start, seq, headHash }: EpisodeRow, result: JournalComparison): Promise<void> {
  const rows = await readJournal(sql, id);
  result.entries += rows.length;
  const fault = chainFault(rows, { seq, hash: headHash });
  if (fault) result.broken.push(`${id}: ${fault.what}`);
  const { plan } = await planOf(sql, hospitalId, start.plan);
  let episode = openFrom(start);
  for (const row of rows) {
    episode = { ...episode, semantics: row.semantics };
    if (canonicalJson(decide(plan, episode, row.input)) !== canonicalJson(row.events)) result.different.push(`${id} #${row.seq} ${row.input.kind}`);
    episode = row.events.reduce(evolve, episode);
  }
}

async function compareInputs(sql: Tx, owed: readonly Owed[], result: JournalComparison): Promise<void> {
  // A repetition that reaches the engine is journalled as `InputIgnored: duplicate`; it is no second effect.
  const journalled = await sql<{ commandId: string; times: number }[]>`select input->>'commandId' as command_id,
      count(*) filter (where not events @> '[{"type": "InputIgnored", "reason": "duplicate"}]')::int as times
    from journal where input ? 'commandId' group by 1`;
  const rejected = await sql<{ commandId: string; rejection: string }[]>`select command_id, rejection from inbox where state = 'rejected' and rejection is not null`;
  const times = new Map(journalled.map((row) => [row.commandId, row.times]));
  const refused = new Map(rejected.map(({ commandId, rejection }) => [commandId, wordsOf(rejection)]));
  for (const { commandId, path } of owed) {
    const n = times.get(commandId) ?? 0;
    if (n > 0) continue;
    const words = refused.get(commandId);
    if (words === undefined) result.missingInputs.push(`${path} (${commandId})`);
    else result.refusedLater[words] = (result.refusedLater[words] ?? 0) + 1;
  }
  result.repeatedInputs.push(...journalled.filter((row) => row.times > 1).map((row) => row.commandId));
}

/** The same words for every episode and case. */
const wordsOf = (rejection: string): string => rejection.replace(/[0-9a-f-]{36}(\/[\w/-]+)?/g, '…');
