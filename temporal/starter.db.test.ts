import { afterAll, beforeAll, expect, it } from 'vitest';
import { noHook } from '../activities/hook.js';
import { drive } from '../db/testing/driver.js';
import { createSetting, type TestSetting } from '../db/testing/setting.js';
import { createPatient, createWorld, launchEpisode, type World } from '../db/testing/world.js';
import type { EpisodeId } from '../pathways/engine/vocabulary.js';
import type { CareClient } from './client.js';
import { startLaunching } from './starter.js';

let setting: TestSetting;
let world: World;
beforeAll(async () => {
  setting = await createSetting();
  world = await createWorld(setting.sql);
});
afterAll(() => setting.close());

const launched = async (): Promise<EpisodeId> => {
  Object.assign(world, await createPatient(setting.sql, world.hospitalId));
  return launchEpisode(setting.sql, world);
};
const alarms = async (id: EpisodeId) => [...(await setting.sql`select code from alarm where ref = ${id} and cleared_at is null`)];
const again = (seconds = 0) => setting.sql`update episode set next_wall_at = null, launched_at = launched_at - make_interval(secs => ${seconds}), started_at = started_at - make_interval(secs => ${seconds})`;

it('a launch that Temporal refuses is said each time, and is an alarm after five minutes until its first entry; the others begin', async () => {
  const [refused, other] = [await launched(), await launched()];
  const begun: string[] = [];
  const care = {
    startEpisode: async ({ episodeId }: { episodeId: string }) => {
      if (episodeId === refused) throw new Error('INVALID_ARGUMENT: search attribute CareHospital is not defined');
      begun.push(episodeId);
    },
  } as unknown as CareClient;
  const round = () => startLaunching({ sql: setting.sql, care, hook: noHook });
  await expect(round()).rejects.toThrow('CareHospital is not defined');
  expect([begun, await alarms(refused)]).toEqual([[other], []]);
  await again(301);
  await expect(round()).rejects.toThrow('CareHospital is not defined');
  expect(await alarms(refused)).toEqual([{ code: 'not-started' }]);
  await (await drive(setting.sql, setting.activities, refused)).runUntil('2026-03-02T09:00:00.000Z');
  expect(await alarms(refused)).toEqual([]);
});

it('one that was begun five minutes ago and of which nothing is heard is one as well, not one that has just been begun late', async () => {
  const id = await launched();
  const round = () => startLaunching({ sql: setting.sql, care: { startEpisode: async () => 'running' } as unknown as CareClient, hook: noHook });
  await again(301);
  await round();
  expect(await alarms(id)).toEqual([]);
  await again(301);
  await round();
  expect(await alarms(id)).toEqual([{ code: 'not-started' }]);
});
