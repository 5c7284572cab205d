/** B: the obligations that the engine derives from the journalled inputs, with the plan of that version, are the ones in the ledger. */
import { decide } from '../../pathways/engine/decide.js';
import { evolve } from '../../pathways/engine/evolve.js';
import type { Obligation } from '../../pathways/engine/events.js';
import { knowsSemantics } from '../../pathways/engine/semantics.js';
import type { CarePathwayStart } from '../../workflows/contract.js';
import { canonicalJson, readJournal } from '../journal.js';
import { plansOverTime } from '../plans-over-time.js';
import { openFrom } from '../replay.js';
import { sinceOf, type AuditCheck, type Auditing, type Breach } from './breach.js';

type EpisodeRow = { id: string; hospitalId: string; start: CarePathwayStart };
/** `reopened`: it was counted as sent, and the vendor has said since that it failed: it goes down its channels, or waits for the morning; A watches that it is not forgotten. */
type LedgerRow = { id: string; spec: Obligation; dueAt: string; state: string; class: string; recipient: string; reopened: boolean };

export const derived: AuditCheck = async (a) => {
  const episodes = await a.sql<EpisodeRow[]>`select id, hospital_id, start from episode
    where launched_at >= ${sinceOf(a)} or ended_at is null or ended_at >= ${sinceOf(a)} order by id`;
  const breaches: Breach[] = [];
  for (const episode of episodes) breaches.push(...(await ofEpisode(a, episode)));
  return { breaches, looked: episodes.length };
};

async function ofEpisode(a: Auditing, { id, hospitalId, start }: EpisodeRow): Promise<Breach[]> {
  const journal = await readJournal(a.sql, id);
  const inForce = await plansOverTime(a.sql, hospitalId, start, journal);
  const breaches: Breach[] = [];
  const expected = new Map<string, { spec: Obligation; dueAt: string; open: boolean }>();
  let episode = openFrom(start);
  for (const [index, row] of journal.entries()) {
    const versions = inForce[index];
    if (!versions) break;
    if (!knowsSemantics(row.semantics)) return [{ check: 'B', ref: id, what: `entry ${row.seq} was decided with engine semantics ${row.semantics}, which this build does not know` }];
    const events = decide(versions.plan, { ...episode, semantics: row.semantics }, row.input, versions.target);
    if (canonicalJson(events) !== canonicalJson(row.events)) breaches.push({ check: 'B', ref: id, what: `the engine decides otherwise about entry ${row.seq} (${row.input.kind}) than the journal says` });
    for (const event of row.events) {
      if (event.type === 'ObligationPlanned') expected.set(event.obligation.id, { spec: event.obligation, dueAt: event.obligation.dueAt, open: true });
      const known = 'obligation' in event && typeof event.obligation === 'string' ? expected.get(event.obligation) : undefined;
      if (known && event.type === 'ObligationMoved') known.dueAt = event.dueAt;
      if (known && event.type === 'ObligationClosed') known.open = false;
    }
    episode = row.events.reduce(evolve, episode);
  }
  return [...breaches, ...(await compare(a, id, expected))];
}

async function compare(a: Auditing, episodeId: string, expected: Map<string, { spec: Obligation; dueAt: string; open: boolean }>): Promise<Breach[]> {
  const rows = await a.sql<LedgerRow[]>`select id, spec, due_at, state, class, recipient,
    state in ('released', 'sending') and exists (select 1 from attempt a where a.carries @> array[o.id] and a.verdict = 'next') as reopened from obligation o where episode_id = ${episodeId}`;
  const breaches: Breach[] = [];
  for (const [id, { spec, dueAt, open }] of expected) {
    const row = rows.find((candidate) => candidate.id === id);
    if (!row) breaches.push({ check: 'B', ref: id, what: 'was planned by the journal, but the ledger does not have it' });
    else if (canonicalJson(row.spec) !== canonicalJson(spec) || row.class !== spec.class || row.recipient !== spec.recipient) breaches.push({ check: 'B', ref: id, what: 'differs in the ledger from what the journal planned' });
    else if (row.dueAt !== dueAt) breaches.push({ check: 'B', ref: id, what: `is due at ${row.dueAt} in the ledger, at ${dueAt} by the journal` });
    else if (!open && !row.reopened && ['planned', 'released', 'sending'].includes(row.state)) breaches.push({ check: 'B', ref: id, what: `is ${row.state} in the ledger, but the journal has closed it` });
  }
  for (const { id } of rows) if (!expected.has(id)) breaches.push({ check: 'B', ref: id, what: 'is in the ledger, but the journal never planned it' });
  return breaches;
}
