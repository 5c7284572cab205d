/** The phone tasks of a case that is handed over between a patient's packages: one is left, and a call made by an older one counts. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { at, core, sharedCases, type SharedCases } from './testing/shared-cases.js';
import { createSetting, type TestSetting } from './testing/setting.js';
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
beforeEach(async () => void Object.assign(world, await createPatient(setting.sql, world.hospitalId)));

const tasks = () => setting.sql<{ of: string; status: string; reason: string | null; obligation: string }[]>`
  select e.plan_id as of, t.status, t.status_reason as reason, t.obligation_id as obligation from task t join episode e on e.id = t.episode_id
  where t.patient_id = ${world.patientId} and t.kind = 'call' and t.escalation is not null order by t.created_at`;
const said = async () => (await tasks()).map(({ of, status, reason }) => [of, status, reason].join(' ').trim());
const contacted = async () => (await setting.sql<{ contactedAt: string | null }[]>`select contacted_at from escalation where patient_id = ${world.patientId} and status not in ('joined', 'closed')`).map(({ contactedAt }) => contactedAt);

async function inBoth(stopped: readonly ('care' | 'rehab')[], found: object = { chestPain: true }) {
  const [care = '', rehab = ''] = await her.launch('hip-wound-care', 'hip-home-rehab');
  const house = await her.house(care, rehab);
  await house.runUntil(at('02:00'));
  await her.answer(house, care, 'a1', core(found), at('03:00'));
  for (const one of stopped) await her.send(house, { care, rehab }[one], 'stop', { commandId: `stop-${one}`, reason: 'wrong-package' }, at('03:02'));
  const first = (await tasks())[0]?.obligation;
  const call = (outcome: string, when: string) => her.send(house, care, 'call-recorded', { commandId: `call-${when}`, obligation: first, outcome }, at(when));
  return { house, care, rehab, call };
}

it('is one task, of the package that acts on it now', async () => {
  await inBoth(['care']);
  expect(await said()).toEqual(['hip-wound-care cancelled handed-over', 'hip-home-rehab ready']);
});

it.each([[['care']], [['care', 'rehab']]] as const)('is one call by the older task too, when %s stopped: nobody else is alerted', async (stopped) => {
  const { house, call } = await inBoth(stopped);
  await call('reached', '03:05');
  expect(await contacted()).toEqual([at('03:05')]);
  await house.runUntil(at('05:00'));
  expect((await her.toldSince(at('03:06'))).filter((what) => what.includes('climb'))).toEqual([]);
  expect((await said()).filter((one) => one.endsWith('ready'))).toEqual([]);
});

it('is no contact when nobody was reached', async () => {
  const { call } = await inBoth(['care']);
  await call('busy', '03:05');
  expect(await contacted()).toEqual([null]);
});

it('is no contact of what was found after it', async () => {
  const { house, rehab, call } = await inBoth(['care'], { fall: true, fallHead: false, fallInjury: true });
  expect(await said()).toEqual(['hip-wound-care cancelled handed-over', 'hip-home-rehab ready']);
  await her.answer(house, rehab, 'a2', core({ chestPain: true }), at('03:06'));
  expect((await her.cases()).map(({ of, level, status }) => `${of} ${level} ${status}`)).toContain('hip-home-rehab red open');
  await call('reached', '03:08');
  expect(await contacted()).toEqual([null]);
});
