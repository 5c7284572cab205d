/** The takings of one day, per channel. A closed day never changes: what is found later lands on the next open day. */
import type { Instant, LocalDate } from '../../pathways/engine/vocabulary.js';
import type { Fen } from '../../pathways/entitlements/money.js';
import { localDateOf } from '../../pathways/time.js';
import { json, transact, type Db, type Sql } from '../client.js';
import { lockDays, refuse, type MoneyRefusal } from './locks.js';

export type DayChannel = { channel: string; method: string | null; payments: number; paidFen: Fen; refunds: number; refundedFen: Fen };
export type DayClose = { day: LocalDate; channels: DayChannel[]; totalFen: Fen; closedAt: Instant | null; closedBy: string | null };

/** A payment of a wrong amount counts too: the money is in the account, and the provider's bill shows it. */
export async function takingsOf(sql: Db, hospitalId: string, day: LocalDate): Promise<Pick<DayClose, 'channels' | 'totalFen'>> {
  const channels = await sql<DayChannel[]>`
    select channel, method, sum(payments)::int as payments, sum(paid)::bigint as paid_fen, sum(refunds)::int as refunds, sum(refunded)::bigint as refunded_fen from (
      select channel, method, 1 as payments, received_fen as paid, 0 as refunds, 0 as refunded from payment where hospital_id = ${hospitalId} and business_day = ${day} and state in ('paid', 'mismatch')
      union all
      select r.channel, case when r.channel = 'offline' then coalesce(p.method, 'cash') end, 0, 0, 1, r.amount_fen from refund r join payment p on p.id = r.payment_id
        where r.hospital_id = ${hospitalId} and r.business_day = ${day} and r.state = 'succeeded') m
    group by channel, method order by channel, method nulls first`;
  return { channels: [...channels], totalFen: channels.reduce((sum, { paidFen, refundedFen }) => sum + paidFen - refundedFen, 0) };
}

/** Days with movements or a close in the period, inclusive. */
export async function dayCloses(sql: Db, hospitalId: string, from: LocalDate, until: LocalDate): Promise<DayClose[]> {
  const days = await sql<{ day: LocalDate }[]>`select day from (select business_day as day from payment where hospital_id = ${hospitalId} union select business_day from refund where hospital_id = ${hospitalId}
    union select day from day_close where hospital_id = ${hospitalId}) d where day between ${from} and ${until} order by day`;
  const all: DayClose[] = [];
  for (const { day } of days) all.push(await dayClose(sql, hospitalId, day));
  return all;
}

/** As it was closed, or as it stands now. */
export async function dayClose(sql: Db, hospitalId: string, day: LocalDate): Promise<DayClose> {
  const [closed] = await sql<DayClose[]>`select day, channels, total_fen, closed_at, closed_by from day_close where hospital_id = ${hospitalId} and day = ${day}`;
  return closed ?? { day, ...(await takingsOf(sql, hospitalId, day)), closedAt: null, closedBy: null };
}

export function closeDay(sql: Sql, r: { hospitalId: string; day: LocalDate; by: string }): Promise<{ outcome: 'closed'; close: DayClose } | MoneyRefusal> {
  return transact(sql, async (tx) => {
    await lockDays(tx, r.hospitalId);
    const [state] = await tx<{ zone: string; now: Instant; last: LocalDate | null; open: LocalDate | null }[]>`select h.zone, now()::timestamptz(3) as now,
        (select max(day) from day_close c where c.hospital_id = h.id) as last,
        (select min(d) from (select business_day as d from payment where hospital_id = h.id union all select business_day from refund where hospital_id = h.id) m
          where d < ${r.day} and d > coalesce((select max(day) from day_close c where c.hospital_id = h.id), '-infinity')) as open
      from hospital h where h.id = ${r.hospitalId}`;
    if (!state) throw new Error(`There is no hospital ${r.hospitalId}`);
    if (r.day > localDateOf(state.now, state.zone)) return refuse('day-in-future', `${r.day} has not come yet: close a day when it is over`);
    if (state.last !== null && r.day <= state.last) return refuse('already-closed', `${r.day} is closed: later corrections land on the next open day`);
    if (state.open !== null) return refuse('earlier-day-open', `${state.open} has takings and is still open: close it first`);
    const { channels, totalFen } = await takingsOf(tx, r.hospitalId, r.day);
    await tx`insert into day_close (hospital_id, day, channels, total_fen, closed_by) values (${r.hospitalId}, ${r.day}, ${json(tx, channels)}, ${totalFen}, ${r.by})`;
    return { outcome: 'closed' as const, close: await dayClose(tx, r.hospitalId, r.day) };
  });
}
