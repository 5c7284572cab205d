import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expireUnits, warnOfExpiry } from './entitlement-expiry.js';
import { setMoneySettings } from './orders/prices.js';
import { callKinds } from './read-models/worklist-counts.js';
import { createSetting, type TestSetting } from './testing/setting.js';
import { createPatient, createWorld, launchEpisode, type World } from './testing/world.js';

let setting: TestSetting;
let world: World;
let episode: string;
let patientId: string;
beforeAll(async () => {
  setting = await createSetting();
  world = await createWorld(setting.sql);
  await setMoneySettings(setting.sql, world.hospitalId, { requiresPayment: false, lateCancellationHours: 4, lateCancellationPercent: 20, expiryWarningDays: 7 }, world.accountId);
});
afterAll(() => setting.close());
beforeEach(async () => {
  const patient = await createPatient(setting.sql, world.hospitalId);
  patientId = patient.patientId;
  episode = await launchEpisode(setting.sql, { ...world, ...patient });
});

/** By the episode's own clock. */
const expiresIn = (days: number) => setting.sql`update entitlement_balance b set expires_at = episode_of(e.clock, now()) + make_interval(days => ${days}) from episode e where e.id = b.episode_id and b.episode_id = ${episode}`;
const balance = async () => (await setting.sql`select purchased, remaining, reserved, expired from entitlement_balance where episode_id = ${episode}`)[0];
const tasks = () => setting.sql<{ kind: string; role: string; instruction: string }[]>`select kind, role, instruction from task where episode_id = ${episode}`;

describe('Units', () => {
  it('are good for as long as the convention says when the hospital has no price', async () => {
    const [row] = await setting.sql<{ days: number }[]>`select round(extract(epoch from b.expires_at - (e.start->'started'->>'at')::timestamptz) / 86400)::int as days from entitlement_balance b join episode e on e.id = b.episode_id where e.id = ${episode}`;
    expect(row?.days).toBe(180);
  });

  it('expire when their time is over, the reserved ones only after their visit', async () => {
    await setting.sql`update entitlement_balance set remaining = 2, reserved = 1 where episode_id = ${episode}`;
    await expiresIn(-1);
    await expireUnits(setting.sql);
    expect(await balance()).toEqual({ purchased: 3, remaining: 0, reserved: 1, expired: 2 });
    await expireUnits(setting.sql);
    expect(await balance()).toMatchObject({ expired: 2 });
    await setting.sql`update entitlement_balance set remaining = 1, reserved = 0 where episode_id = ${episode}`;
    await expireUnits(setting.sql);
    expect(await balance()).toEqual({ purchased: 3, remaining: 0, reserved: 0, expired: 3 });
  });

  it('do not expire before', async () => {
    await expiresIn(1);
    await expireUnits(setting.sql);
    expect(await balance()).toMatchObject({ remaining: 3, expired: 0 });
  });

  it('are warned of once, some days before, in both languages and without a name', async () => {
    await expiresIn(8);
    await warnOfExpiry(setting.sql);
    expect(await tasks()).toEqual([]);
    await expiresIn(6);
    for (const _ of [1, 2]) await warnOfExpiry(setting.sql);
    const [task, ...others] = await tasks();
    expect(callKinds, 'the worklist shows it').toContain(task?.kind);
    expect(others).toEqual([]);
    expect(task).toMatchObject({ kind: 'entitlement-expiry', role: 'case-manager', instruction: expect.stringMatching(/还剩3次.*到期[\s\S]*3 of ".*" expire on \d{4}-\d\d-\d\d/) as string });
    expect(task?.instruction).not.toContain('张');
  });

  it('of a patient who died are not spoken of', async () => {
    await setting.sql`update patient set died_at = now() where id = ${patientId}`;
    await expiresIn(3);
    await warnOfExpiry(setting.sql);
    expect(await tasks()).toEqual([]);
  });
});
