/** 10,000 random operations on real rows, refunds at every stage among them, and the audit is clean. A hundred operations share a transaction, so that commits do not cost the time. */
import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { EpisodeEvent } from '../pathways/engine/events.js';
import type { Plan } from '../pathways/engine/plan.js';
import { operationWith, type Operation } from '../pathways/entitlements/testing/operations.js';
import { firstUnits, sumOf } from '../pathways/entitlements/refund.js';
import { addHours } from '../pathways/time.js';
import { createOfflinePayment } from '../payments/offline.js';
import { balances, uses } from './audit/entitlements.js';
import { orders } from './audit/orders.js';
import { connect, type Sql, type Tx } from './client.js';
import { embed, outerOf, outerRefusals, settleEmbedded } from './embedding.js';
import { expireLine } from './entitlement-expiry.js';
import { projectEntitlements, useRedeemed } from './entitlements.js';
import { writeExtraUnits } from './orders/extra-units.js';
import { lockOrder } from './orders/locks.js';
import { writeOfflinePayment } from './orders/pay-offline.js';
import { setPrice } from './orders/prices.js';
import { previewRefund } from './orders/refund-preview.js';
import { writeRefund } from './orders/refund-order.js';
import { projectOccurrences } from './read-models/occurrences.js';
import type { Projecting } from './read-models/projecting.js';
import { createPatient, createWorld, launchEpisode, type World } from './testing/world.js';
import { freshDatabase } from '../test/support/postgres.js';

const seed = 20_261_126;
const lives = 100;
const perLife = 100;
let sql: Sql;
let drop: () => Promise<void>;
let world: World;
let plan: Plan;
const desk = createOfflinePayment();

beforeAll(async () => {
  const database = await freshDatabase();
  sql = connect(database.url, { max: 3, statementTimeoutMs: 60_000 });
  drop = database.drop;
  world = await createWorld(sql, { packages: ['hip-wound-care', 'annual'] });
  const services = [{ service: 'wound-dressing', unitFen: 3_33, chargeCode: null, funding: 'self-pay' as const }];
  await setPrice(sql, world.hospitalId, { packageId: 'hip-wound-care', amountFen: 10_00, chargeCode: null, funding: 'self-pay', validityDays: 90, services, example: true }, world.accountId);
  await setPrice(sql, world.hospitalId, { packageId: 'annual', amountFen: 10_00, chargeCode: null, funding: 'self-pay', validityDays: 365, services: [{ service: 'included-course', unitFen: 3_33, chargeCode: null, funding: 'self-pay' }], example: true }, world.accountId);
  const [row] = await sql<{ plan: string }[]>`select plan from pathway_version where hospital_id = ${world.hospitalId} and id = 'hip-wound-care'`;
  plan = JSON.parse(row?.plan ?? '') as Plan;
});
afterAll(async () => {
  await sql.end();
  await drop();
});

type Seen = { refunds: Set<string>; operations: number; embedded: number; givenBack: number };
type Life = { tx: Tx; into: Projecting; seq: number; at: string; orderIds: string[]; visits: Map<number, { n: number; status: string }>; planned: number; /** An episode that includes others, and those that run within it. */ year: string; running: string[]; dischargeId: string; seen: Seen };

/** The n-th visit that this number stands for now; a closed one is followed by a new one when it is booked. */
async function visitOf(life: Life, visit: number, book: boolean): Promise<{ id: string; status: string; keep: (status: string) => void } | null> {
  let known = life.visits.get(visit);
  if (!known || (book && (known.status === 'completed' || known.status === 'failed' || known.status === 'cancelled'))) {
    if (!book) return null;
    known = { n: (life.planned += 1), status: 'planned' };
    life.visits.set(visit, known);
    const due = addHours(life.at, 48);
    await happen(life, { type: 'OccurrencePlanned', occurrence: `${life.into.episodeId}/dressing/${known.n}`, step: 'dressing', n: known.n, phase: 'course', dueAt: due, windowFrom: due, windowUntil: due, rolledFrom: null, booking: 'as-planned', awaiting: [], next: null });
  }
  const one = known;
  return { id: `${life.into.episodeId}/dressing/${one.n}`, status: one.status, keep: (status) => { one.status = status; } };
}

