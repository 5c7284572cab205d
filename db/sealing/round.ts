/** The worker's loop that seals what is new in the access log and the journals, and writes the seals' heads outside. */
import { json, transact, type Sql, type Tx } from '../client.js';
import { withSessionLock } from '../session-lock.js';
import type { Anchor, AnchorLine } from './anchor.js';
import { logDigest, newestSeal, sealHash, type Head } from './seal.js';

/** What one seal covers at most, by convention (C): the first round after an upgrade makes many. */
const most = { rows: 10_000, heads: 2_000 };

/** Number of seals made. What could not be written outside is written in the next round; a second worker at the same time does nothing. */
export async function sealRound({ sql, locks, anchor }: { sql: Sql; /** A pool of its own. */ locks: Sql; anchor: Anchor }): Promise<number> {
  const made = await withSessionLock(locks, 'seal', async () => {
    let seals = 0;
    while (await sealOnce(sql)) seals += 1;
    await writeOutside(sql, anchor);
    return seals;
  });
  return made ?? 0;
}

/** false: nothing is new. */
async function sealOnce(sql: Sql): Promise<boolean> {
  const to = await endOfLog(sql);
  return transact(sql, async (tx) => {
    const last = await newestSeal(tx);
    const logFrom = last?.logTo ?? 0;
    const [end] = await tx<{ id: number | null }[]>`select max(id) as id from (select id from audit_log where id > ${logFrom} and id <= ${to} order by id limit ${most.rows}) part`;
    const grown = await tx<{ id: string; hospitalId: string; seq: number; headHash: string }[]>`
      select e.id, e.hospital_id, e.seq, e.head_hash from episode e left join sealed_head s on s.episode_id = e.id
      where e.seq > coalesce(s.seq, 0) order by e.id limit ${most.heads}`;
    if (end?.id == null && grown.length === 0) return false;
    const logTo = end?.id ?? logFrom;
    const [clock] = await tx<{ now: string }[]>`select clock_timestamp()::timestamptz(3) as now`;
    const heads = grown.map(({ id, seq, headHash }): Head => [id, seq, headHash]);
    const sealed = { seq: (last?.seq ?? 0) + 1, sealedAt: clock?.now ?? '', logFrom, logTo, ...(await logDigest(tx, { logFrom, logTo })), heads };
    const prevHash = last?.hash ?? '';
    await tx`insert into seal (seq, sealed_at, log_from, log_to, log_rows, log_hash, heads, prev_hash, hash)
      values (${sealed.seq}, ${sealed.sealedAt}, ${logFrom}, ${logTo}, ${sealed.logRows}, ${sealed.logHash}, ${json(tx, heads)}, ${prevHash}, ${sealHash(prevHash, sealed)})`;
    await bookmark(tx, grown);
    return true;
  });
}

/**
 * The last id that nothing can come before any more: ids are given before commits, so a row with a smaller one may still be on its way.
 * For the length of this lock (migration 0053: writers share it) nobody is writing; whoever writes long makes this round wait for the next one, and nobody wait for the round.
 */
const endOfLog = (sql: Sql): Promise<number> => transact(sql, async (tx) => {
  await tx`set local lock_timeout = '500ms'`;
  await tx`select pg_advisory_xact_lock(hashtextextended('access-log', 0))`;
  const [row] = await tx<{ id: number }[]>`select coalesce(max(id), 0)::bigint as id from audit_log`;
  return row?.id ?? 0;
}, 1);

const bookmark = (tx: Tx, grown: readonly { id: string; hospitalId: string; seq: number }[]): Promise<unknown> => tx`
  insert into sealed_head (episode_id, hospital_id, seq)
  select * from unnest(${grown.map(({ id }) => id)}::uuid[], ${grown.map(({ hospitalId }) => hospitalId)}::uuid[], ${grown.map(({ seq }) => seq)}::int[])
  on conflict (episode_id) do update set seq = excluded.seq`;

/** The anchor says itself how far it is: after a crash, or a new anchor, what is missing follows. */
async function writeOutside(sql: Sql, anchor: Anchor): Promise<void> {
  const { lines } = await anchor.read();
  const missing = await sql<AnchorLine[]>`select seq, hash, sealed_at as at from seal where seq > ${lines.at(-1)?.seq ?? 0} order by seq`;
  if (missing.length > 0) await anchor.append(missing);
}
