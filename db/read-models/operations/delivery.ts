/** What became of messages in a period of wall time: obligations by outcome and reason, attempts by channel, and what is late. docs/measures.md says each count. */
import type { Db } from '../../client.js';

export type OutcomeRow = { class: string; state: 'sent' | 'suppressed' | 'failed'; reason: string | null; n: number };
export type ChannelRow = { channel: string; provider: string; attempts: number; delivered: number; accepted: number; failed: number; ambiguous: number; possiblyDoubled: number; codes: { code: string; n: number }[]; lastGoodAt: string | null; lastBadAt: string | null };
export type OverdueRow = { class: string; state: string; n: number; oldestDueAt: string };

/** Obligations that were settled in the period. */
export const outcomes = (sql: Db, hospitalId: string, from: string, until: string): Promise<OutcomeRow[]> => sql<OutcomeRow[]>`
  select class, state, reason, count(*)::int as n from obligation
  where hospital_id = ${hospitalId} and state in ('sent', 'suppressed', 'failed') and settled_at >= ${from} and settled_at < ${until}
  group by 1, 2, 3 order by n desc, class, state, reason`;

/** Attempts that were begun in the period, which a large hospital has by the hundred thousand: counted once, by what is told apart below. `accepted`: taken by the vendor, no receipt yet or ever. */
export const channels = (sql: Db, hospitalId: string, from: string, until: string): Promise<ChannelRow[]> => sql<ChannelRow[]>`
  with counted as materialized (
    select channel, provider, state, code, count(*) as n, count(*) filter (where possibly_doubled) as doubled, max(coalesce(settled_at, posted_at)) as answered_at, max(coalesce(settled_at, posted_at, claimed_at)) as last_at
    from attempt where hospital_id = ${hospitalId} and claimed_at >= ${from} and claimed_at < ${until} group by 1, 2, 3, 4),
  refused as (select channel, provider, coalesce(code, state) as code, sum(n)::int as n from counted where state in ('failed', 'rejected') group by 1, 2, 3)
  select channel, provider, sum(n)::int as attempts, coalesce(sum(n) filter (where state = 'delivered'), 0)::int as delivered, coalesce(sum(n) filter (where state in ('accepted', 'sent')), 0)::int as accepted,
    coalesce(sum(n) filter (where state in ('failed', 'rejected')), 0)::int as failed, coalesce(sum(n) filter (where state in ('ambiguous', 'sending')), 0)::int as ambiguous, sum(doubled)::int as possibly_doubled,
    coalesce((select jsonb_agg(jsonb_build_object('code', c.code, 'n', c.n) order by c.n desc, c.code) from (
      select code, n from refused b where b.channel = a.channel and b.provider = a.provider order by n desc, code limit 8) c), '[]') as codes,
    max(answered_at) filter (where state in ('delivered', 'accepted', 'sent')) as last_good_at, max(last_at) filter (where state in ('failed', 'rejected', 'ambiguous')) as last_bad_at
  from counted a group by channel, provider order by channel, provider`;

/** Not settled although due longer ago than the grace: what the audit would call lost when it stays so. */
export const overdue = (sql: Db, hospitalId: string, graceSeconds: number): Promise<OverdueRow[]> => sql<OverdueRow[]>`
  select o.class, o.state, count(*)::int as n, min(o.wall_due_at) as oldest_due_at
  from obligation o join episode e on e.id = o.episode_id
  where o.hospital_id = ${hospitalId} and o.state in ('planned', 'released', 'sending') and e.status <> 'paused'
    and o.wall_due_at < now() - make_interval(secs => ${graceSeconds})
  group by 1, 2 order by oldest_due_at`;
