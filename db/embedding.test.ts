/** A package started within another one: its unit, both journals, and what is refused. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EpisodeEvent } from '../pathways/engine/events.js';
import { createPayments } from '../payments/registry.js';
import { balances, uses } from './audit/entitlements.js';
import { connect, type Sql } from './client.js';
import { launch, type LaunchRequest } from './launch.js';
import { createOrder } from './orders/create-order.js';
import { payOffline } from './orders/pay-offline.js';
import { setPrice } from './orders/prices.js';
import { refundOrder, showRefund } from './orders/refund-order.js';
import { includedIn } from './read-models/included-list.js';
import { settleEmbedded } from './embedding.js';
import { planOf } from './plans.js';
import { tellSiblings } from './siblings.js';
import { createPatient, createWorld, startsAt, type World } from './testing/world.js';
import { freshDatabase } from '../test/support/postgres.js';

let sql: Sql;
let drop: () => Promise<void>;
let world: World;

beforeAll(async () => {
  const database = await freshDatabase();
  sql = connect(database.url, { max: 4 });
  drop = database.drop;
  world = await createWorld(sql, { packages: ['annual', 'hip-wound-care', 'discharge-follow-up'] });
  const service = (name: string) => ({ service: name, unitFen: 100_00, chargeCode: null, funding: 'self-pay' as const });
  await setPrice(sql, world.hospitalId, { packageId: 'annual', amountFen: 1100_00, chargeCode: null, funding: 'self-pay', validityDays: 365, services: ['annual-nurse-visit', 'annual-rehab-visit', 'included-course'].map(service), example: true }, world.accountId);
});
afterAll(async () => {
  await sql.end();
  await drop();
});

const deps = () => ({ sql, payments: createPayments({}, { publicUrl: 'https://care.test', timeoutMs: 5_000 }) });

type Year = { patientId: string; dischargeId: string; orderId: string; year: string };
async function aYear(status = 'active'): Promise<Year> {
  const patient = await createPatient(sql, world.hospitalId);
  const order = await createOrder(sql, { hospitalId: world.hospitalId, dischargeId: patient.dischargeId, packageId: 'annual', state: 'pending-payment', by: world.accountId });
  if (order.outcome === 'refused') throw new Error(order.message);
  await payOffline(deps(), { hospitalId: world.hospitalId, orderId: order.orderId, method: 'cash', receiptNo: order.orderNo, amountFen: 1100_00, by: world.accountId });
  const started = await launch(sql, { hospitalId: world.hospitalId, dischargeId: patient.dischargeId, packageId: 'annual', orderNo: order.orderNo, by: world.accountId, startsAt });
  if (started.outcome !== 'launched') throw new Error(JSON.stringify(started));
  await sql`update episode set status = ${status} where id = ${started.episodeId}`;
  return { ...patient, orderId: order.orderId, year: started.episodeId };
}
const within = ({ dischargeId, year }: Year, more: Partial<LaunchRequest> = {}) =>
  launch(sql, { hospitalId: world.hospitalId, dischargeId, packageId: 'hip-wound-care', orderNo: '', within: year, by: world.accountId, startsAt, ...more });
async function started(year: Year): Promise<string> {
  const result = await within(year);
  if (result.outcome !== 'launched') throw new Error(JSON.stringify(result));
  return result.episodeId;
}
const courseOf = async (episodeId: string) => (await sql`select purchased, remaining, reserved, used, refunded from entitlement_balance where episode_id = ${episodeId} and service = 'included-course'`)[0];

/** The inner episode's end is journalled: what the record transaction does with it. */
async function ends({ patientId }: Year, episodeId: string, type: 'EpisodeCompleted' | 'EpisodeStopped'): Promise<void> {
  await sql.begin(async (tx) => {
    const [head] = await tx<{ id: string; version: number; hash: string; at: string }[]>`update episode set status = ${type === 'EpisodeCompleted' ? 'completed' : 'stopped'} where id = ${episodeId}
      returning plan_id as id, plan_version as version, plan_hash as hash, episode_of(clock, now())::timestamptz(3) as at`;
    if (!head) throw new Error('no episode');
    const { plan } = await planOf(tx, world.hospitalId, head);
    const event = { type, at: head.at, cause: { kind: 'policy', policy: 'test' }, ...(type === 'EpisodeStopped' && { reason: 'lost' }) } as EpisodeEvent;
    await settleEmbedded({ tx, hospitalId: world.hospitalId, patientId, episodeId, plan, clock: { wallAnchor: '', episodeAnchor: '', pace: 1 } }, { seq: 9, semantics: 1, planHash: head.hash, input: { kind: 'clock-reached', at: head.at }, events: [event] });
  });
}
const audited = async () => (await Promise.all([balances, uses].map((check) => check({ sql, since: null, graceSeconds: -3600, heard: { workflows: null, lists: null, anchor: null } })))).flatMap(({ breaches }) => breaches);

