/** One database for all tests of a file, and for each test a hospital of its own that offers visits at any hour. */
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { askAtAnyHour } from './service-steps.js';
import { createSetting, type TestSetting } from './setting.js';
import { createWorld, type World } from './world.js';

/** `ready` takes both over before each test, and adds what all tests of the file need. */
export function eachInServiceWorld(ready: (made: { setting: TestSetting; world: World }) => void | Promise<void>): void {
  let setting: TestSetting | undefined;
  const opened = (): TestSetting => {
    if (!setting) throw new Error('The database of this file was not opened');
    return setting;
  };
  beforeAll(async () => {
    setting = await createSetting();
  });
  afterAll(() => opened().close());
  beforeEach(async () => {
    const world = await createWorld(opened().sql);
    await askAtAnyHour(opened().sql, world);
    await ready({ setting: opened(), world });
  });
}
