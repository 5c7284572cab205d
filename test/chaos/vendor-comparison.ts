/**
 * Our ledger against the vendors' own lists, attempt by attempt: every attempt's id stood in the request (Aliyun's OutId, Twilio's status
 * callback), so the vendor knows which one it took. Nothing here trusts a state that we wrote ourselves.
 */
import type { Sql } from '../../db/client.js';
import type { Taken } from '../vendors/fake-vendor.js';

export type VendorComparison = {
  /** Obligations that the ledger calls sent by a vendor. */
  sent: number;
  /** What the vendors took, all in all. */
  taken: number;
  /** Called sent, but no vendor has it. */
  lost: string[];
  /** A vendor took it more than once, and nothing in the ledger says that this might be. */
  doubled: string[];
  /**
   * Taken more than once, and the ledger says by itself that this might be (`possibly_doubled`). When it was written is not looked at: before the
   * second POST where the vendor could not say whether it has the first, but after it where the vendor had said no, namely when its acceptance
   * of the first or its report on it came all the same (db/ledger/settle.ts, receipts.ts).
   */
  recordedDoubled: string[];
  /** Recorded as possibly doubled, and taken once or not at all. */
  feared: number;
  /** Called failed or suppressed, but a vendor has it, and nothing in the ledger says that this might be. */
  unrecorded: string[];
  /** Called failed because nobody could say whether it arrived (a person was told): taken after all. */
  unconfirmedTaken: number;
  /** On a vendor's list under an id that we never gave. */
  unknown: string[];
  /** An attempt has the vendor's id of a message that was posted for another one, though nothing may be missing by number. */
  exchanged: string[];
  settledByLookup: number;
  byState: Record<string, number>;
};

type AttemptRow = { id: string; carries: string[]; provider: string; providerMessageId: string | null; state: string; verdict: string | null; possiblyDoubled: boolean; lookups: number };
type ObligationRow = { id: string; state: string; reason: string | null };

export async function compareWithVendors(sql: Sql, lists: readonly (readonly Taken[])[]): Promise<VendorComparison> {
  const attempts = await sql<AttemptRow[]>`select id, carries, provider, provider_message_id, state, verdict, possibly_doubled, lookups from attempt where provider in ('twilio', 'aliyun')`;
  const obligations = await sql<ObligationRow[]>`select id, state, reason from obligation`;
  const taken = new Map<string, number>();
  for (const { marker, id } of lists.flat()) taken.set(marker ?? `without a marker: ${id}`, (taken.get(marker ?? `without a marker: ${id}`) ?? 0) + 1);
  const postedFor = new Map(lists.flat().map(({ id, marker }) => [id, marker]));
  const known = new Set(attempts.map(({ id }) => id));
  const carrying = new Map<string, AttemptRow[]>();
  for (const attempt of attempts) for (const id of attempt.carries) carrying.set(id, [...(carrying.get(id) ?? []), attempt]);

  const result: VendorComparison = {
    sent: 0, taken: lists.flat().length, lost: [], doubled: [], recordedDoubled: [], feared: 0, unrecorded: [], unconfirmedTaken: 0,
    unknown: [...taken.keys()].filter((marker) => !known.has(marker)),
    exchanged: attempts.flatMap(({ id, providerMessageId }) => {
      const marker = providerMessageId === null ? undefined : postedFor.get(providerMessageId);
      return marker === undefined || marker === id ? [] : [`${id} has the message of ${marker ?? 'nobody'}`];
    }),
    settledByLookup: attempts.filter(({ lookups, state }) => lookups > 0 && state !== 'ambiguous').length, byState: {},
  };
  for (const { id, state, reason } of obligations) {
    const own = carrying.get(id) ?? [];
    const name = `${state}${reason === null ? '' : ` (${reason})`}`;
    result.byState[name] = (result.byState[name] ?? 0) + 1;
    if (own.length === 0) continue;
    const copies = own.reduce((sum, attempt) => sum + (taken.get(attempt.id) ?? 0), 0);
    const recorded = own.some(({ possiblyDoubled }) => possiblyDoubled);
    const arrived = (state === 'sent' || state === 'accepted') && own.some(({ state: a, verdict }) => verdict === 'done' || (verdict === null && (a === 'accepted' || a === 'sent')));
    if (arrived) {
      result.sent += 1;
      if (copies === 0) result.lost.push(id);
    }
    if (copies > 1) (recorded ? result.recordedDoubled : result.doubled).push(id);
    else if (recorded) result.feared += 1;
    if (!arrived && copies > 0 && !recorded) {
      if (own.some(({ verdict }) => verdict === 'fail')) result.unconfirmedTaken += 1;
      else if (own.every(({ verdict }) => verdict !== null)) result.unrecorded.push(`${id} (${name})`);
    }
  }
  return result;
}

/** For whoever must find out why a run failed after its database is gone; the patients are invented, the words stay sealed. */
export async function evidence(sql: Sql): Promise<Record<'attempts' | 'obligations', readonly unknown[]>> {
  return {
    attempts: await sql`select id, obligation_id, carries, provider, provider_message_id, n, state, verdict, code, possibly_doubled, lookups, claimed_at, lease_until, check_at from attempt order by claimed_at`,
    obligations: await sql`select id, state, reason, carried_by, settled_at from obligation order by id`,
  };
}
