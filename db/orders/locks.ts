/** Who goes first: the patient's lock, then the order's row, then the day. In this order everywhere, so that two of them queue instead of deadlocking. */
import type { Instant, LocalDate } from '../../pathways/engine/vocabulary.js';
import { addDays, localDateOf } from '../../pathways/time.js';
import type { Tx } from '../client.js';
import { lockOwner } from '../patient-lock.js';

export type OrderState = 'draft' | 'pending-payment' | 'paid' | 'part-refunded' | 'refunded' | 'cancelled';
export type OrderHead = {
  id: string; hospitalId: string; orderNo: string; kind: 'package' | 'extra-units'; patientId: string; dischargeId: string; episodeId: string | null;
  packageId: string; packageVersion: number | null; amountFen: number; state: OrderState; paidFen: number; refundedFen: number;
};
/** Why something about money is not done; the sentence is for the person who asked. */
export type MoneyRefusal = { outcome: 'refused'; code: MoneyRefusalCode; message: string };
export type MoneyRefusalCode =
  | 'unknown-order' | 'unknown-payment' | 'unknown-refund' | 'unknown-discharge' | 'unknown-package' | 'unknown-episode' | 'no-price' | 'no-unit-price' | 'not-payable' | 'not-cancellable'
  | 'wrong-amount' | 'receipt-used' | 'payment-open' | 'training-hospital' | 'not-configured' | 'provider-refused' | 'provider-busy' | 'nothing-to-refund' | 'preview-changed'
  | 'receipt-missing' | 'not-failed' | 'already-closed' | 'earlier-day-open' | 'day-in-future' | 'refund-open';
export const refuse = (code: MoneyRefusalCode, message: string): MoneyRefusal => ({ outcome: 'refused', code, message });

/** null: this hospital has no such order. */
export async function lockOrder(tx: Tx, hospitalId: string, orderId: string): Promise<OrderHead | null> {
  const owner = await lockOwner(tx, async () => (await tx<{ patientId: string }[]>`select patient_id from care_order where id = ${orderId} and hospital_id = ${hospitalId}`)[0]?.patientId ?? null);
  if (owner === null) return null;
  const [order] = await tx<OrderHead[]>`select id, hospital_id, order_no, kind, patient_id, discharge_id, episode_id, package_id, package_version, amount_fen, state, paid_fen, refunded_fen
    from care_order where id = ${orderId} and hospital_id = ${hospitalId} for no key update`;
  return order ?? null;
}

const dayLock = 2;

/** Nobody settles anything of this hospital while a day is being closed. */
export const lockDays = async (tx: Tx, hospitalId: string): Promise<void> => void (await tx`select pg_advisory_xact_lock(hashtextextended(${hospitalId}, ${dayLock}))`);

/** The day whose takings it belongs to: its own, or when that is closed, the first open one. Wall time. */
export async function businessDay(tx: Tx, hospitalId: string, at: Instant): Promise<LocalDate> {
  await tx`select pg_advisory_xact_lock_shared(hashtextextended(${hospitalId}, ${dayLock}))`;
  const [row] = await tx<{ zone: string; closed: LocalDate | null }[]>`select h.zone, (select max(day) from day_close d where d.hospital_id = h.id) as closed from hospital h where h.id = ${hospitalId}`;
  if (!row) throw new Error(`There is no hospital ${hospitalId}`);
  const day = localDateOf(at, row.zone);
  return row.closed === null || day > row.closed ? day : addDays(row.closed, 1);
}
