import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { drive } from '../testing/driver.js';
import { morning, plantObligation, wallTimePasses } from '../testing/obligation.js';
import { createSetting, type TestSetting } from '../testing/setting.js';
import { createPatient, createWorld, launchEpisode, type World } from '../testing/world.js';
import { deliverObligations } from './deliver.js';
import { sweep } from './sweep.js';

let setting: TestSetting;
let world: World;
beforeAll(async () => {
  setting = await createSetting();
  world = await createWorld(setting.sql);
});
afterAll(() => setting.close());

/** An episode with a message that nothing delivered, and whose run was not told. */
async function untold(): Promise<{ episodeId: string; id: string }> {
  Object.assign(world, await createPatient(setting.sql, world.hospitalId));
  const episodeId = await launchEpisode(setting.sql, world);
  const id = await plantObligation(setting.sql, episodeId, { class: 'visit', channels: ['wechat'] });
  await setting.sql`update obligation set state = 'failed', reason = 'all-channels-failed', told = false, settled_at = now() - interval '301 seconds' where id = ${id}`;
  await setting.sql`update episode set status = 'active' where id = ${episodeId}`;
  return { episodeId, id };
}

describe('The sweep', () => {
  let woken: string[] = [];
  beforeEach(async () => {
    await setting.sql`update obligation set told = true where state = 'failed'`;
    woken = [];
  });

  it('serves the others when one episode cannot be told, and then says what failed', async () => {
    const [deaf, other] = [await untold(), await untold()].toSorted((a, b) => (a.episodeId < b.episodeId ? -1 : 1));
    const nudge = async (episodeId: string): Promise<boolean> => {
      if (episodeId === deaf?.episodeId) throw new Error('exceeded workflow execution limit for signal events');
      return woken.push(episodeId) > 0;
    };
    await expect(sweep(setting.deps, { nudge })).rejects.toThrow('1 of the sweep\'s could not be served');
    expect(woken).toEqual([other?.episodeId]);
  });

  it('looks the others up when one attempt cannot be, and wakes whom it has to', async () => {
    const { episodeId } = await untold();
    setting.vendors.wechat.script = ['take-then-ambiguous', 'take-then-ambiguous'];
    for (const one of [await untold(), await untold()]) {
      await setting.sql`update obligation set told = true where id = ${one.id}`;
      const id = await plantObligation(setting.sql, one.episodeId);
      await deliverObligations(setting.deps, { hospitalId: world.hospitalId, episodeId: one.episodeId, obligations: [id], episodeNow: morning });
    }
    await wallTimePasses(setting.sql, 120);
    let asked = 0;
    const hook = (point: string): void => {
      if (point === 'before-lookup' && (asked += 1) === 1) throw new Error('this one');
    };
    const nudge = async (id: string): Promise<boolean> => woken.push(id) > 0;
    await expect(sweep({ ...setting.deps, hook }, { nudge })).rejects.toThrow('1 of the sweep\'s could not be served');
    expect([asked, woken.includes(episodeId)]).toEqual([2, true]);
  });

  it('tells a run that does not listen after ever longer pauses: not near 10,000 times in two years', async () => {
    const { episodeId } = await untold();
    const nudge = async (id: string) => woken.push(id) > 0;
    const hours = async (n: number, seconds: number) => {
      woken = [];
      for (let round = 0; round < (n * 3600) / seconds; round++) {
        await sweep(setting.deps, { nudge });
        await wallTimePasses(setting.sql, seconds);
      }
      return woken.length;
    };
    expect(await hours(1 / 60, 15)).toBe(4);
    expect(await hours(1, 60)).toBeLessThan(30);
    expect(await hours(24, 600)).toBeLessThan(25);
    expect(await hours(24 * 3, 3600)).toBeLessThanOrEqual(12);

    // Something new is told at once.
    const id = await plantObligation(setting.sql, episodeId, { class: 'visit', channels: ['wechat'] });
    await setting.sql`update obligation set state = 'failed', reason = 'all-channels-failed', settled_at = now() - interval '301 seconds' where id = ${id}`;
    await setting.sql`update episode set nudged_at = now() - interval '10 seconds' where id = ${episodeId}`;
    woken = [];
    await sweep(setting.deps, { nudge });
    expect(woken).toEqual([episodeId]);
  });

  it('says of an open episode without a run that it has none, until its next entry', async () => {
    const { episodeId } = await untold();
    const alarms = async () => [...(await setting.sql`select code, ref from alarm where ref = ${episodeId} and cleared_at is null`)];
    await sweep(setting.deps, { nudge: async () => false });
    expect(await alarms()).toEqual([{ code: 'run-missing', ref: episodeId }]);
    await (await drive(setting.sql, setting.activities, episodeId)).runUntil('2026-03-02T09:00:00.000Z');
    expect(await alarms()).toEqual([]);
  });

  it('says it also where nothing waits to be sent, because nothing that was due has happened', async () => {
    Object.assign(world, await createPatient(setting.sql, world.hospitalId));
    const episodeId = await launchEpisode(setting.sql, world);
    const [young, old] = ['14 minutes', '16 minutes'];
    const due = (ago: string) => setting.sql`update episode set status = 'active', next_wall_at = now() - ${ago}::interval where id = ${episodeId}`;
    const nudge = async (id: string, obligations: string[]) => (id === episodeId ? woken.push(obligations.join()) < 0 : true);
    await due(young);
    await sweep(setting.deps, { nudge });
    expect(woken).toEqual([]);
    await due(old);
    await sweep(setting.deps, { nudge });
    expect([woken, ...(await setting.sql`select code from alarm where ref = ${episodeId}`)]).toEqual([[''], { code: 'run-missing' }]);
    await setting.sql`update episode set next_wall_at = null where id = ${episodeId}`;
  });

  it('serves in turn: as many as one round takes, each of which it can never serve, keep nobody waiting for more than a round', async () => {
    const dead = [await untold(), await untold(), await untold()];
    const alive = await untold();
    const nudge = async (id: string): Promise<boolean> => {
      if (id === alive.episodeId) return woken.push(id) > 0;
      throw new Error('exceeded workflow execution limit for signal events');
    };
    for (let round = 0; round < 2; round++) await sweep(setting.deps, { nudge, batch: dead.length }).catch(() => {});
    expect(woken).toEqual([alive.episodeId]);
  });

  it('tells the run of an ended episode what did not reach anybody, and acts in its place only where none is open', async () => {
    const { episodeId, id } = await untold();
    await setting.sql`update episode set status = 'stopped', ended_at = now(), late_runs = 1 where id = ${episodeId}`;
    const alarms = () => setting.sql`select code from alarm where ref = ${id}`;
    await sweep(setting.deps, { nudge: async (_, ids) => woken.push(...ids) > 0 });
    expect([woken, [...(await alarms())]]).toEqual([[id], []]);
    await wallTimePasses(setting.sql, 60);
    await sweep(setting.deps, { nudge: async () => false });
    expect([...(await alarms())]).toEqual([{ code: 'undelivered-after-end' }]);
  });

  it('waits for no vendor that hangs: others are asked beside it, what is left of it comes in the next round', async () => {
    const { wechat, sms } = setting.vendors;
    await setting.sql`update attempt set check_at = now() + interval '1 day' where verdict is null`;
    for (const [channel, vendor] of [['wechat', wechat], ['wechat', wechat], ['wechat', wechat], ['sms', sms]] as const) {
      vendor.script = ['take-then-ambiguous'];
      const { episodeId, id: told } = await untold();
      await setting.sql`update obligation set told = true where id = ${told}`;
      await deliverObligations(setting.deps, { hospitalId: world.hospitalId, episodeId, obligations: [await plantObligation(setting.sql, episodeId, { channels: [channel] })], episodeNow: morning });
    }
    await wallTimePasses(setting.sql, 120);
    let clock = 0;
    let answer = (): void => {};
    const smsIsAsked = new Promise<void>((resolve) => { answer = resolve; });
    const hangs = vi.spyOn(wechat.channel, 'lookup').mockImplementation(async () => {
      await smsIsAsked;
      clock += 10_000;
      return { found: 'unknown', detail: 'no answer' };
    });
    const answers = vi.spyOn(sms.channel, 'lookup').mockImplementation(async () => (answer(), { found: 'no' }));
    const round = () => sweep(setting.deps, { nudge: async () => true, now: () => clock });
    await round();
    expect([hangs.mock.calls.length, answers.mock.calls.length]).toEqual([2, 1]);
    await round();
    expect(hangs).toHaveBeenCalledTimes(3);
  });
});
