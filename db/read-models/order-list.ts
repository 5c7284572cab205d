/** Orders with their lines, payments and refunds. Amounts as text in yuan, ready for a screen. */
import type { Instant, LocalDate } from '../../pathways/engine/vocabulary.js';
import { formatYuan, type Fen } from '../../pathways/entitlements/money.js';
import type { RefundReason } from '../../pathways/entitlements/refund.js';
import type { OfflineMethod, PaymentChannel } from '../../payments/payment.js';
import type { Sql } from '../client.js';
import type { OrderState } from '../orders/locks.js';
import type { Funding } from '../orders/prices.js';
import type { PreviewPart } from '../orders/refund-preview.js';
import type { PaymentState, RefundState } from '../orders/settle.js';
import { decodeCursor, pageOf, type Page } from './cursor.js';

export type OrderLineRow = { lineId: string; service: string | null; units: number; amount: string; chargeCode: string | null; funding: Funding; refundedUnits: number };
export type PaymentItem = {
  paymentId: string; channel: PaymentChannel; state: PaymentState; amount: string; method: OfflineMethod | null; receiptNo: string | null; transactionId: string | null; takenBy: string | null;
  day: LocalDate | null; at: Instant; codeUrl: string | null; expiresAt: Instant | null; detail: string | null;
};
export type RefundUnit = { lineId: string; service: string | null; stage: PreviewPart['stage']; units: number; occurrence: string | null; fee: string; amount: string };
export type RefundItem = {
  refundId: string; channel: PaymentChannel; state: RefundState; amount: string; reason: RefundReason; note: string | null; receiptNo: string | null; units: RefundUnit[]; by: string; day: LocalDate | null; at: Instant; detail: string | null;
};
export type OrderRow = {
  orderId: string; orderNo: string; kind: 'package' | 'extra-units'; state: OrderState; patientId: string; dischargeId: string; episodeId: string | null; packageId: string; version: number | null;
  amount: string; paid: string; refunded: string; currency: string; createdAt: Instant; paidAt: Instant | null; cancelledAt: Instant | null; cancelReason: string | null;
  lines: OrderLineRow[]; payments: PaymentItem[]; refunds: RefundItem[];
};

type Head = Omit<OrderRow, 'amount' | 'paid' | 'refunded' | 'lines' | 'payments' | 'refunds'> & { amountFen: Fen; paidFen: Fen; refundedFen: Fen };
export type OrderFilter = { hospitalId: string; orderId?: string; patientId?: string | undefined; dischargeId?: string | undefined; episodeId?: string | undefined; state?: OrderState | undefined; after?: string | undefined; limit: number };

/** Newest first. */
export async function orderList(sql: Sql, f: OrderFilter): Promise<Page<OrderRow>> {
  const after = decodeCursor(f.after);
  const heads = await sql<Head[]>`
    select id as order_id, order_no, kind, state, patient_id, discharge_id, episode_id, package_id, package_version as version, amount_fen, paid_fen, refunded_fen, currency, created_at, paid_at, cancelled_at, cancel_reason
    from care_order where hospital_id = ${f.hospitalId}
      ${f.orderId === undefined ? sql`` : sql`and id = ${f.orderId}`}
      ${f.patientId === undefined ? sql`` : sql`and patient_id = ${f.patientId}`}
      ${f.dischargeId === undefined ? sql`` : sql`and discharge_id = ${f.dischargeId}`}
      ${f.episodeId === undefined ? sql`` : sql`and episode_id = ${f.episodeId}`}
      ${f.state === undefined ? sql`` : sql`and state = ${f.state}`}
      ${after === null ? sql`` : sql`and (created_at, id) < (${after[0] ?? ''}, ${after[1] ?? ''})`}
    order by created_at desc, id desc limit ${f.limit + 1}`;
  const { items, next } = pageOf(heads, f.limit, (row) => [row.createdAt, row.orderId]);
  return { items: await complete(sql, f.hospitalId, items), next };
}

export async function orderById(sql: Sql, hospitalId: string, orderId: string): Promise<OrderRow | null> {
  return (await orderList(sql, { hospitalId, orderId, limit: 1 })).items[0] ?? null;
}

type Of<T> = T & { orderId: string };

async function complete(sql: Sql, hospitalId: string, heads: readonly Head[]): Promise<OrderRow[]> {
  if (heads.length === 0) return [];
  const ids = heads.map(({ orderId }) => orderId);
  const lines = await sql<Of<Omit<OrderLineRow, 'amount'> & { amountFen: Fen }>[]>`select l.order_id, l.id as line_id, l.service, l.units, l.amount_fen, l.charge_code, l.funding,
      (select coalesce(sum((p->>'units')::int), 0)::int from refund r cross join lateral jsonb_array_elements(r.parts) p where r.order_id = l.order_id and p->>'lineId' = l.id::text) as refunded_units
    from care_order_line l where l.hospital_id = ${hospitalId} and l.order_id = any(${ids}::uuid[]) order by l.order_id, l.position`;
  const payments = await sql<Of<Omit<PaymentItem, 'amount' | 'codeUrl'> & { amountFen: Fen; how: { codeUrl?: string } | null }>[]>`
    select order_id, id as payment_id, channel, state, amount_fen, method, receipt_no, transaction_id, taken_by, business_day as day, coalesce(paid_at, created_at) as at, how, expires_at, detail
    from payment where hospital_id = ${hospitalId} and order_id = any(${ids}::uuid[]) order by created_at, id`;
  const refunds = await sql<Of<Omit<RefundItem, 'amount' | 'units'> & { amountFen: Fen; parts: PreviewPart[] }>[]>`
    select order_id, id as refund_id, channel, state, amount_fen, reason, note, receipt_no, parts, requested_by as by, business_day as day, coalesce(succeeded_at, created_at) as at, detail
    from refund where hospital_id = ${hospitalId} and order_id = any(${ids}::uuid[]) order by created_at, id`;
  const of = <T extends { orderId: string }>(rows: readonly T[], id: string): T[] => rows.filter(({ orderId }) => orderId === id);
  return heads.map(({ amountFen, paidFen, refundedFen, ...head }) => ({
    ...head, amount: formatYuan(amountFen), paid: formatYuan(paidFen), refunded: formatYuan(refundedFen),
    lines: of(lines, head.orderId).map(({ orderId: _, amountFen: fen, ...line }) => ({ ...line, amount: formatYuan(fen) })),
    payments: of(payments, head.orderId).map(({ orderId: _, amountFen: fen, how, ...payment }) => ({ ...payment, amount: formatYuan(fen), codeUrl: payment.state === 'open' ? (how?.codeUrl ?? null) : null })),
    refunds: of(refunds, head.orderId).map(({ orderId: _, amountFen: fen, parts, ...refund }) => ({ ...refund, amount: formatYuan(fen), units: parts.map(shown) })),
  }));
}

export const shown = ({ lineId, service, stage, units, occurrence, fee, amount }: PreviewPart): RefundUnit => ({ lineId, service, stage, units, occurrence, fee: formatYuan(fee), amount: formatYuan(amount) });
