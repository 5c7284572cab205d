/** What a joined package finds reaches the people of the case as what it is: as urgent as it is, as often as it is said, and also in the moment in which the case is closed. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Household } from './testing/household.js';
import { createSetting, type TestSetting } from './testing/setting.js';
import { at, core, sharedCases, type SharedCases } from './testing/shared-cases.js';
import { createPatient, createWorld, type World } from './testing/world.js';

let setting: TestSetting;
let world: World;
let her: SharedCases;
beforeAll(async () => {
  setting = await createSetting();
  world = await createWorld(setting.sql, { packages: ['hip-wound-care', 'hip-home-rehab'] });
  her = sharedCases(setting, world);
});
afterAll(() => setting.close());
beforeEach(async () => {
  Object.assign(world, await createPatient(setting.sql, world.hospitalId));
});

const reds = (told: string[]): string[] => told.filter((what) => what.startsWith('red '));

describe('a day after the contact of a RED that two packages share', () => {
  let [care, house] = ['', undefined as unknown as Household];
  beforeEach(async () => {
    const [one = '', other = ''] = await her.launch('hip-wound-care', 'hip-home-rehab');
    [care, house] = [one, await her.house(one, other)];
    await house.runUntil(at('02:00'));
    await her.answer(house, care, 'a1', core({ chestPain: true }), at('03:00'));
    await her.send(house, care, 'escalation-contacted', { commandId: 'c1', escalation: `${care}/escalation/1` }, at('03:10'));
  });

  it('a YELLOW tells nobody of a RED', async () => {
    await her.answer(house, care, 'a2', core({ fall: true, fallHead: false, fallInjury: false, onAnticoagulant: false }), at('03:00', '04'));
    await house.runUntil(at('04:00', '04'));
    expect(reds(await her.toldSince(at('03:00', '04')))).toEqual([]);
  });

  it.each([[[2, 1]], [[1, 2]]])('an ORANGE is a case of its own, and closing both (%j) is the end of it', async (order) => {
    await her.answer(house, care, 'a2', core({ pain: '8' }), at('03:00', '04'));
    await house.runUntil(at('03:05', '04'));
    expect((await her.cases()).map(({ level, status }) => `${level} ${status}`)).toEqual(['red contacted', 'red joined', 'orange open']);
    expect(reds(await her.toldSince(at('03:00', '04')))).toEqual([]);
    for (const n of order) await her.send(house, care, 'escalation-resolved', { commandId: `r${n}`, escalation: `${care}/escalation/${n}`, resolution: 'called' }, at('03:30', '04'));
    await house.runUntil(at('05:00', '04'));
    expect((await her.cases()).map(({ status }) => status)).toEqual(['closed', 'closed', 'closed']);
    expect(reds(await her.toldSince(at('03:00', '04')))).toEqual([]);
  });
});

describe('a holder that hears of a finding from the joined package alone', () => {
  let [care, rehab, house] = ['', '', undefined as unknown as Household];
  const begin = async (first: object) => {
    [care = ''] = await her.launch('hip-wound-care');
    house = await her.house(care);
    await house.runUntil(at('02:00'));
    await her.send(house, care, 'stop', { commandId: 's', reason: 'wrong-package' }, at('02:00'));
    await her.answer(house, care, 'late', core(first), at('03:00'));
    [rehab = ''] = await her.launch('hip-home-rehab');
    house = await her.house(care, rehab);
    await house.runUntil(at('03:05'));
    await her.answer(house, rehab, 'b1', core(first), at('03:05'));
  };
  const contacted = () => her.send(house, care, 'escalation-contacted', { commandId: 'c1', escalation: `${care}/escalation/1` }, at('03:10'));

  it('hears what the patient says within the time of the contact; staff may write down what they heard in it', async () => {
    await begin({ chestPain: true });
    await contacted();
    await her.send(house, rehab, 'answer-received', { commandId: 'b2', answers: core({ chestPain: true }), answeredBy: 'staff' }, at('03:30'));
    expect(reds(await her.toldSince(at('03:11')))).toEqual([]);
    await her.answer(house, rehab, 'b3', core({ chestPain: true }), at('03:38'));
    expect(await her.toldSince(at('03:38'))).toEqual(expect.arrayContaining(['red alert duty-doctor', 'red call duty-doctor', 'red text patient']));
  });

  it('hears of two findings of one minute', async () => {
    await begin({ pain: '8' });
    await her.answer(house, rehab, 'b2', core({ pain: '9' }), at('05:00'));
    await her.answer(house, rehab, 'b3', core({ chestPain: true }), at('05:00'));
    expect((await her.toldSince(at('05:00'))).filter((what) => what === 'red text patient')).toHaveLength(1);
  });

  it('is closed before a repeat has reached it: the package that found it acts for it', async () => {
    await begin({ chestPain: true });
    await contacted();
    await house.runUntil(at('05:00'));
    const holder = house.drivers.get(care);
    house.drivers.delete(care);
    await house.drivers.get(rehab)?.give({ kind: 'answer-received', at: at('05:00'), commandId: 'b2', by: 'patient', answers: core({ chestPain: true }), answeredBy: 'patient' });
    await holder?.give({ kind: 'escalation-resolved', at: at('05:00'), commandId: 'r', by: 'nurse', escalation: `${care}/escalation/1`, resolution: 'called' });
    if (holder) house.drivers.set(care, holder);
    await house.relay(at('05:00'));
    expect((await her.cases()).map(({ status }) => status)).toEqual(['closed', 'open']);
    expect(await her.toldSince(at('05:00'))).toEqual(expect.arrayContaining(['red alert duty-doctor', 'red call duty-doctor', 'red text patient']));
  });
});
