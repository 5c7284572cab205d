/** An order for a package: the price is looked up once and split over the services, and never changes afterwards. */
import { randomInt } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { allocate, type Fen } from '../../pathways/entitlements/money.js';
import type { Instant } from '../../pathways/engine/vocabulary.js';
import { localDateOf } from '../../pathways/time.js';
import { announceChanges } from '../changes.js';
import { transact, type Sql, type Tx } from '../client.js';
import { versionOf } from '../launch-context.js';
import { lockOwner, patientOfDischarge } from '../patient-lock.js';
import { refuse, type MoneyRefusal } from './locks.js';
import { priceOf, type Funding, type Price, type ServicePrice } from './prices.js';
import { restate } from './order-state.js';

export type OrderLine = { service: string | null; units: number; amountFen: Fen; chargeCode: string | null; funding: Funding };
export type CreateOrder = { hospitalId: string; dischargeId: string; packageId: string; version?: number; state: 'draft' | 'pending-payment'; by: string | null };
export type Created = { outcome: 'created'; orderId: string; orderNo: string } | MoneyRefusal;

export function createOrder(sql: Sql, r: CreateOrder): Promise<Created> {
  return transact(sql, async (tx) => {
    const patientId = await lockOwner(tx, () => patientOfDischarge(tx, r.hospitalId, r.dischargeId));
    if (patientId === null) return refuse('unknown-discharge', `There is no discharge ${r.dischargeId} in this hospital: import it first`);
    const [hospital] = await tx<{ kind: 'real' | 'training' }[]>`select kind from hospital where id = ${r.hospitalId}`;
    if (!hospital) throw new Error(`There is no hospital ${r.hospitalId}`);
    const version = await versionOf(tx, r, hospital.kind);
    if (!version) return refuse('unknown-package', `There is no published package ${r.packageId} in this hospital: choose one from the list of packages`);
    const price = await priceOf(tx, r.hospitalId, r.packageId);
    if (!price) return refuse('no-price', `${r.packageId} has no price in this hospital: set one under /prices/${r.packageId} first (0.00 if it is free)`);
    const units = await unitsOf(tx, { hospitalId: r.hospitalId, packageId: r.packageId, version: version.plan.version });
    return insertOrder(tx, {
      hospitalId: r.hospitalId, kind: 'package', patientId, dischargeId: r.dischargeId, episodeId: null, packageId: r.packageId, packageVersion: version.plan.version,
      state: r.state, by: r.by, lines: linesOf(price, units),
    });
  });
}

export type SoldUnits = { service: string; count: number };
/** What the published package sells of each service; parameters resolved. */
export async function unitsOf(tx: Tx, v: { hospitalId: string; packageId: string; version: number }): Promise<SoldUnits[]> {
  const [row] = await tx<{ units: SoldUnits[] | null }[]>`select meta->'units' as units from pathway_version where hospital_id = ${v.hospitalId} and id = ${v.packageId} and version = ${v.version}`;
  const counts = new Map<string, number>();
  for (const { service, count } of row?.units ?? []) counts.set(service, (counts.get(service) ?? 0) + count);
  return [...counts].map(([service, count]) => ({ service, count })).filter(({ count }) => count > 0);
}

/** The package's price falls on its services by their unit prices; by the number of units where one of them has none. */
export function linesOf(price: Price, units: readonly SoldUnits[]): OrderLine[] {
  if (units.length === 0) return [{ service: null, units: 1, amountFen: price.amountFen, chargeCode: price.chargeCode, funding: price.funding }];
  const own = new Map<string, ServicePrice>(price.services.map((service) => [service.service, service]));
  const priced = units.every(({ service }) => (own.get(service)?.unitFen ?? 0) > 0);
  const amounts = allocate(price.amountFen, units.map(({ service, count }) => count * (priced ? (own.get(service)?.unitFen ?? 0) : 1)));
  return units.map(({ service, count }, index) => ({
    service, units: count, amountFen: amounts[index] ?? 0, chargeCode: own.get(service)?.chargeCode ?? price.chargeCode, funding: own.get(service)?.funding ?? price.funding,
  }));
}

export type NewOrder = {
  hospitalId: string; kind: 'package' | 'extra-units'; patientId: string; dischargeId: string; episodeId: string | null; packageId: string; packageVersion: number | null;
  state: 'draft' | 'pending-payment'; by: string | null; lines: OrderLine[];
};

/** An order of 0.00 that waits for payment is paid at once. */
export async function insertOrder(tx: Tx, { lines, by, ...order }: NewOrder): Promise<Extract<Created, { outcome: 'created' }>> {
  const id = uuidv7();
  const orderNo = await freeOrderNo(tx, order.hospitalId);
  await tx`insert into care_order ${tx({ id, orderNo, ...order, amountFen: lines.reduce((sum, { amountFen }) => sum + amountFen, 0), createdBy: by })}`;
  await tx`insert into care_order_line ${tx(lines.map((line, position) => ({ id: uuidv7(), hospitalId: order.hospitalId, orderId: id, position, ...line })))}`;
  await restate(tx, order.hospitalId, id);
  await announceChanges(tx, order.hospitalId, [{ topic: 'order', ref: id }]);
  return { outcome: 'created', orderId: id, orderNo };
}

/** Without the letters and digits that are taken for each other on the telephone. */
const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** `WY260302-7KQ2MX`: the day in the hospital's zone, and chance. */
async function freeOrderNo(tx: Tx, hospitalId: string): Promise<string> {
  const [row] = await tx<{ zone: string; now: Instant }[]>`select zone, now()::timestamptz(3) as now from hospital where id = ${hospitalId}`;
  if (!row) throw new Error(`There is no hospital ${hospitalId}`);
  const day = localDateOf(row.now, row.zone).slice(2).replaceAll('-', '');
  for (;;) {
    const orderNo = `WY${day}-${Array.from({ length: 6 }, () => alphabet[randomInt(alphabet.length)]).join('')}`;
    const taken = await tx`select 1 from care_order where hospital_id = ${hospitalId} and order_no = ${orderNo}`;
    if (taken.length === 0) return orderNo;
  }
}