describe('A package started within a year', () => {
  it('needs no order: it takes one unit, has units of its own, and both journals say so', async () => {
    const year = await aYear();
    expect(await includedIn(sql, world.hospitalId, year.year)).toEqual([{ service: 'included-course', remaining: 1, started: [], packages: ['discharge-follow-up', 'hip-wound-care'] }]);
    const inner = await started(year);
    expect(await courseOf(year.year)).toEqual({ purchased: 1, remaining: 0, reserved: 1, used: 0, refunded: 0 });
    expect(await sql`select service, purchased, remaining from entitlement_balance where episode_id = ${inner}`).toEqual([{ service: 'wound-dressing', purchased: 3, remaining: 3 }]);
    expect(await sql`select cause from entitlement_entry where episode_id = ${inner}`).toEqual([{ cause: `within/${year.year}` }]);
    const [row] = await sql`select within, order_no, start->'started'->'within' as told from episode where id = ${inner}`;
    expect(row).toEqual({ within: year.year, orderNo: expect.stringMatching(/^WY.*\/1$/), told: { episode: year.year, plan: 'annual' } });
    expect(await sql`select kind, payload->>'episode' as episode, payload->>'service' as service, state from inbox where episode_id = ${year.year}`).toEqual([{ kind: 'package-embedded', episode: inner, service: 'included-course', state: 'accepted' }]);
    expect(await includedIn(sql, world.hospitalId, year.year)).toMatchObject([{ remaining: 0, started: [{ episodeId: inner, packageId: 'hip-wound-care', status: 'launching' }] }]);
    expect(await audited()).toEqual([]);
  });

  it('asked for ten times at once starts once', async () => {
    const year = await aYear();
    const results = await Promise.all(Array.from({ length: 10 }, () => within(year)));
    expect(results.map(({ outcome }) => outcome).toSorted()).toEqual([...Array.from({ length: 9 }, () => 'already-running'), 'launched']);
    expect(await courseOf(year.year)).toMatchObject({ remaining: 0, reserved: 1 });
  });

  it.each<[string, (year: Year) => Promise<Awaited<ReturnType<typeof launch>>>, string]>([
    ['used up', async (year) => { await started(year); return within(year, { packageId: 'discharge-follow-up' }); }, 'embeds-used-up'],
    ['within itself', (year) => within(year, { packageId: 'annual' }), 'embeds-not'],
    ['for somebody else', async (year) => within({ ...year, dischargeId: (await createPatient(sql, world.hospitalId)).dischargeId }), 'embeds-unknown'],
    ['within one that includes nothing', async (year) => { const inner = await started(year); await sql`update episode set status = 'active' where id = ${inner}`; return within({ ...year, year: inner }, { packageId: 'discharge-follow-up' }); }, 'embeds-not'],
  ])('is refused: %s', async (_what, attempt, code) => {
    expect(await attempt(await aYear())).toMatchObject({ outcome: 'refused', refusals: [{ code }] });
  });
  it.each(['launching', 'paused', 'stopping', 'stopped', 'completed', 'halted'])('is refused while the year is %s', async (status) => {
    expect(await within(await aYear(status))).toMatchObject({ outcome: 'refused', refusals: [{ code: 'embeds-state', message: expect.stringContaining(status) }] });
  });

  it('has used its unit when it is completed', async () => {
    const year = await aYear();
    await ends(year, await started(year), 'EpisodeCompleted');
    expect(await courseOf(year.year)).toMatchObject({ remaining: 0, reserved: 0, used: 1 });
    expect(await audited()).toEqual([]);
  });

  it('stopped before anything took place gives its unit back, and another one may start; after a visit it does not', async () => {
    const year = await aYear();
    await ends(year, await started(year), 'EpisodeStopped');
    expect(await courseOf(year.year)).toMatchObject({ remaining: 1, reserved: 0, used: 0 });
    const again = await started(year);
    await sql`insert into occurrence (id, hospital_id, episode_id, patient_id, step, n, kind, phase, status, due_at, window_from, window_until)
      values (${`${again}/dressing/1`}, ${world.hospitalId}, ${again}, ${year.patientId}, 'dressing', 1, 'visit', 'course', 'completed', now(), now(), now())`;
    await ends(year, again, 'EpisodeStopped');
    expect(await courseOf(year.year)).toMatchObject({ remaining: 0, reserved: 0, used: 1 });
    expect(await audited()).toEqual([]);
  });

  it('is not given back with the year while it runs; once it has ended unused it is', async () => {
    const year = await aYear();
    const inner = await started(year);
    const ask = { hospitalId: world.hospitalId, orderId: year.orderId, reason: 'withdrawn' as const };
    const stagesOf = async () => (await showRefund({ sql }, ask))?.lines.flatMap(({ parts }) => parts.map(({ stage, units, amount }) => ({ stage, units, amount })));
    expect(await stagesOf()).toEqual([{ stage: 'unbooked', units: 6, amount: 600_00 }, { stage: 'unbooked', units: 4, amount: 400_00 }, { stage: 'embedded', units: 1, amount: 0 }]);
    await ends(year, inner, 'EpisodeStopped');
    expect(await stagesOf()).toEqual([{ stage: 'unbooked', units: 6, amount: 600_00 }, { stage: 'unbooked', units: 4, amount: 400_00 }, { stage: 'unbooked', units: 1, amount: 100_00 }]);
    expect(await refundOrder(deps(), { ...ask, note: null, by: world.accountId, amountFen: 1100_00, receiptNo: 'B' })).toMatchObject({ outcome: 'refunded' });
    expect(await courseOf(year.year)).toEqual({ purchased: 1, remaining: 0, reserved: 0, used: 0, refunded: 1 });
    expect(await audited()).toEqual([]);
  });

  it.each([['withdrawn', 1], ['wrong-package', 0]] as const)('hears of it when the year is stopped as %s: %i', async (reason, stops) => {
    const year = await aYear();
    const inner = await started(year);
    await sql.begin(async (tx) => {
      const { plan } = await planOf(tx, world.hospitalId, (await tx<{ id: string; version: number; hash: string }[]>`select plan_id as id, plan_version as version, plan_hash as hash from episode where id = ${year.year}`)[0] ?? { id: '', version: 0, hash: '' });
      const at = startsAt;
      const input = { kind: 'stop' as const, at, commandId: 'c', by: world.accountId, reason };
      await tellSiblings({ tx, hospitalId: world.hospitalId, patientId: year.patientId, episodeId: year.year, plan, clock: { wallAnchor: '', episodeAnchor: '', pace: 1 } },
        { seq: 2, semantics: 1, planHash: '', input, events: [{ type: 'EpisodeStopping', at, cause: { kind: 'input', input: 'stop', commandId: 'c' }, reason }] });
    });
    expect(await sql`select kind, payload->>'reason' as reason from inbox where episode_id = ${inner}`).toEqual(stops === 1 ? [{ kind: 'stop', reason }] : []);
  });

  it('is missed by the audit when its unit is not settled', async () => {
    const year = await aYear();
    const inner = await started(year);
    await sql`update episode set status = 'completed' where id = ${inner}`;
    expect(await audited()).toMatchObject([{ check: 'K', ref: inner }]);
  });
});
