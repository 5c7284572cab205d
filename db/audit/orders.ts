/** L: an order is what its payments and refunds make it, every amount that came or went is on a day, and a closed day has not changed. */
import { grace, type AuditCheck, type Breach } from './breach.js';

type Row = { ref: string; what: string };

export const orders: AuditCheck = async (a) => {
  const { sql } = a;
  const sums = sql`select o.id, o.order_no, o.state, o.amount_fen, o.paid_fen, o.refunded_fen,
      (select coalesce(sum(p.amount_fen), 0) from payment p where p.order_id = o.id and p.state = 'paid')::bigint as received,
      (select coalesce(sum(r.amount_fen), 0) from refund r where r.order_id = o.id and r.state = 'succeeded')::bigint as returned,
      (select coalesce(sum(r.amount_fen), 0) from refund r where r.order_id = o.id)::bigint as owed,
      (select coalesce(sum(l.amount_fen), 0) from care_order_line l where l.order_id = o.id)::bigint as lines
    from care_order o`;
  const unequal = sql<Row[]>`select order_no as ref, 'says ' || paid_fen || ' fen paid and ' || refunded_fen || ' refunded, but its rows say ' || received || ' and ' || returned as what
    from (${sums}) s where paid_fen <> received or refunded_fen <> returned`;
  const misnamed = sql<Row[]>`select order_no as ref, 'is ' || state || ' with ' || received || ' fen paid of ' || amount_fen || ' and ' || returned || ' refunded' as what from (${sums}) s
    where state <> case when returned > 0 and returned < received then 'part-refunded' when returned > 0 then 'refunded' when received >= amount_fen and received > 0 then 'paid'
      when received > 0 then 'underpaid' when amount_fen = 0 and state in ('draft', 'paid', 'cancelled') then state when state in ('draft', 'pending-payment', 'cancelled') then state else 'unpaid' end`;
  const unsplit = sql<Row[]>`select order_no as ref, 'asks for ' || amount_fen || ' fen, but its lines add up to ' || lines as what from (${sums}) s where amount_fen <> lines`;
  const tooMuch = sql<Row[]>`select order_no as ref, 'gives back ' || owed || ' fen of ' || received || ' that came' as what from (${sums}) s where owed > received`;
  const unexplained = sql<Row[]>`select r.id::text as ref, 'gives back ' || r.amount_fen || ' fen, but its parts add up to ' || coalesce(sum((p->>'amount')::bigint), 0) as what
    from refund r left join lateral jsonb_array_elements(r.parts) p on true group by r.id having r.amount_fen <> coalesce(sum((p->>'amount')::bigint), 0)`;
  const unproved = sql<Row[]>`select id::text as ref, 'is paid without a transaction or a receipt' as what from payment
    where state = 'paid' and ((channel = 'wechat-pay' and transaction_id is null) or (channel = 'offline' and (receipt_no is null or taken_by is null)) or business_day is null or received_fen is distinct from amount_fen)`;
  const forgotten = sql<Row[]>`select id::text as ref, 'is ' || state || ' and nobody asks what became of it' as what from payment where state in ('starting', 'open', 'ambiguous') and (check_at is null or check_at < ${grace(a)})
    union all select id::text, 'is ' || state || ' and nobody asks what became of it' from refund where state in ('requested', 'processing', 'ambiguous') and (check_at is null or check_at < ${grace(a)})`;
  const reopened = sql<Row[]>`select d.hospital_id || ' ' || d.day as ref, 'was closed with ' || d.total_fen || ' fen, but its rows add up to ' || m.total as what from day_close d cross join lateral (
      select (coalesce((select sum(p.received_fen) from payment p where p.hospital_id = d.hospital_id and p.business_day = d.day and p.state in ('paid', 'mismatch')), 0)
        - coalesce((select sum(r.amount_fen) from refund r where r.hospital_id = d.hospital_id and r.business_day = d.day and r.state = 'succeeded'), 0))::bigint as total) m
    where d.total_fen <> m.total`;
  const [count] = await sql<{ n: number }[]>`select count(*) as n from care_order`;
  const rows = (await Promise.all([unequal, misnamed, unsplit, tooMuch, unexplained, unproved, forgotten, reopened])).flat();
  return { breaches: rows.map(({ ref, what }): Breach => ({ check: 'L', ref, what })), looked: count?.n ?? 0 };
};