type Happening = EpisodeEvent extends infer E ? (E extends EpisodeEvent ? Omit<E, 'at' | 'cause'> : never) : never;
async function happen(life: Life, event: Happening): Promise<void> {
  const entry = { seq: (life.seq += 1), semantics: 1, planHash: '', input: { kind: 'clock-reached' as const, at: life.at }, events: [{ ...event, at: life.at, cause: { kind: 'policy', policy: 'test' } } as EpisodeEvent] };
  await projectOccurrences(life.into, entry);
  await projectEntitlements(life.into, entry);
}

async function step(life: Life, op: Operation): Promise<void> {
  const { tx, into } = life;
  switch (op.do) {
    case 'purchase':
      return buy(life, op.units);
    case 'expire': {
      const expiresAt = addHours(life.at, -1);
      await tx`update entitlement_balance set expires_at = ${expiresAt} where episode_id = ${into.episodeId}`;
      return expireLine(tx, { hospitalId: into.hospitalId, patientId: into.patientId, episodeId: into.episodeId, service: 'wound-dressing', expiresAt, at: addHours(life.at, (life.seq += 1)) });
    }
    case 'refund':
      return refund(life, op);
    case 'embed':
      return start(life);
    case 'end':
      return end(life, op);
    default: {
      const visit = await visitOf(life, op.visit, op.do === 'book');
      if (!visit) return;
      const { id, status } = visit;
      if (op.do === 'redeem') {
        await tx`insert into redemption (occurrence, hospital_id, episode_id, patient_id, how, redeemed_by) values (${id}, ${into.hospitalId}, ${into.episodeId}, ${into.patientId}, 'scan', ${world.accountId}) on conflict do nothing`;
        await useRedeemed(tx, { hospitalId: into.hospitalId, occurrence: id });
        return;
      }
      if (status !== 'planned' && status !== 'booked' && status !== 'checked-in') return;
      visit.keep(op.do === 'book' ? 'booked' : op.do === 'check-in' ? 'checked-in' : op.do === 'complete' ? 'completed' : op.do === 'fail' ? 'failed' : 'cancelled');
      // The first number's visits are near, the others far: both stages of a booked visit come up.
      const from = addHours(life.at, op.visit === 1 ? 2 : 30);
      if (op.do === 'book') return happen(life, { type: 'VisitBooked', occurrence: id, revision: 1, from, until: addHours(from, 1), assignee: null, next: null });
      if (op.do === 'check-in') return happen(life, { type: 'VisitCheckedIn', occurrence: id, by: world.accountId, next: null });
      return happen(life, { type: 'OccurrenceClosed', occurrence: id, outcome: op.do === 'complete' ? 'completed' : op.do === 'fail' ? 'failed' : 'cancelled', reason: null });
    }
  }
}

/** A row and its unit, as the launch writes them; the loop and the messages of the new episode are not what is tested here. */
async function start({ tx, into: { hospitalId, patientId }, year, running, dischargeId, at, seen }: Life): Promise<void> {
  const outer = await outerOf(tx, { hospitalId, patientId, episodeId: year });
  if ((await outerRefusals(tx, outer, { within: year, plan })).length > 0 || !outer) return;
  const episodeId = uuidv7();
  await tx`insert into episode (id, hospital_id, patient_id, discharge_id, order_no, within, plan_id, plan_version, plan_hash, semantics, status, clock, start)
    select ${episodeId}, hospital_id, patient_id, ${dischargeId}, ${`${outer.orderNo}/${outer.embedded + 1}`}, id, ${plan.id}, ${plan.version}, '', semantics, 'active', clock, start from episode where id = ${year}`;
  await embed(tx, outer, { hospitalId, patientId, episodeId, plan, at, by: null });
  running.push(episodeId);
  seen.embedded += 1;
}

async function end({ tx, into, running, seen, seq, at }: Life, { completed, visitsDone }: Extract<Operation, { do: 'end' }>): Promise<void> {
  const episodeId = running.shift();
  if (episodeId === undefined) return;
  const { hospitalId, patientId } = into;
  if (visitsDone > 0) await tx`insert into occurrence (id, hospital_id, episode_id, patient_id, step, n, kind, phase, status, due_at, window_from, window_until)
    values (${`${episodeId}/dressing/1`}, ${hospitalId}, ${episodeId}, ${patientId}, 'dressing', 1, 'visit', 'course', 'completed', ${at}, ${at}, ${at})`;
  await tx`update episode set status = ${completed ? 'completed' : 'stopped'} where id = ${episodeId}`;
  const type = completed ? 'EpisodeCompleted' : 'EpisodeStopped';
  await settleEmbedded({ ...into, episodeId, plan }, { seq, semantics: 1, planHash: '', input: { kind: 'clock-reached', at }, events: [{ type, at, cause: { kind: 'policy', policy: 'test' } } as EpisodeEvent] });
  if (!completed && visitsDone === 0) seen.givenBack += 1;
}

