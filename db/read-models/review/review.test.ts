/** One small hospital, counted by hand. Everything is made by the product's own functions; only clocks are set, so that weeks are known. */
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { raiseInquiry } from '../../inquiries/raise.js';
import { rateVisit } from '../../inquiries/rating.js';
import { createOrder } from '../../orders/create-order.js';
import { payOffline } from '../../orders/pay-offline.js';
import { setPrice } from '../../orders/prices.js';
import { refundOrder } from '../../orders/refund-order.js';
import { transact, type Sql } from '../../client.js';
import { drive, type Driver } from '../../testing/driver.js';
import { createSetting, type TestSetting } from '../../testing/setting.js';
import { createPatient, createWorld, launchEpisode, startsAt, type World } from '../../testing/world.js';
import { createPayments } from '../../../payments/registry.js';
import { addHours } from '../../../pathways/time.js';
import type { EpisodeInput } from '../../../pathways/engine/inputs.js';
import { mondayOf, type ReviewCell, type Weeks } from './measures.js';
import { reviewCells, reviewTargets, setTarget } from './review.js';

let setting: TestSetting;
let sql: Sql;
let world: World;
let driver: Driver;
let episodeId: string;
/** Two weeks from Monday 2 March 2026, the day of the discharge, and the one in which day 30 lies. */
const weeks = (first: string, count: number): Weeks => ({ hospitalId: world.hospitalId, zone: 'Asia/Shanghai', first, count });
const of = (cells: readonly ReviewCell[], measure: string) => cells.filter((cell) => cell.measure === measure).map(({ week, packageId, detail, n, of: whole }) => [week, packageId, detail, n, whole]);
const local = (day: number, time: string): string => new Date(Date.parse(`2026-03-02T${time}:00.000+08:00`) + day * 86_400_000).toISOString();
const give = (input: Record<string, unknown> & { kind: string; at: string }) => driver.give({ commandId: uuidv7(), by: world.accountId, ...input } as unknown as EpisodeInput);
const well = { core: { chestPain: false, breathless: false, faint: false, strokeSigns: ['none'], bleeding: 'none', pain: '2', fall: false, missedDoses: '0' }, fever: { celsius: '36.7' }, hip: { calf: false, suddenPain: false, legTurned: false, cannotStand: false } };

beforeAll(async () => {
  setting = await createSetting();
  sql = setting.sql;
  world = await createWorld(sql, { packages: ['hip-home-rehab'] });
  episodeId = await launchEpisode(sql, world, 'hip-home-rehab');
  await sql`update episode set clock = clock || jsonb_build_object('wallAnchor', clock ->> 'episodeAnchor'), launched_at = ${startsAt} where id = ${episodeId}`;
  driver = await drive(sql, setting.activities, episodeId);
  await driver.runUntil(addHours(startsAt, 1));
});
afterAll(() => setting.close());

describe('Monday', () => {
  it.each([['2026-03-02', '2026-03-02'], ['2026-03-08', '2026-03-02'], ['2026-03-01', '2026-02-23']])('of %s is %s', (day, monday) => expect(mondayOf(day)).toBe(monday));
});

describe('The week of the first visits', () => {
  it('counts the launch, the call made, the form that nobody filled, and the visit where nobody was home', async () => {
    const occurrence = (step: string, n: number): string => `${episodeId}/${step}/${n}`;
    for (const [n, day] of [[1, 3], [2, 5]] as const) await give({ kind: 'visit-booked', at: addHours(startsAt, 1), occurrence: occurrence('rehab', n), from: local(day, '15:30'), until: local(day, '16:30'), assignee: world.accountId });
    await driver.runUntil(local(1, '10:10'));
    await give({ kind: 'call-recorded', at: local(1, '10:20'), occurrence: occurrence('first-call', 1), outcome: 'reached', answers: well });
    await driver.runUntil(local(3, '15:40'));
    await give({ kind: 'visit-missed', at: local(3, '16:00'), occurrence: occurrence('rehab', 1), reason: 'no-show' });
    await driver.runUntil(local(5, '15:35'));
    await give({ kind: 'visit-checked-in', at: local(5, '15:36'), occurrence: occurrence('rehab', 2) });
    await give({ kind: 'visit-completed', at: local(5, '16:30'), occurrence: occurrence('rehab', 2), record: { rehabRecord: { pain: '3', aid: 'frame' }, hip: well.hip, rehabTeachBack: { hipPrecautions: true, transfers: true, whenToCall: true } }, photos: [] });
    // The form of day 3 closes on day 8 at 10:00, five days after it was sent: in the second week.
    await driver.runUntil(local(9, '09:00'));
    const cells = await reviewCells(sql, weeks('2026-03-02', 2));
    expect(of(cells, 'launched')).toEqual([['2026-03-02', 'hip-home-rehab', '', 1, null]]);
    expect(of(cells, 'active')).toEqual([['2026-03-02', 'hip-home-rehab', '', 1, null], ['2026-03-09', 'hip-home-rehab', '', 1, null]]);
    // Three visits ended: nobody home on day 3; its replacement of day 4, which nobody booked, missed; day 5 completed.
    expect(of(cells, 'no-show')).toEqual([['2026-03-02', 'hip-home-rehab', '', 1, 3]]);
    // The first call was made; the call after three days without exercises (EX-1) was not, and closed on Sunday 8 March; the form on the 10th.
    expect(of(cells, 'contacts')).toEqual([['2026-03-02', 'hip-home-rehab', '', 1, 2], ['2026-03-09', 'hip-home-rehab', '', 0, 1]]);
  });
});

