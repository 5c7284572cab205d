/** Charges for the hospital's own billing and invoices: one row per order line that was paid and per part that was given back. */
import type { LocalDate } from '../../pathways/engine/vocabulary.js';
import { formatYuan, type Fen } from '../../pathways/entitlements/money.js';
import type { Sql } from '../client.js';

export type Charge = {
  day: LocalDate; kind: 'charge' | 'refund'; orderNo: string; packageId: string; service: string | null; chargeCode: string | null; funding: 'self-pay' | 'insured' | null;
  units: number; amountFen: Fen; channel: string; method: string | null; reference: string | null; patientId: string; by: string | null;
};

/** Business days, inclusive. A payment's lines carry its order's amounts; a second payment of the same order is one row without a service. */
export function charges(sql: Sql, hospitalId: string, from: LocalDate, until: LocalDate): Promise<Charge[]> {
  return sql<Charge[]>`
    with paid as (
      select p.*, row_number() over (partition by p.order_id order by p.paid_at, p.id) as nth from payment p where p.hospital_id = ${hospitalId} and p.state in ('paid', 'mismatch'))
    select * from (
      select p.business_day as day, 'charge' as kind, o.order_no, o.package_id, l.service, l.charge_code, l.funding, l.units, l.amount_fen, p.channel, p.method,
        coalesce(p.receipt_no, p.transaction_id) as reference, o.patient_id, a.login as by
      from paid p join care_order o on o.id = p.order_id join care_order_line l on l.order_id = o.id left join account a on a.id = p.taken_by where p.state = 'paid' and p.nth = 1
      union all
      select p.business_day, 'charge', o.order_no, o.package_id, null, null, null, 0, p.received_fen, p.channel, p.method, coalesce(p.receipt_no, p.transaction_id), o.patient_id, a.login
      from paid p join care_order o on o.id = p.order_id left join account a on a.id = p.taken_by where p.state <> 'paid' or p.nth > 1
      union all
      select r.business_day, 'refund', o.order_no, o.package_id, l.service, l.charge_code, l.funding, -(x->>'units')::int, -(x->>'amount')::bigint, r.channel, p.method,
        coalesce(r.receipt_no, r.provider_refund_id), o.patient_id, a.login
      from refund r join care_order o on o.id = r.order_id join payment p on p.id = r.payment_id cross join lateral jsonb_array_elements(r.parts) x
        left join care_order_line l on l.id::text = x->>'lineId' left join account a on a.id = r.requested_by
      where r.hospital_id = ${hospitalId} and r.state = 'succeeded') c
    where day between ${from} and ${until} order by day, order_no, kind, service nulls last`;
}

const words = {
  'zh-CN': {
    head: ['营业日', '类型', '订单号', '服务包', '服务项目', '收费编码', '费用类别', '数量', '金额(元)', '渠道', '方式', '凭证号', '患者编号', '经办'],
    values: { charge: '收费', refund: '退费', 'self-pay': '自费', insured: '医保', offline: '线下', 'wechat-pay': '微信支付', cash: '现金', pos: '刷卡', transfer: '转账', other: '其他' },
  },
  en: {
    head: ['Business day', 'Kind', 'Order', 'Package', 'Service', 'Charge code', 'Funding', 'Units', 'Amount (CNY)', 'Channel', 'Method', 'Reference', 'Patient', 'By'],
    values: { charge: 'charge', refund: 'refund', 'self-pay': 'self-pay', insured: 'insured', offline: 'offline', 'wechat-pay': 'WeChat Pay', cash: 'cash', pos: 'card', transfer: 'transfer', other: 'other' },
  },
} as const;
export type CsvLanguage = keyof typeof words;

/** A spreadsheet takes a text that begins like a formula for one; amounts are numbers and stay. */
const cell = (text: string): string => {
  const safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** UTF-8 with a byte-order mark, or Excel reads the Chinese as something else. CRLF as RFC 4180 has it. */
export function chargesCsv(rows: readonly Charge[], language: CsvLanguage): string {
  const { head, values } = words[language];
  const said = (word: string | null): string => (word === null ? '' : (Object.entries(values).find(([key]) => key === word)?.[1] ?? word));
  const lines = rows.map((c) => [c.day, said(c.kind), c.orderNo, c.packageId, c.service ?? '', c.chargeCode ?? '', said(c.funding), String(c.units), formatYuan(c.amountFen), said(c.channel), said(c.method), c.reference ?? '', c.patientId, c.by ?? '']);
  return `\u{feff}${[[...head], ...lines].map((line) => line.map(cell).join(',')).join('\r\n')}\r\n`;
}
