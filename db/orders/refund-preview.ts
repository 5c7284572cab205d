/** What would be given back for an order now, unit by unit, and why so much: the same rows that the refund itself then writes. */
import { hoursBetween } from '../../pathways/time.js';
import type { Balance } from '../../pathways/entitlements/ledger.js';
import type { Fen } from '../../pathways/entitlements/money.js';
import { refundParts, sumOf, type HeldUnit, type RefundLine, type RefundPart, type RefundReason } from '../../pathways/entitlements/refund.js';
import type { Instant } from '../../pathways/engine/vocabulary.js';
import type { Tx } from '../client.js';
import { validityDays } from '../../pathways/entitlements/conventions.js';
import type { OrderHead } from './locks.js';
import { moneySettings, priceOf } from './prices.js';

/** `surplus`: money that came twice; it has no units. */
export type PreviewPart = Omit<RefundPart, 'stage'> & { stage: RefundPart['stage'] | 'surplus' };
export type PreviewLine = { line: RefundLine; parts: RefundPart[] };
export type Preview = { lines: PreviewLine[]; surplusFen: Fen; refundableFen: Fen };

type EpisodeFacts = { id: string; now: Instant; startedAt: Instant; stoppedAt: Instant | null; ended: boolean };

async function episodeFacts(tx: Tx, episodeId: string): Promise<EpisodeFacts> {
  const [row] = await tx<EpisodeFacts[]>`select id, episode_of(clock, now())::timestamptz(3) as now, coalesce((start->'started'->>'at')::timestamptz(3), launched_at) as started_at,
      (select min(at) from timeline t where t.episode_id = e.id and t.type in ('EpisodeStopping', 'EpisodeStopped', 'PatientDied', 'EpisodeCompleted'))::timestamptz(3) as stopped_at,
      status in ('stopped', 'completed') as ended from episode e where id = ${episodeId}`;
  if (!row) throw new Error(`There is no episode ${episodeId}`);
  return row;
}

async function heldUnits(tx: Tx, episode: EpisodeFacts, service: string): Promise<HeldUnit[]> {
  const rows = await tx<{ occurrence: string; status: string; slotFrom: Instant | null }[]>`
    select o.id as occurrence, o.status, o.slot_from from occurrence o join (
      select occurrence from entitlement_entry where episode_id = ${episode.id} and service = ${service} and kind in ('reserve', 'release', 'use')
      group by occurrence having sum(case kind when 'reserve' then 1 else -1 end) > 0) h on h.occurrence = o.id order by o.slot_from desc nulls last, o.id`;
  const running = await tx<{ embedded: string }[]>`select embedded from entitlement_entry where episode_id = ${episode.id} and service = ${service} and embedded is not null
    group by embedded having sum(case kind when 'reserve' then 1 else -1 end) > 0 order by embedded`;
  return [...running, ...rows.map(({ occurrence, status, slotFrom }): HeldUnit => ({
    occurrence, visit: status === 'completed' ? 'completed' : status === 'checked-in' ? 'checked-in' : 'booked', hoursBefore: slotFrom === null ? null : hoursBetween(episode.now, slotFrom),
  }))];
}

type LineRow = { id: string; service: string | null; units: number; amountFen: number; refundedUnits: number };

/** Units count as given back from the request on, also while the money is on its way and when the provider gave up: it is owed. */
async function linesOf(tx: Tx, order: OrderHead): Promise<RefundLine[]> {
  const rows = await tx<LineRow[]>`select l.id, l.service, l.units, l.amount_fen,
      (select coalesce(sum((p->>'units')::int), 0)::int from refund r cross join lateral jsonb_array_elements(r.parts) p where r.order_id = l.order_id and p->>'lineId' = l.id::text) as refunded_units
    from care_order_line l where l.order_id = ${order.id} order by l.position`;
  const episode = order.episodeId === null ? null : await episodeFacts(tx, order.episodeId);
  const total = (await priceOf(tx, order.hospitalId, order.packageId))?.validityDays ?? validityDays;
  const lines: RefundLine[] = [];
  for (const { id, service, units, amountFen, refundedUnits } of rows) {
    const launched = episode !== null && (order.kind === 'package' || order.state !== 'pending-payment');
    const [row] = launched && service !== null
      ? await tx<Balance[]>`select purchased, remaining, reserved, used, refunded, expired from entitlement_balance where episode_id = ${episode.id} and service = ${service} for no key update` : [];
    const nothing: Balance = { purchased: 0, remaining: 0, reserved: 0, used: 0, refunded: 0, expired: 0 };
    const run = episode ? Math.ceil(Math.max(0, hoursBetween(episode.startedAt, episode.stoppedAt ?? episode.now)) / 24) : 0;
    lines.push({
      lineId: id, service, units, amount: amountFen, refundedUnits, balance: launched ? (row ?? nothing) : null,
      held: launched && service !== null ? await heldUnits(tx, episode, service) : [], days: { total, run },
    });
  }
  return lines;
}

/** The order is locked. Only what was paid can be given back. */
export async function previewRefund(tx: Tx, order: OrderHead, reason: RefundReason): Promise<Preview> {
  const policy = await moneySettings(tx, order.hospitalId);
  const lines = (await linesOf(tx, order)).map((line) => ({ line, parts: refundParts(line, reason, policy) }));
  const [given] = await tx<{ fen: number }[]>`select coalesce(sum((p->>'amount')::bigint), 0)::bigint as fen
    from refund r cross join lateral jsonb_array_elements(r.parts) p where r.order_id = ${order.id} and p->>'stage' = 'surplus'`;
  const paid = order.paidFen >= order.amountFen && order.paidFen > 0;
  const surplusFen = paid ? Math.max(0, order.paidFen - order.amountFen - (given?.fen ?? 0)) : 0;
  return { lines, surplusFen, refundableFen: paid ? surplusFen + lines.reduce((sum, { parts }) => sum + sumOf(parts), 0) : 0 };
}