async function buy(life: Life, units: number): Promise<void> {
  const { hospitalId } = life.into;
  // Every third order is for packages within the year.
  const [episodeId, service] = life.orderIds.length % 3 === 2 ? [life.year, 'included-course'] : [life.into.episodeId, 'wound-dressing'];
  const order = await writeExtraUnits(life.tx, { hospitalId, episodeId, service, units, by: world.accountId });
  if (order.outcome === 'refused') throw new Error(order.message);
  const paid = await writeOfflinePayment(life.tx, desk, { hospitalId, orderId: order.orderId, method: 'cash', receiptNo: uuidv7(), amountFen: units * 3_33, by: world.accountId });
  if (paid.outcome === 'refused') throw new Error(paid.message);
  life.orderIds.push(order.orderId);
}

async function refund(life: Life, op: Extract<Operation, { do: 'refund' }>): Promise<void> {
  const { hospitalId } = life.into;
  const orderId = life.orderIds[(op.hoursBefore + op.units) % Math.max(1, life.orderIds.length)];
  const order = orderId === undefined ? null : await lockOrder(life.tx, hospitalId, orderId);
  if (!order) return;
  const [first] = (await previewRefund(life.tx, order, op.reason)).lines;
  const parts = first ? firstUnits(first.parts, op.units, first.line) : [];
  if (!first || parts.length === 0) return;
  const written = await writeRefund(life.tx, { hospitalId, orderId: order.id, reason: op.reason, note: null, by: world.accountId, amountFen: sumOf(parts), units: [{ lineId: first.line.lineId, units: op.units }], receiptNo: 'B' });
  if ('outcome' in written) throw new Error(written.message);
  for (const { stage } of parts) life.seen.refunds.add(stage);
}

async function live(operations: readonly Operation[], seen: Seen): Promise<void> {
  const patient = await createPatient(sql, world.hospitalId);
  const episodeId = await launchEpisode(sql, { ...world, ...patient });
  const year = await launchEpisode(sql, { ...world, ...patient }, 'annual');
  await sql`update episode set status = 'active' where id = ${year}`;
  await sql.begin(async (tx) => {
    const [episode] = await tx<{ at: string }[]>`select episode_of(clock, now())::timestamptz(3) as at from episode where id = ${episodeId}`;
    const into = { tx, hospitalId: world.hospitalId, patientId: patient.patientId, episodeId, plan, clock: { wallAnchor: '', episodeAnchor: '', pace: 1 } };
    const life: Life = { tx, into, seq: 0, at: episode?.at ?? '', orderIds: [], visits: new Map(), planned: 0, year, running: [], dischargeId: patient.dischargeId, seen };
    for (const op of operations) {
      await step(life, op);
      seen.operations += 1;
    }
  });
}

it('10,000 random operations leave the books clean, with refunds at every stage of a visit', async () => {
  const seen: Seen = { refunds: new Set(), operations: 0, embedded: 0, givenBack: 0 };
  const all = fc.sample(fc.array(operationWith(25), { minLength: perLife, maxLength: perLife }), { numRuns: lives, seed });
  const waiting = [...all];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await live(next, seen);
  };
  await Promise.all([worker(), worker(), worker()]);
  expect(seen.operations).toBe(lives * perLife);
  expect([...seen.refunds].toSorted()).toEqual(['booked', 'booked-late', 'checked-in', 'unbooked']);
  expect(seen.embedded).toBeGreaterThan(100);
  expect(seen.givenBack).toBeGreaterThan(20);
  const auditing = { sql, since: null, graceSeconds: -3600, heard: { workflows: null, lists: null, anchor: null } };
  for (const check of [balances, uses, orders]) {
    const { breaches, looked } = await check(auditing);
    expect(breaches).toEqual([]);
    expect(looked).toBeGreaterThanOrEqual(lives);
  }
  const [counts] = await sql<Record<string, number>[]>`select count(*) filter (where kind = 'use')::int as uses, count(*) filter (where kind = 'expire')::int as expiries, count(*) filter (where kind = 'release')::int as releases from entitlement_entry`;
  for (const [what, count] of Object.entries(counts ?? {})) expect(count, what).toBeGreaterThan(100);
});
