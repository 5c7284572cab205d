/** Money back: the units leave the ledger and the refund rows are written in one transaction; then the provider is asked, once. */
import { v7 as uuidv7 } from 'uuid';
import { formatYuan, type Fen } from '../../pathways/entitlements/money.js';
import { firstUnits, type RefundPart, type RefundReason } from '../../pathways/entitlements/refund.js';
import type { Instant } from '../../pathways/engine/vocabulary.js';
import { announceChanges } from '../changes.js';
import { json, transact, type Tx } from '../client.js';
import { lockBalance, postEntries, type NewEntry } from '../entitlement-posting.js';
import { submitRefund } from './check-refunds.js';
import type { MoneyDeps } from './deps.js';
import { businessDay, lockOrder, refuse, type MoneyRefusal, type OrderHead } from './locks.js';
import { restate } from './order-state.js';
import { previewRefund, type Preview, type PreviewPart } from './refund-preview.js';

export type RefundOrder = {
  hospitalId: string; orderId: string; reason: RefundReason; note: string | null; by: string;
  /** The total that the preview showed; another one now is refused, so that nobody gives back what he has not seen. */
  amountFen: Fen;
  /** Absent: everything that may be given back. */
  units?: { lineId: string; units: number }[];
  /** Of what was paid out at the desk; needed when the order was paid there. */
  receiptNo: string | null;
};
/** `cancelled`: visits that were booked and have no unit any more; the caller cancels them with the engine. */
export type Refunded = { outcome: 'refunded'; orderId: string; cancelled: { episodeId: string; occurrence: string }[] } | MoneyRefusal;

export async function refundOrder(deps: MoneyDeps, r: RefundOrder): Promise<Refunded> {
  const written = await transact(deps.sql, (tx) => writeRefund(tx, r));
  if ('outcome' in written) return written;
  for (const refundId of written.toSubmit) await submitRefund(deps, { hospitalId: r.hospitalId, orderId: r.orderId, refundId });
  return { outcome: 'refunded', orderId: r.orderId, cancelled: written.cancelled };
}

type Written = { toSubmit: string[]; cancelled: { episodeId: string; occurrence: string }[] };

/** The units leave, and what is owed is written; the provider has not been asked yet. */
export async function writeRefund(tx: Tx, r: RefundOrder): Promise<Written | MoneyRefusal> {
  const order = await lockOrder(tx, r.hospitalId, r.orderId);
  if (!order) return refuse('unknown-order', 'This hospital has no such order; check the id');
  const preview = await previewRefund(tx, order, r.reason);
  const parts = chosen(order, preview, r.units);
  const total = parts.reduce((sum, { amount }) => sum + amount, 0);
  if (parts.length === 0 || total === 0) return refuse('nothing-to-refund', 'Nothing of this order can be given back: it is not paid, or everything was used, expired or refunded');
  if (total !== r.amountFen) return refuse('preview-changed', `Now ${formatYuan(total)} would be given back, not ${formatYuan(r.amountFen)}: look at the preview again`);
  const sources = await sourcesOf(tx, order.id);
  if (sources.some(({ channel, left }) => channel === 'offline' && left > 0) && r.receiptNo === null) return refuse('receipt-missing', 'The order was paid at the desk: pay the money out there and enter the receipt number');
  const rows = await insertRefunds(tx, order, r, parts, sources);
  await postRefund(tx, order, rows.first, parts);
  await restate(tx, r.hospitalId, r.orderId);
  const { episodeId } = order;
  return { toSubmit: rows.toSubmit, cancelled: episodeId === null ? [] : parts.flatMap(({ occurrence }) => (occurrence === null ? [] : [{ episodeId, occurrence }])) };
}

/** Before the launch an order is given back whole: half a package cannot be launched. */
function chosen(order: OrderHead, { lines, surplusFen, refundableFen }: Preview, units: RefundOrder['units']): PreviewPart[] {
  if (refundableFen === 0) return [];
  const launched = order.episodeId !== null;
  const parts = lines.flatMap(({ line, parts: all }): RefundPart[] => {
    const wanted = launched && units ? (units.find(({ lineId }) => lineId === line.lineId)?.units ?? 0) : line.units;
    return firstUnits(all, wanted, line);
  });
  return surplusFen > 0 ? [...parts, { lineId: '', service: null, stage: 'surplus', units: 0, occurrence: null, fee: 0, amount: surplusFen, refundable: true }] : parts;
}

type Source = { paymentId: string; channel: 'offline' | 'wechat-pay'; left: Fen };

