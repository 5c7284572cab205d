import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { transact } from './client.js';
import { useRedeemed } from './entitlements.js';
import { household, type Household } from './testing/household.js';
import { redeem } from './testing/redeem.js';
import { createSetting, wound, type TestSetting } from './testing/setting.js';
import { createPatient, createWorld, launchEpisode, type World } from './testing/world.js';

let setting: TestSetting;
let world: World;
let episode: string;
let home: Household;
let commands = 0;

beforeAll(async () => {
  setting = await createSetting();
  world = await createWorld(setting.sql, { packages: ['hip-wound-care', 'discharge-follow-up'] });
});
afterAll(() => setting.close());
beforeEach(async () => {
  episode = await launchEpisode(setting.sql, { ...world, ...(await createPatient(setting.sql, world.hospitalId)) });
  home = await household(setting.sql, setting.activities, [episode]);
});

const visit = (n: number): string => `${episode}/dressing/${n}`;
const send = (kind: string, input: object, at: string) =>
  home.send({ hospitalId: world.hospitalId, episodeId: episode, by: world.accountId, kind, input: { commandId: `c-${commands += 1}`, ...input } } as Parameters<Household['send']>[0], at);
const book = (n: number, day = 4 + (n - 1) * 4) =>
  send('visit-booked', { occurrence: visit(n), from: `2026-03-${String(day).padStart(2, '0')}T02:00:00.000Z`, until: `2026-03-${String(day).padStart(2, '0')}T03:00:00.000Z` }, '2026-03-02T09:00:00.000Z');
const record = { ...wound(), vitals: {}, hip: {}, teachBack: {} };
const complete = (n: number) => send('visit-completed', { occurrence: visit(n), record, photos: [] }, '2026-03-04T03:00:00.000Z');
const balance = async () => {
  const [row] = await setting.sql<Record<string, number>[]>`select purchased, remaining, reserved, used, refunded, expired from entitlement_balance where episode_id = ${episode}`;
  return row;
};
const entries = async () => (await setting.sql<{ kind: string }[]>`select kind from entitlement_entry where episode_id = ${episode} order by id`).map(({ kind }) => kind);
const shortages = () => setting.sql`select occurrence, kind, settled_at from entitlement_shortage where episode_id = ${episode}`;

describe('The entitlements of an episode', () => {
  it('open at the launch with what the package sells', async () => {
    expect(await balance()).toEqual({ purchased: 3, remaining: 3, reserved: 0, used: 0, refunded: 0, expired: 0 });
  });

  it('reserve a unit when a visit is booked, once, however often it is moved', async () => {
    await book(1);
    await send('visit-moved', { occurrence: visit(1), from: '2026-03-04T06:00:00.000Z', until: '2026-03-04T07:00:00.000Z', reason: 'asked' }, '2026-03-02T10:00:00.000Z');
    expect(await balance()).toMatchObject({ remaining: 2, reserved: 1 });
    expect(await entries()).toEqual(['purchase', 'reserve']);
  });

  it('use it only when the visit is completed and redeemed: completed first', async () => {
    await book(1);
    await send('visit-checked-in', { occurrence: visit(1) }, '2026-03-04T02:00:00.000Z');
    await complete(1);
    expect(await balance()).toMatchObject({ remaining: 2, reserved: 1, used: 0 });
    expect(await redeem(setting.sql, world.hospitalId, visit(1), world.accountId)).toBe('posted');
    expect(await balance()).toMatchObject({ remaining: 2, reserved: 0, used: 1 });
    expect(await redeem(setting.sql, world.hospitalId, visit(1), world.accountId)).toBe('nothing');
  });

  it('use it only when the visit is completed and redeemed: redeemed first', async () => {
    await book(1);
    expect(await redeem(setting.sql, world.hospitalId, visit(1), world.accountId)).toBe('not-completed');
    expect(await balance()).toMatchObject({ reserved: 1, used: 0 });
    await complete(1);
    expect(await balance()).toMatchObject({ remaining: 2, reserved: 0, used: 1 });
  });

  it.each([['visit-cancelled', { reason: 'patient asked' }], ['visit-missed', { reason: 'no-show' }], ['visit-missed', { reason: 'unsafe-home' }]])('give it back after %s %o', async (kind, more) => {
    await book(1);
    await send(kind, { occurrence: visit(1), ...more }, '2026-03-04T02:30:00.000Z');
    expect(await balance()).toMatchObject({ remaining: 3, reserved: 0 });
  });

  it('never stop care: a visit beyond what was bought is booked, and a person is told', async () => {
    await setting.sql`update entitlement_balance set remaining = 0, expired = 3 where episode_id = ${episode}`;
    await book(1);
    expect(await shortages()).toMatchObject([{ occurrence: visit(1), kind: 'booked', settledAt: null }]);
    await complete(1);
    await redeem(setting.sql, world.hospitalId, visit(1), world.accountId);
    expect(await shortages()).toMatchObject([{ kind: 'completed', settledAt: null }]);
    expect(await balance()).toMatchObject({ reserved: 0, used: 0 });
  });

  it('of an episode older than the ledger are left alone', async () => {
    await setting.sql`delete from entitlement_balance where episode_id = ${episode}`;
    await book(1);
    expect(await shortages()).toEqual([]);
    expect(await redeem(setting.sql, world.hospitalId, visit(1), world.accountId)).toBe('not-completed');
  });

  it('refuse to count a redemption of another hospital', async () => {
    await expect(transact(setting.sql, (tx) => useRedeemed(tx, { hospitalId: world.accountId, occurrence: visit(1) }))).rejects.toThrow('There is no visit');
  });

  it('cannot be changed afterwards, nor brought out of balance', async () => {
    await expect(setting.sql`update entitlement_entry set units = 9 where episode_id = ${episode}`).rejects.toThrow('never change');
    await expect(setting.sql`update entitlement_balance set used = 1 where episode_id = ${episode}`).rejects.toThrow('check constraint');
  });
});