describe('What patients say', () => {
  it('counts stars and complaints in the week in which they came', async () => {
    const person = { hospitalId: world.hospitalId, patientId: world.patientId, contactId: null };
    expect(await rateVisit(sql, setting.deps.crypt, { person, occurrence: `${episodeId}/rehab/2`, stars: 4, text: null })).toMatchObject({ outcome: 'rated' });
    await transact(sql, (tx) => raiseInquiry(tx, setting.deps.crypt, { person, kind: 'complaint', text: 'late' }));
    await transact(sql, (tx) => raiseInquiry(tx, setting.deps.crypt, { person, kind: 'question', text: 'when?' }));
    const [today] = await sql<{ day: string }[]>`select (now() at time zone 'Asia/Shanghai')::date::text as day`;
    const monday = mondayOf(today?.day ?? '');
    const cells = await reviewCells(sql, weeks(monday, 1));
    expect(of(cells, 'rating')).toEqual([[monday, 'hip-home-rehab', '', 4, 1]]);
    expect(of(cells, 'complaints')).toEqual([[monday, 'hip-home-rehab', '', 1, null]]);
  });
});

describe('Money', () => {
  it('is what was paid less what was given back, by the business day', async () => {
    const deps = { sql, payments: createPayments({}, { publicUrl: 'https://care.test' }) };
    await setPrice(sql, world.hospitalId, { packageId: 'hip-home-rehab', amountFen: 299_90, chargeCode: null, funding: 'self-pay', validityDays: 90, services: [{ service: 'rehab-visit', unitFen: 100_00, chargeCode: null, funding: 'self-pay' }], example: true }, world.accountId);
    const order = async (): Promise<string> => {
      const { dischargeId } = await createPatient(sql, world.hospitalId);
      const created = await createOrder(sql, { hospitalId: world.hospitalId, dischargeId, packageId: 'hip-home-rehab', state: 'pending-payment', by: world.accountId });
      if (created.outcome === 'refused') throw new Error(created.message);
      await payOffline(deps, { hospitalId: world.hospitalId, orderId: created.orderId, method: 'cash', receiptNo: created.orderNo, amountFen: 299_90, by: world.accountId });
      return created.orderId;
    };
    await order();
    const second = await order();
    const [paid] = await sql<{ day: string }[]>`select business_day::text as day from payment where order_id = ${second}`;
    const week = mondayOf(paid?.day ?? '');
    expect(of(await reviewCells(sql, weeks(week, 1)), 'revenue')).toEqual([[week, 'hip-home-rehab', '', 599_80, null]]);
    const refunded = await refundOrder(deps, { hospitalId: world.hospitalId, orderId: second, reason: 'patient-request', note: null, amountFen: 299_90, receiptNo: 'R-1', by: world.accountId });
    expect(refunded).toMatchObject({ outcome: 'refunded' });
    expect(of(await reviewCells(sql, weeks(week, 1)), 'revenue')).toEqual([[week, 'hip-home-rehab', '', 299_90, null]]);
  });
});

describe('A readmission', () => {
  it('counts in the week of day 30, when it came by then', async () => {
    expect(of(await reviewCells(sql, weeks('2026-03-30', 1)), 'readmitted')).toEqual([['2026-03-30', 'hip-home-rehab', '', 0, 1]]);
    await give({ kind: 'patient-readmitted', at: local(9, '09:30') });
    expect(of(await reviewCells(sql, weeks('2026-03-30', 1)), 'readmitted')).toEqual([['2026-03-30', 'hip-home-rehab', '', 1, 1]]);
    expect(of(await reviewCells(sql, weeks('2026-03-02', 4)), 'readmitted')).toEqual([]);
  });
});

describe('An episode that ends', () => {
  it('is no longer active at the end of that week, and has its reason', async () => {
    await give({ kind: 'stop', at: local(9, '10:00'), reason: 'withdrawn' });
    // A case is open: people go on with it, so the episode is stopping, and counts as active still.
    expect(of(await reviewCells(sql, weeks('2026-03-02', 2)), 'stopped')).toEqual([]);
    await give({ kind: 'escalation-resolved', at: local(9, '10:05'), escalation: `${episodeId}/escalation/1`, resolution: 'spoke with the family' });
    await sql`update episode set ended_at = ${local(9, '10:00')} where id = ${episodeId}`;
    const cells = await reviewCells(sql, weeks('2026-03-02', 2));
    expect(of(cells, 'stopped')).toEqual([['2026-03-09', 'hip-home-rehab', 'withdrawn', 1, null]]);
    expect(of(cells, 'active')).toEqual([['2026-03-02', 'hip-home-rehab', '', 1, null]]);
  });
});

describe('Targets', () => {
  it('keep every change, and the newest counts; another hospital has its own', async () => {
    const target = { measure: 'contacts' as const, packageId: null, baseline: '60', target: '85', source: 'Ward audit 2025', reason: 'first year' };
    await setTarget(sql, world.hospitalId, world.accountId, target);
    await setTarget(sql, world.hospitalId, world.accountId, { ...target, target: '90', reason: 'second year' });
    await setTarget(sql, world.hospitalId, world.accountId, { ...target, packageId: 'hip-home-rehab', target: '95' });
    expect(await reviewTargets(sql, world.hospitalId)).toMatchObject([{ packageId: 'hip-home-rehab', target: '95' }, { packageId: null, baseline: '60', target: '90', reason: 'second year', setBy: 'Nurse' }]);
    expect(await reviewTargets(sql, uuidv7())).toEqual([]);
  });
});
