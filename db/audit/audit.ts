/** `wuyou audit`: the promises of docs/operations.md, each checked against the rows, the journal and the vendors' own lists. */
import { attempts } from './attempts.js';
import type { AuditCheck, Auditing, Breach, Check, Heard } from './breach.js';
import { cases } from './cases.js';
import { chain } from './chain.js';
import { conservation } from './conservation.js';
import { contacts } from './contacts.js';
import { derived } from './derived.js';
import { balances, uses } from './entitlements.js';
import { inbox } from './inbox.js';
import { orders } from './orders.js';
import { hearWorkflows, running } from './running.js';
import { hearAnchor, seals } from './seals.js';
import { hearVendors, vendors } from './vendors.js';

export const checks: readonly { check: Check; promise: string; run: AuditCheck }[] = [
  { check: 'A', promise: 'every obligation has one outcome, with its proof', run: conservation },
  { check: 'B', promise: 'ledger, screens and patient say what the engine derives from the journal', run: derived },
  { check: 'C', promise: 'the vendors\' lists and our attempts are one to one', run: vendors },
  { check: 'D', promise: 'every accepted command is applied, rejected or late', run: inbox },
  { check: 'E', promise: 'every journal is whole', run: chain },
  { check: 'F', promise: 'every open episode runs and is on time', run: running },
  { check: 'G', promise: 'every open case runs its clock, or a live case of the same patient holds it', run: cases },
  { check: 'H', promise: 'every rendered message is settled or leased', run: attempts },
  { check: 'I', promise: 'nothing left after a death or an opt-out', run: contacts },
  { check: 'J', promise: 'every entitlement is balanced, entry by entry', run: balances },
  { check: 'K', promise: 'only a redeemed visit or an included package used a unit, and used it once', run: uses },
  { check: 'L', promise: 'every order is what its payments and refunds make it', run: orders },
  { check: 'M', promise: 'logs and journals are as sealed and anchored outside', run: seals },
];

export type AuditReport = { results: { check: Check; promise: string; looked: number; breaches: Breach[]; note?: string }[]; breaches: number };

/** All rows are read in one snapshot: a hospital at work never looks half-written. */
export async function audit(auditing: Auditing): Promise<AuditReport> {
  const heard: Heard = { workflows: await hearWorkflows(auditing), lists: await hearVendors(auditing), anchor: await hearAnchor(auditing) };
  const { sql } = auditing;
  return 'begin' in sql
    ? sql.begin('isolation level repeatable read read only', (tx) => lookAtAll({ ...auditing, sql: tx, heard }))
    : lookAtAll({ ...auditing, heard });
}

async function lookAtAll(auditing: Auditing & { heard: Heard }): Promise<AuditReport> {
  const results: AuditReport['results'] = [];
  for (const { check, promise, run } of checks) results.push({ check, promise, ...(await run(auditing)) });
  return { results, breaches: results.reduce((sum, { breaches }) => sum + breaches.length, 0) };
}
