/** Whether the comparison would have seen a loss: the vendors' lists and our promises are falsified, and each falsehood must be found. */
import type { Sql } from '../../db/client.js';
import type { Taken } from '../vendors/fake-vendor.js';
import type { Owed } from './care.js';
import { compareJournal } from './journal-comparison.js';
import { compareWithVendors } from './vendor-comparison.js';

/** Falsehood -> whether it was found. */
export type OracleCheck = Record<'dropped from a list' | 'twice on a list' | 'unknown on a list' | 'exchanged on a list' | 'promised and not in the journal', boolean>;

export async function checkOracle(sql: Sql, lists: readonly (readonly Taken[])[], owed: readonly Owed[]): Promise<OracleCheck> {
  const all = lists.flat();
  const truth = await compareWithVendors(sql, [all]);
  const sent = await sql<{ id: string; providerMessageId: string | null }[]>`select a.id, a.provider_message_id from attempt a where a.state in ('accepted', 'sent', 'delivered') and not a.possibly_doubled
    and exists (select 1 from obligation o where o.id = a.obligation_id and o.state in ('sent', 'accepted'))
    and not exists (select 1 from attempt b where b.carries && a.carries and b.id <> a.id)`;
  const once = new Set(sent.map(({ id }) => id));
  const entry = all.find(({ marker }) => marker !== null && once.has(marker));
  const ids = new Set(sent.map(({ providerMessageId }) => providerMessageId));
  const [one, other] = all.filter(({ id, marker }) => ids.has(id) && marker !== null && once.has(marker));
  if (!entry || !one || !other) return { 'dropped from a list': false, 'twice on a list': false, 'unknown on a list': false, 'exchanged on a list': false, 'promised and not in the journal': false };
  const dropped = await compareWithVendors(sql, [all.filter((taken) => taken !== entry)]);
  const twice = await compareWithVendors(sql, [[...all, entry]]);
  const unknown = await compareWithVendors(sql, [[...all, { ...entry, marker: 'nobody/sms/1' }]]);
  const exchanged = await compareWithVendors(sql, [all.map((taken) => (taken === one ? { ...taken, marker: other.marker } : taken === other ? { ...taken, marker: one.marker } : taken))]);
  const promised = await compareJournal(sql, [...owed, { commandId: 'promised:but-never-sent', path: '/nowhere', status: 202, tries: 1, at: '' }]);
  return {
    'dropped from a list': dropped.lost.length > truth.lost.length,
    'twice on a list': twice.doubled.length > truth.doubled.length,
    'unknown on a list': unknown.unknown.length > truth.unknown.length,
    'exchanged on a list': exchanged.exchanged.length > truth.exchanged.length && exchanged.lost.length === truth.lost.length,
    'promised and not in the journal': promised.missingInputs.some((missing) => missing.includes('promised:but-never-sent')),
  };
}
