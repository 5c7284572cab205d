/** J: every line of the entitlement ledger is balanced, and its balance is the sum of its entries. K: only a visit that was completed and redeemed, or a package that has ended, used a unit, and used it once. */
import { grace, type AuditCheck, type Auditing, type Breach } from './breach.js';

type Row = { ref: string; what: string };
const found = (check: 'J' | 'K', rows: readonly Row[]): Breach[] => rows.map(({ ref, what }) => ({ check, ref, what }));

/** What the entries say, account by account. */
const sums = (a: Auditing) => a.sql`
  select episode_id, service,
    coalesce(sum(units) filter (where kind = 'purchase'), 0)::int as purchased,
    coalesce(sum(case kind when 'purchase' then units when 'release' then units when 'reserve' then -units when 'refund' then -units when 'expire' then -units else 0 end), 0)::int as remaining,
    coalesce(sum(case kind when 'reserve' then units when 'release' then -units when 'use' then -units else 0 end), 0)::int as reserved,
    coalesce(sum(units) filter (where kind = 'use'), 0)::int as used,
    coalesce(sum(units) filter (where kind = 'refund'), 0)::int as refunded,
    coalesce(sum(units) filter (where kind = 'expire'), 0)::int as expired
  from entitlement_entry group by episode_id, service`;

export const balances: AuditCheck = async (a) => {
  const { sql } = a;
  const unbalanced = sql<Row[]>`select episode_id || ' ' || service as ref,
      'has ' || purchased || ' purchased, but ' || used || ' used + ' || reserved || ' reserved + ' || refunded || ' refunded + ' || expired || ' expired + ' || remaining || ' remaining' as what
    from entitlement_balance where purchased <> used + reserved + refunded + expired + remaining or least(used, reserved, refunded, expired, remaining) < 0`;
  const differing = sql<Row[]>`select coalesce(b.episode_id, s.episode_id) || ' ' || coalesce(b.service, s.service) as ref,
      case when b.episode_id is null then 'has entries, but no balance' when s.episode_id is null then 'has a balance, but no entry' else 'has a balance that is not the sum of its entries' end as what
    from entitlement_balance b full join (${sums(a)}) s on s.episode_id = b.episode_id and s.service = b.service
    where b.episode_id is null or s.episode_id is null or (b.purchased, b.remaining, b.reserved, b.used, b.refunded, b.expired) is distinct from (s.purchased, s.remaining, s.reserved, s.used, s.refunded, s.expired)`;
  const overReserved = sql<Row[]>`select occurrence as ref, 'holds ' || sum(case kind when 'reserve' then 1 else -1 end) || ' units at once' as what
    from entitlement_entry where kind in ('reserve', 'release', 'use') and occurrence is not null group by occurrence having sum(case kind when 'reserve' then 1 else -1 end) not in (0, 1)`;
  /** Units that went back belong to the refunds of an order that say so, and the other way round. Nothing was in the ledger before a launch. */
  const unreturned = sql<Row[]>`select o.order_no as ref, 'gave back ' || coalesce(r.told, 0) || ' units by its refunds, and ' || coalesce(e.units, 0) || ' in the ledger' as what
    from care_order o
      left join (select r.order_id, sum((p->>'units')::int)::int as told from refund r cross join lateral jsonb_array_elements(r.parts) p
        where p->>'service' is not null and p->>'stage' <> 'not-launched' group by r.order_id) r on r.order_id = o.id
      left join (select r.order_id, sum(x.units)::int as units from entitlement_entry x join refund r on r.id = x.refund_id where x.kind = 'refund' group by r.order_id) e on e.order_id = o.id
    where coalesce(r.told, 0) <> coalesce(e.units, 0)`;
  const [count] = await sql<{ n: number }[]>`select count(*) as n from entitlement_balance`;
  const rows = (await Promise.all([unbalanced, differing, overReserved, unreturned])).flat();
  return { breaches: found('J', rows), looked: count?.n ?? 0 };
};

export const uses: AuditCheck = async (a) => {
  const { sql } = a;
  const unredeemed = sql<Row[]>`select e.occurrence as ref, 'used a unit, but nobody redeemed it' as what from entitlement_entry e
    where e.kind = 'use' and e.occurrence is not null and not exists (select 1 from redemption r where r.occurrence = e.occurrence and r.hospital_id = e.hospital_id)`;
  const undone = sql<Row[]>`select e.occurrence as ref, 'used a unit, but the visit is ' || coalesce(o.status, 'unknown') as what from entitlement_entry e left join occurrence o on o.id = e.occurrence
    where e.kind = 'use' and e.occurrence is not null and o.status is distinct from 'completed'`;
  const twice = sql<Row[]>`select occurrence as ref, 'used ' || count(*) || ' units' as what from entitlement_entry where kind = 'use' and occurrence is not null group by occurrence having count(*) > 1`;
  /** A visit without a unit is on the shortage list, or it was never counted. Episodes older than the ledger have no line. */
  const uncounted = sql<Row[]>`select o.id as ref, 'was completed and redeemed, but used no unit and no shortage says why' as what
    from occurrence o join redemption r on r.occurrence = o.id
    where o.kind = 'visit' and o.status = 'completed' and r.redeemed_at < ${grace(a)}
      and exists (select 1 from entitlement_balance b where b.episode_id = o.episode_id)
      and not exists (select 1 from entitlement_entry e where e.occurrence = o.id and e.kind = 'use')
      and not exists (select 1 from entitlement_shortage s where s.occurrence = o.id)`;
  /** Nothing may hold a unit for a visit that did not take place. */
  const kept = sql<Row[]>`select h.occurrence as ref, 'holds a unit, but the visit is ' || o.status as what
    from (select occurrence from entitlement_entry where kind in ('reserve', 'release', 'use') group by occurrence having sum(case kind when 'reserve' then 1 else -1 end) > 0) h
      join occurrence o on o.id = h.occurrence where o.status in ('failed', 'cancelled')`;
  const [count] = await sql<{ n: number }[]>`select count(*) as n from redemption`;
  const rows = (await Promise.all([unredeemed, undone, twice, uncounted, kept, ...embedded(a)])).flat();
  return { breaches: found('K', rows), looked: count?.n ?? 0 };
};

/** A package started within another one holds one unit of it while it runs, and has used it or given it back once it has ended. */
function embedded({ sql }: Auditing): Promise<Row[]>[] {
  const held = sql<Row[]>`select i.id::text as ref, 'is ' || i.status || ' and was started within another package, of which it holds ' || h.held || ' units and has used ' || h.used as what
    from episode i cross join lateral (select coalesce(sum(case kind when 'reserve' then 1 else -1 end), 0)::int as held, count(*) filter (where kind = 'use')::int as used from entitlement_entry x where x.embedded = i.id) h
    where i.within is not null and (h.held <> case when i.status in ('stopped', 'completed') then 0 else 1 end or h.used > case when i.status in ('stopped', 'completed') then 1 else 0 end)`;
  const foreign = sql<Row[]>`select x.embedded::text as ref, 'takes a unit of episode ' || x.episode_id || ', within which it was not started' as what
    from entitlement_entry x join episode i on i.id = x.embedded where i.within is distinct from x.episode_id`;
  return [held, foreign];
}
