/** M: the access log and the journals are what was sealed, the seals are one chain, and it ends where the anchor outside the database says. */
import type { Anchor, AnchorReading } from '../sealing/anchor.js';
import { logDigest, sealHash, type Seal } from '../sealing/seal.js';
import { grace, sinceOf, type AuditCheck, type Auditing, type Breach } from './breach.js';

const breach = (ref: string, what: string): Breach => ({ check: 'M', ref, what });

/** Read before the database is: what is anchored was sealed before. A sentence when it cannot be read; null when none was given. */
export async function hearAnchor({ anchor }: { anchor?: Anchor | undefined }): Promise<AnchorReading | string | null> {
  if (!anchor) return null;
  try {
    return await anchor.read();
  } catch (error) {
    return error instanceof Error ? error.message : 'the anchor cannot be read';
  }
}

export const seals: AuditCheck = async (a) => {
  const { sql, heard: { anchor } } = a;
  const all = await sql<(Seal & { old: boolean })[]>`select seq, sealed_at, log_from, log_to, log_rows, log_hash, heads, prev_hash, hash, sealed_at < ${grace(a)} as old from seal order by seq`;
  const breaches = [...chained(all), ...(await covered(a, all)), ...(await unsealed(a, all.at(-1)))];
  if (anchor === null) return { breaches, looked: all.length, note: 'the anchor outside was not looked at: none was given' };
  if (typeof anchor === 'string') return { breaches: [...breaches, breach('anchor', anchor)], looked: all.length };
  return { breaches: [...breaches, ...anchored(all, anchor)], looked: all.length };
};

function chained(all: readonly Seal[]): Breach[] {
  const breaches: Breach[] = [];
  let before: Seal | null = null;
  for (const [i, seal] of all.entries()) {
    if (seal.seq !== i + 1) return [...breaches, breach(`seal ${i + 1}`, 'is missing')];
    if (seal.prevHash !== (before?.hash ?? '') || seal.logFrom !== (before?.logTo ?? 0)) breaches.push(breach(`seal ${seal.seq}`, 'does not follow from the one before'));
    if (sealHash(seal.prevHash, seal) !== seal.hash) breaches.push(breach(`seal ${seal.seq}`, 'does not match its hash'));
    before = seal;
  }
  return breaches;
}

async function covered(a: Auditing, all: readonly Seal[]): Promise<Breach[]> {
  const breaches: Breach[] = [];
  for (const seal of all.filter(({ sealedAt }) => sealedAt >= sinceOf(a))) {
    const { logRows, logHash } = await logDigest(a.sql, seal);
    if (logRows !== seal.logRows) breaches.push(breach(`access log ${seal.logFrom + 1} to ${seal.logTo}`, `has ${logRows} rows, ${seal.logRows} were sealed`));
    else if (logHash !== seal.logHash) breaches.push(breach(`access log ${seal.logFrom + 1} to ${seal.logTo}`, 'is not what was sealed: a row was changed'));
  }
  const other = await a.sql<{ episode: string; seq: number }[]>`
    select h->>0 as episode, (h->>1)::int as seq from seal s cross join lateral jsonb_array_elements(s.heads) h
      left join journal j on j.episode_id = (h->>0)::uuid and j.seq = (h->>1)::int
    where s.sealed_at >= ${sinceOf(a)} and j.hash is distinct from h->>2 order by s.seq`;
  return [...breaches, ...other.map(({ episode, seq }) => breach(episode, `has another entry ${seq} in its journal than the one that was sealed, or none`))];
}

/** Nothing is sealed at all before the worker's first round; from then on nothing waits longer than the grace. */
async function unsealed(a: Auditing, last: Seal | undefined): Promise<Breach[]> {
  if (!last) return [];
  const [row] = await a.sql<{ n: number }[]>`select count(*)::int as n from audit_log where id > ${last.logTo} and at < ${grace(a)}`;
  return row && row.n > 0 ? [breach('access log', `has ${row.n} rows that nobody has sealed: no worker comes round`)] : [];
}

function anchored(all: readonly (Seal & { old: boolean })[], { lines, fault }: AnchorReading): Breach[] {
  const bySeq = new Map(all.map((seal) => [seal.seq, seal]));
  const breaches = fault === null ? [] : [breach('anchor', fault)];
  for (const { seq, hash, at } of lines) {
    const seal = bySeq.get(seq);
    if (!seal) breaches.push(breach(`seal ${seq}`, `of ${at} stands in the anchor, but not in the database: its end was cut off, or it was restored to an earlier time`));
    else if (seal.hash !== hash) breaches.push(breach(`seal ${seq}`, `of ${at} stands in the anchor with another hash: the database was rewritten`));
  }
  const end = Math.max(0, ...lines.map(({ seq }) => seq));
  const missing = all.filter(({ seq, old }) => seq > end && old);
  return missing.length === 0 ? breaches : [...breaches, breach('anchor', `ends at seal ${end}, ${missing.length} later ones were never written outside`)];
}
