import { describe, expect, it } from 'vitest';
import { createEpisode, createNurse, dressing, type Patient } from '../testing/service-world.js';
import { confirm } from '../testing/service-steps.js';
import { eachInServiceWorld } from '../testing/each-in-service-world.js';
import type { TestSetting } from '../testing/setting.js';
import type { World } from '../testing/world.js';
import { peopleOf, setProfile, type Profile } from './people.js';
import { effectsOf, unqualifiedVisits } from './unfit-visits.js';

let setting: TestSetting;
let world: World;
let nurse: string;
let patient: Patient;
eachInServiceWorld(async (made) => {
  ({ setting, world } = made);
  nurse = await createNurse(setting, world);
  patient = await createEpisode(setting, world);
  await confirm(setting.sql, patient);
});

const profile = async (part: Partial<Profile>): Promise<Profile> => {
  const [person] = await peopleOf(setting.sql, world.hospitalId, nurse);
  if (!person) throw new Error('no profile');
  const { title, practiceSince, skills, certificates, districts, dailyLoad, baseDistrict } = person;
  return { title, practiceSince, skills, certificates, districts, dailyLoad, baseDistrict, ...part };
};
const effects = async (part: Partial<Profile>) => (await effectsOf(setting.sql, world.hospitalId, { accountId: nurse, profile: await profile(part) })).map(({ occurrence, unfit }) => ({ occurrence, unfit }));

describe('A change of profile or hours', () => {
  it('names the confirmed visits that it would leave with somebody who may not make them', async () => {
    expect(await effects({})).toEqual([]);
    expect(await effects({ skills: ['stoma'] })).toEqual([{ occurrence: dressing(patient), unfit: ['skill'] }]);
    expect(await effects({ title: 'junior', districts: ['east'] })).toEqual([{ occurrence: dressing(patient), unfit: ['title', 'district'] }]);
    expect(await effectsOf(setting.sql, world.hospitalId, { accountId: nurse, hours: [{ weekday: 3, from: '13:00', until: '17:30' }] })).toMatchObject([{ unfit: ['hours'] }]);
    expect(await unqualifiedVisits(setting.sql, world.hospitalId)).toEqual([]);
  });

  it('once made keeps the visit with its person and shows it until somebody acts; a wish of ours is no lack of qualification', async () => {
    await setProfile(setting.sql, world.hospitalId, nurse, await profile({ districts: ['east'] }), null);
    expect(await unqualifiedVisits(setting.sql, world.hospitalId)).toEqual([]);
    await setProfile(setting.sql, world.hospitalId, nurse, await profile({ skills: [] }), null);
    expect(await unqualifiedVisits(setting.sql, world.hospitalId)).toMatchObject([{ occurrence: dressing(patient), accountId: nurse, unfit: ['skill', 'district'], service: 'wound-dressing' }]);
    expect(await effects({ skills: [] })).toEqual([]); // is so already
    expect(await setting.sql`select state, account_id from visit_assignment where occurrence = ${dressing(patient)}`).toEqual([{ state: 'assigned', accountId: nurse }]);
  });
});