/** The payments with what is left of each, the newest first: a surplus goes back the way it came. */
const sourcesOf = (tx: Tx, orderId: string): Promise<Source[]> => tx<Source[]>`
  select p.id as payment_id, p.channel, (p.amount_fen - coalesce((select sum(r.amount_fen) from refund r where r.payment_id = p.id), 0))::bigint as left
  from payment p where p.order_id = ${orderId} and p.state = 'paid' order by p.paid_at desc, p.id desc`;

/** The parts over the payments, a surplus first, so that each refund row holds exactly what it gives back; a part that is cut counts its units once. */
function spread(parts: readonly PreviewPart[], sources: readonly Source[]): { source: Source; parts: PreviewPart[] }[] {
  const waiting = [...parts].sort((a, b) => Number(b.stage === 'surplus') - Number(a.stage === 'surplus'));
  const rows = sources.map((source) => {
    const own: PreviewPart[] = [];
    for (let left = source.left, part = waiting[0]; part && (left > 0 || part.amount === 0); part = waiting[0]) {
      const amount = Math.min(left, part.amount);
      own.push({ ...part, amount });
      left -= amount;
      if (amount === part.amount) waiting.shift();
      else waiting[0] = { ...part, units: 0, fee: 0, amount: part.amount - amount };
    }
    return { source, parts: own };
  });
  if (waiting.length > 0) throw new Error('More would be given back than was paid');
  return rows.filter(({ parts: own }) => own.some(({ amount }) => amount > 0));
}

async function insertRefunds(tx: Tx, order: OrderHead, r: RefundOrder, parts: PreviewPart[], sources: Source[]): Promise<{ first: string; toSubmit: string[] }> {
  const toSubmit: string[] = [];
  let first: string | null = null;
  const [clock] = await tx<{ now: Instant }[]>`select now()::timestamptz(3) as now`;
  if (!clock) throw new Error('now() gave no row');
  const day = await businessDay(tx, order.hospitalId, clock.now);
  for (const { source, parts: own } of spread(parts, sources)) {
    const id = uuidv7();
    const offline = source.channel === 'offline';
    await tx`insert into refund (id, hospital_id, order_id, payment_id, channel, state, amount_fen, reason, note, parts, out_refund_no, receipt_no, requested_by, check_at, succeeded_at, business_day)
      values (${id}, ${order.hospitalId}, ${order.id}, ${source.paymentId}, ${source.channel}, ${offline ? 'succeeded' : 'requested'}, ${own.reduce((sum, { amount }) => sum + amount, 0)}, ${r.reason}, ${r.note},
        ${json(tx, own)}, ${`${id.replaceAll('-', '')}-1`}, ${offline ? r.receiptNo : null}, ${r.by}, ${offline ? null : tx`now() + interval '60 seconds'`}, ${offline ? clock.now : null}, ${offline ? day : null})`;
    first ??= id;
    if (!offline) toSubmit.push(id);
  }
  if (first === null) throw new Error(`Order ${order.id} has no payment to give back from`);
  return { first, toSubmit };
}

async function postRefund(tx: Tx, order: OrderHead, refundId: string, parts: PreviewPart[]): Promise<void> {
  const { episodeId, hospitalId, patientId } = order;
  if (episodeId === null) return;
  const [episode] = await tx<{ at: Instant }[]>`select episode_of(clock, now())::timestamptz(3) as at from episode where id = ${episodeId}`;
  if (!episode) throw new Error(`There is no episode ${episodeId}`);
  for (const service of new Set(parts.flatMap((part) => part.service ?? []))) {
    const line = { hospitalId, patientId, episodeId, service };
    const balance = await lockBalance(tx, episodeId, service);
    if (!balance) throw new Error(`The entitlement line ${service} of episode ${episodeId} vanished`);
    const entries = parts.filter((part) => part.service === service).flatMap((part, n): NewEntry[] => {
      const cause = { at: episode.at, cause: `refund/${refundId}/${n}`, occurrence: part.occurrence, refundId, orderLineId: part.lineId };
      return [...(part.occurrence === null ? [] : [{ kind: 'release' as const, units: 1, ...cause }]), { kind: 'refund', units: part.units, ...cause }];
    });
    await postEntries(tx, line, balance, entries);
  }
  await announceChanges(tx, hospitalId, [{ topic: 'entitlement', ref: episodeId }]);
}

/** For the screen: the parts and the sum, in a transaction that writes nothing. */
export function showRefund(deps: Pick<MoneyDeps, 'sql'>, r: { hospitalId: string; orderId: string; reason: RefundReason }): Promise<Preview | null> {
  return transact(deps.sql, async (tx) => {
    const order = await lockOrder(tx, r.hospitalId, r.orderId);
    return order ? previewRefund(tx, order, r.reason) : null;
  });
}
