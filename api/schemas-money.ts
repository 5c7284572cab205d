/** What the routes about money take and give. Amounts are text in yuan; the schema turns them into whole fen on the way in. */
import { z } from '@hono/zod-openapi';
import { refundReasons, refundStages } from '../pathways/entitlements/refund.js';
import { entryKinds } from '../pathways/entitlements/ledger.js';
import { parseYuan, writtenYuan } from '../pathways/entitlements/money.js';
import { Uuid } from './schemas.js';

const inYuan = 'must be an amount in yuan written as text, e.g. "1280.00"';
export const Amount = z.string(inYuan).regex(writtenYuan, inYuan).openapi({ example: '1280.00' });
/** In: text; inside: fen. */
export const AmountIn = Amount.transform((text) => parseYuan(text) ?? 0);
const AmountOut = z.string().openapi({ example: '1280.00' });
const text = z.string();
const maybe = <T extends z.ZodType>(schema: T) => schema.nullable();

export const Service = z.string().regex(/^[a-z][a-z0-9-]{0,79}$/, 'must be a service of a package, e.g. wound-dressing');
export const FundingWord = z.enum(['self-pay', 'insured']);
const chargeCode = z.string().min(1).max(60).nullable();

export const ServicePriceIn = z.object({ service: Service, unitPrice: AmountIn, chargeCode: chargeCode.default(null), funding: FundingWord.default('self-pay') }).strict();
export const PriceIn = z
  .object({
    amount: AmountIn, chargeCode: chargeCode.default(null), funding: FundingWord.default('self-pay'), validityDays: z.number().int().min(1).max(1830).default(180),
    services: z.array(ServicePriceIn).max(50).refine((all) => new Set(all.map(({ service }) => service)).size === all.length, 'names a service twice').default([]),
  })
  .strict()
  .openapi('PriceIn');
export const PriceItem = z
  .object({
    packageId: text, amount: AmountOut, currency: z.literal('CNY'), chargeCode: maybe(text), funding: FundingWord, validityDays: z.number(), example: z.boolean().openapi({ description: 'A training example price, nobody’s real one' }),
    services: z.array(z.object({ service: text, unitPrice: AmountOut, chargeCode: maybe(text), funding: FundingWord })), updatedAt: text,
  })
  .openapi('Price');
export const MoneySettingsBody = z
  .object({ requiresPayment: z.boolean(), lateCancellationHours: z.number().int().min(0).max(168), lateCancellationPercent: z.number().int().min(0).max(100), expiryWarningDays: z.number().int().min(0).max(365) })
  .strict()
  .openapi('MoneySettings');

export const orderStates = ['draft', 'pending-payment', 'paid', 'part-refunded', 'refunded', 'cancelled'] as const;
const stage = z.enum([...refundStages, 'surplus']);
const RefundUnit = z.object({ lineId: text, service: maybe(text), stage, units: z.number(), occurrence: maybe(text), fee: AmountOut, amount: AmountOut });
const Payment = z.object({
  paymentId: Uuid, channel: z.enum(['offline', 'wechat-pay']), state: z.enum(['starting', 'open', 'ambiguous', 'paid', 'failed', 'closed', 'mismatch']), amount: AmountOut, method: maybe(z.enum(['cash', 'pos', 'transfer', 'other'])),
  receiptNo: maybe(text), transactionId: maybe(text), takenBy: maybe(text), day: maybe(text), at: text, codeUrl: maybe(text), expiresAt: maybe(text), detail: maybe(text),
});
const Refund = z.object({
  refundId: Uuid, channel: z.enum(['offline', 'wechat-pay']), state: z.enum(['requested', 'processing', 'ambiguous', 'succeeded', 'failed']), amount: AmountOut, reason: z.enum(refundReasons), note: maybe(text), receiptNo: maybe(text),
  units: z.array(RefundUnit), by: text, day: maybe(text), at: text, detail: maybe(text),
});
export const OrderItem = z
  .object({
    orderId: Uuid, orderNo: text.openapi({ example: 'WY260302-7KQ2MX' }), kind: z.enum(['package', 'extra-units']), state: z.enum(orderStates), patientId: Uuid, dischargeId: Uuid, episodeId: maybe(Uuid), packageId: text,
    version: maybe(z.number()), amount: AmountOut, paid: AmountOut, refunded: AmountOut, currency: text, createdAt: text, paidAt: maybe(text), cancelledAt: maybe(text), cancelReason: maybe(text),
    lines: z.array(z.object({ lineId: Uuid, service: maybe(text), units: z.number(), amount: AmountOut, chargeCode: maybe(text), funding: FundingWord, refundedUnits: z.number() })),
    payments: z.array(Payment), refunds: z.array(Refund),
  })
  .openapi('Order');
export const RefundPreview = z
  .object({
    reason: z.enum(refundReasons), refundable: AmountOut, surplus: AmountOut,
    lines: z.array(z.object({ lineId: text, service: maybe(text), units: z.number(), amount: AmountOut, parts: z.array(RefundUnit.extend({ refundable: z.boolean(), why: text })) })),
  })
  .openapi('RefundPreview');
export const StartedPaymentBody = z
  .object({
    paymentId: Uuid, state: z.enum(['open', 'ambiguous']), codeUrl: maybe(text), expiresAt: text,
    jsapi: maybe(z.object({ appId: text, timeStamp: text, nonceStr: text, package: text, signType: z.literal('RSA'), paySign: text })),
  })
  .openapi('StartedPayment');

export const EntitlementItem = z
  .object({
    service: text, purchased: z.number(), reserved: z.number(), used: z.number(), refunded: z.number(), expired: z.number(), remaining: z.number(), expiresAt: text.openapi({ description: 'Episode time' }),
    entries: z.array(z.object({ at: text, kind: z.enum(entryKinds), units: z.number(), occurrence: maybe(text), cause: text, recordedAt: text })),
  })
  .openapi('Entitlement');
export const ShortageItem = z.object({ occurrence: text, episodeId: Uuid, patientId: Uuid, service: text, kind: z.enum(['booked', 'completed']), since: text, slotFrom: maybe(text) }).openapi('EntitlementShortage');
export const UnredeemedItem = z.object({ occurrence: text, episodeId: Uuid, patientId: Uuid, service: text, completedAt: text }).openapi('UnredeemedVisit');
export const DayCloseItem = z
  .object({
    day: text, total: AmountOut, closedAt: maybe(text), closedBy: maybe(text),
    channels: z.array(z.object({ channel: text, method: maybe(text), payments: z.number(), paid: AmountOut, refunds: z.number(), refunded: AmountOut, net: AmountOut })),
  })
  .openapi('DayClose');
