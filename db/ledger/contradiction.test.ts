/** Two packages of one patient that tell her different things, over the real claim. */
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publishExample } from '../testing/example.js';
import { household, type Household } from '../testing/household.js';
import { createSetting, type TestSetting } from '../testing/setting.js';
import { createPatient, createWorld, launchEpisode, type World } from '../testing/world.js';

let setting: TestSetting;
let world: World;
beforeAll(async () => {
  setting = await createSetting();
  world = await createWorld(setting.sql, { packages: [] });
  await publishExample(setting.sql, world.hospitalId, 'advises');
});
afterAll(() => setting.close());

async function bought(...packages: string[]): Promise<{ home: Household; ids: string[] }> {
  Object.assign(world, await createPatient(setting.sql, world.hospitalId));
  setting.vendors.wechat.taken.length = 0;
  const ids: string[] = [];
  for (const id of packages) ids.push(await launchEpisode(setting.sql, world, id, { orderNo: uuidv7() }));
  return { home: await household(setting.sql, setting.activities, ids), ids };
}
const said = () => setting.vendors.wechat.taken.map(({ body }) => body).filter((body) => body.includes('fluid.'));
const tasks = () => setting.sql<{ instruction: string }[]>`select instruction from task where patient_id = ${world.patientId} and obligation_id like '%/contradiction/%' order by created_at`;

describe('advice', () => {
  it('of one package alone is sent', async () => {
    const { home } = await bought('example');
    await home.runUntil('2026-03-05T00:00:00.000Z');
    expect(said()).toEqual([expect.stringContaining('fluid.drink')]);
    expect(await tasks()).toEqual([]);
  });

  it('that another package contradicts is not sent by either, and a person is asked', async () => {
    const { home, ids } = await bought('example', 'other');
    await home.runUntil('2026-03-07T00:00:00.000Z');
    expect(said()).toEqual([]);
    expect(await setting.sql`select reason from obligation where episode_id = any(${ids}) and purpose = 'tell'`).toEqual([{ reason: 'contradiction' }, { reason: 'contradiction' }]);
    expect(await tasks()).toMatchObject([{ instruction: expect.stringContaining('fluid-tip') }, { instruction: expect.stringContaining('fluid-tip') }]);
  });

  it('is sent again once the other package has ended', async () => {
    const { home, ids } = await bought('example', 'other');
    await home.send({ hospitalId: world.hospitalId, episodeId: ids[0] ?? '', by: world.accountId, kind: 'stop', input: { commandId: 'stop-1', reason: 'wrong-package' } }, '2026-03-03T00:00:00.000Z');
    await home.runUntil('2026-03-07T00:00:00.000Z');
    expect(said()).toEqual([expect.stringContaining('fluid.restrict')]);
  });
});
