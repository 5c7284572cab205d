import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EpisodeInput } from '../../pathways/engine/inputs.js';
import type { EpisodeUnderTest } from '../../pathways/engine/testing/episode-under-test.js';
import { anyInputs, type AnyInput } from '../../pathways/engine/testing/any-input.js';
import { addMinutes } from '../../pathways/time.js';
import { drive, type Driver } from '../testing/driver.js';
import { createSetting, type TestSetting } from '../testing/setting.js';
import { createPatient, createWorld, launchEpisode, type World } from '../testing/world.js';
import { audit } from './audit.js';

const packages = ['hip-wound-care', 'hip-home-rehab', 'seven-day', 'drain-care'];
const runs = { numRuns: 4, seed: 20260302 };
/** Given by the ledger itself, by a run that is asked for another package, or by a launch. */
const notFromHere: readonly EpisodeInput['kind'][] = ['messages-settled', 'package-embedded'];

let setting: TestSetting;
let world: World;
beforeAll(async () => {
  setting = await createSetting();
  world = await createWorld(setting.sql, { packages });
});
afterAll(() => setting.close());

async function live(driver: Driver, inputs: readonly AnyInput[]): Promise<void> {
  await driver.runUntil(driver.now());
  let at = driver.now();
  for (const { after, pick, make } of inputs) {
    at = addMinutes(at, after);
    await driver.runUntil(at < driver.now() ? driver.now() : at);
    // It looks at the open items and cases alone.
    const input = make({ episode: driver.episode() } as EpisodeUnderTest, at, pick);
    if (!notFromHere.includes(input.kind)) await driver.give(input);
  }
}

describe('Check B', () => {
  it.each(packages)('finds nothing, whatever happens to an episode of %s', async (name) => {
    for (const inputs of fc.sample(anyInputs, runs)) {
      const own = { ...world, ...(await createPatient(setting.sql, world.hospitalId)) };
      await live(await drive(setting.sql, setting.activities, await launchEpisode(setting.sql, own, name)), inputs);
    }
    const { results } = await audit({ sql: setting.sql, since: null, graceSeconds: 900 });
    expect(results.filter(({ check }) => check === 'B').flatMap(({ breaches }) => breaches)).toEqual([]);
  });
});
