/** Of B: the ledger against the journal. From the release on the outcome of a message is the ledger's; before it, and for what the journal has closed itself, the row says what the journal says. */
import type { Obligation } from '../../pathways/engine/events.js';
import { canonicalJson } from '../journal.js';
import type { Auditing } from './breach.js';
import type { JournalSays, SaidMessage } from './journal-says.js';
import { compareRows, type Finding } from './model-rows.js';

/** `reopened`: it was counted as sent, and the vendor has said since that it failed: it goes down its channels, or waits for the morning; A watches that it is not forgotten. */
export type LedgerRow = { id: string; episodeId: string; spec: Obligation; dueAt: string; state: string; reason: string | null; told: boolean; class: string; recipient: string; reopened: boolean };

export const ledgerRows = (sql: Auditing['sql'], episodes: readonly string[]): Promise<LedgerRow[]> => sql<LedgerRow[]>`
  select id, episode_id, spec, due_at, state, reason, told, class, recipient,
    state in ('released', 'sending') and exists (select 1 from attempt a where a.carries @> array[o.id] and a.verdict = 'next') as reopened
  from obligation o where episode_id = any(${[...episodes]}::uuid[])`;

/** `over`: the episode has ended, so that the ledger itself may have gone on where no run was open (sweep). */
export const compareLedger = ({ messages }: JournalSays, rows: readonly LedgerRow[], { over }: { over: boolean }): Finding[] =>
  compareRows('message', messages, rows, (said, row) => difference(said, row, over), { row: 'was planned by the journal, but the ledger does not have it', entry: 'is in the ledger, but the journal never planned it' });

const underway: readonly string[] = ['planned', 'released', 'sending'];

function difference(said: SaidMessage, row: LedgerRow, over: boolean): string | null {
  const { spec, dues, closed } = said;
  const dueAt = dues.at(-1) ?? spec.dueAt;
  if (canonicalJson(row.spec) !== canonicalJson(spec) || row.class !== spec.class || row.recipient !== spec.recipient) return 'differs in the ledger from what the journal planned';
  // What the ledger had taken when the journal moved it keeps the time that it was taken for.
  const known = row.dueAt === dueAt || (said.everReleased && row.state !== 'planned' && row.state !== 'released' && dues.includes(row.dueAt));
  if (!known) return `is due at ${row.dueAt} in the ledger, at ${dueAt} by the journal`;
  return closed === null ? openDifference(said, row, over) : closedDifference(said, closed, row);
}

function openDifference({ everReleased, state, told }: SaidMessage, row: LedgerRow, over: boolean): string | null {
  const asIs = `is ${row.state} in the ledger${row.reason === null ? '' : ` (${row.reason})`}`;
  if (!everReleased) return row.state === 'planned' && !row.told ? null : `${asIs}, but by the journal it is still to come`;
  if (state === 'released' && row.state === 'planned') return `${asIs}, but the journal has released it`;
  return row.told && !told && !over ? `${asIs} and the episode counts as told, but by the journal it is still open` : null;
}

function closedDifference({ everReleased }: SaidMessage, closed: NonNullable<SaidMessage['closed']>, row: LedgerRow): string | null {
  if (!row.reopened && underway.includes(row.state)) return `is ${row.state} in the ledger, but the journal has closed it`;
  if (everReleased || (row.state === closed.outcome && row.reason === closed.reason)) return null;
  return `is ${row.state} in the ledger (${row.reason ?? 'no reason'}), but the journal closed it as ${closed.outcome} (${closed.reason ?? 'no reason'})`;
}
