/** What the page says after sending: what the case that the answers opened, or came to, tells her. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Household } from '../testing/household.js';
import { createSetting, type TestSetting } from '../testing/setting.js';
import { at, core, sharedCases, type SharedCases } from '../testing/shared-cases.js';
import { createPatient, createWorld, type World } from '../testing/world.js';
import { submissionOutcome } from './submission-outcome.js';

let setting: TestSetting;
let world: World;
let her: SharedCases;
let house: Household;
let plain = '';
beforeAll(async () => {
  setting = await createSetting();
  world = await createWorld(setting.sql, { packages: ['discharge-follow-up'] });
  her = sharedCases(setting, world);
});
afterAll(() => setting.close());
beforeEach(async () => {
  Object.assign(world, await createPatient(setting.sql, world.hospitalId));
  [plain = ''] = await her.launch('discharge-follow-up');
  house = await her.house(plain);
  await house.runUntil(at('02:00'));
});

const adviceAfter = async (commandId: string, answers: object, when: string) => {
  await her.answer(house, plain, commandId, answers, when);
  return (await submissionOutcome(setting.sql, world, commandId))?.advice;
};
const phq9 = (item9: string) => ({ phq9: { ...Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8].map((n) => [`item${n}`, '0'])), item9 } });
const stroke = core({ strokeSigns: ['speech'] });

describe('the page after sending', () => {
  it('says what the case says', async () => {
    expect(await adviceAfter('a1', stroke, at('03:00'))).toEqual({ level: 'red', text: 'alert.stroke' });
    expect(await adviceAfter('a2', core(), at('03:05'))).toBeNull();
  });

  it('says it also when the same is sent once more', async () => {
    await adviceAfter('a1', stroke, at('03:00'));
    expect(await adviceAfter('a2', stroke, at('03:05'))).toEqual({ level: 'red', text: 'alert.stroke' });
  });

  it('says nothing of self-harm, the first time or once more', async () => {
    expect(await adviceAfter('a1', phq9('2'), at('03:00'))).toEqual({ level: 'red', text: null });
    expect(await adviceAfter('a2', phq9('2'), at('03:05'))).toEqual({ level: 'red', text: null });
  });

  it('says the level\'s text of what is less urgent than the case that it comes to', async () => {
    await adviceAfter('a1', stroke, at('03:00'));
    expect(await adviceAfter('a2', core({ missedDoses: '3' }), at('03:05'))).toEqual({ level: 'yellow', text: '' });
  });

  it('says the text of the level that two YELLOW have together', async () => {
    expect(await adviceAfter('a1', core({ fall: true, fallHead: false, fallInjury: false, missedDoses: '3' }), at('03:00'))).toEqual({ level: 'orange', text: 'alert.orange' });
  });
});
