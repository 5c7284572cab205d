/** The one way entries get into the entitlement ledger: the balance row is locked, the pure ledger decides, both are written together. */
import { v7 as uuidv7 } from 'uuid';
import { post, type Balance, type Entry } from '../pathways/entitlements/ledger.js';
import type { Instant } from '../pathways/engine/vocabulary.js';
import type { Tx } from './client.js';

export type EntitlementLine = { hospitalId: string; patientId: string; episodeId: string; service: string };
/** `at` is episode time; `cause` with the kind is unique per line, so that nothing is posted twice. */
export type NewEntry = Entry & { at: Instant; cause: string; occurrence?: string | null; /** Instead of a visit: the episode that was started for the unit. */ embedded?: string | null; orderLineId?: string | null; refundId?: string | null };

/** null: the episode has no such line (launched before there were entitlements, or a service that was not sold). Locks the line. */
export async function lockBalance(tx: Tx, episodeId: string, service: string): Promise<Balance | null> {
  const [row] = await tx<Balance[]>`select purchased, remaining, reserved, used, refunded, expired from entitlement_balance
    where episode_id = ${episodeId} and service = ${service} for no key update`;
  return row ?? null;
}

/** `balance` is what `lockBalance` gave in this transaction. Throws when an account would fall below zero: the caller has looked first. */
export async function postEntries(tx: Tx, line: EntitlementLine, balance: Balance, entries: readonly NewEntry[]): Promise<Balance> {
  if (entries.length === 0) return balance;
  const posted = post(balance, entries);
  if (posted.outcome === 'refused') throw new Error(`The entitlement ${line.service} of episode ${line.episodeId} has too few units ${posted.short} for "${posted.entry.kind}" of ${posted.entry.units}`);
  const after = posted.balance;
  await tx`insert into entitlement_entry ${tx(entries.map(({ kind, units, at, cause, occurrence, embedded, orderLineId, refundId }) =>
    ({ id: uuidv7(), ...line, kind, units, at, cause, occurrence: occurrence ?? null, embedded: embedded ?? null, orderLineId: orderLineId ?? null, refundId: refundId ?? null })))}`;
  await tx`update entitlement_balance set purchased = ${after.purchased}, remaining = ${after.remaining}, reserved = ${after.reserved}, used = ${after.used},
    refunded = ${after.refunded}, expired = ${after.expired} where episode_id = ${line.episodeId} and service = ${line.service}`;
  return after;
}

/** A line opens with its first purchase; a later one extends its validity. */
export async function purchase(tx: Tx, line: EntitlementLine, entry: { units: number; at: Instant; expiresAt: Instant; cause: string; orderLineId: string | null }): Promise<Balance> {
  await tx`insert into entitlement_balance (episode_id, service, hospital_id, patient_id, purchased, remaining, reserved, used, refunded, expired, expires_at)
    values (${line.episodeId}, ${line.service}, ${line.hospitalId}, ${line.patientId}, 0, 0, 0, 0, 0, 0, ${entry.expiresAt})
    on conflict (episode_id, service) do update set expires_at = greatest(entitlement_balance.expires_at, excluded.expires_at)`;
  const balance = await lockBalance(tx, line.episodeId, line.service);
  if (!balance) throw new Error(`The entitlement line ${line.service} of episode ${line.episodeId} vanished`);
  return postEntries(tx, line, balance, [{ kind: 'purchase', ...entry }]);
}
