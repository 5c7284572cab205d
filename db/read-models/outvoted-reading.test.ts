/** The first weight, typed in jin, and the two after it that agree: what the patient's chart says of each. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { household } from '../testing/household.js';
import { createSetting, type TestSetting } from '../testing/setting.js';
import { createWorld, launchEpisode, type World } from '../testing/world.js';
import { rebuild } from '../rebuild.js';
import { patientTimeline } from './patient-timeline.js';
import { patientTrends } from './patient-trends.js';

let setting: TestSetting;
let world: World;
beforeAll(async () => {
  setting = await createSetting();
  world = await createWorld(setting.sql, { packages: ['heart-failure'] });
  const episodeId = await launchEpisode(setting.sql, world, 'heart-failure');
  const home = await household(setting.sql, setting.activities, [episodeId]);
  for (const [at, kg] of [['2026-03-03T00:30:00.000Z', '130.0'], ['2026-03-03T00:40:00.000Z', '65.0'], ['2026-03-04T00:30:00.000Z', '65.2'], ['2026-03-05T00:30:00.000Z', '65.1']] as const) {
    await home.send({ hospitalId: world.hospitalId, episodeId, by: 'patient', kind: 'reading-received', input: { commandId: at, reading: 'weight', values: { kg }, measuredAt: at } }, at);
  }
});
afterAll(() => setting.close());

async function expectTruth(): Promise<void> {
  const patient = { hospitalId: world.hospitalId, patientId: world.patientId };
  expect([...(await setting.sql`select vals->>'kg' as kg, plausible from reading where patient_id = ${world.patientId} order by measured_at`)]).toEqual([
    { kg: '130.0', plausible: false }, { kg: '65.0', plausible: false }, { kg: '65.2', plausible: true }, { kg: '65.1', plausible: true },
  ]);
  const { items } = await patientTimeline(setting.sql, { ...patient, kinds: ['reading'], limit: 100 });
  const weights = items.filter(({ detail }) => 'reading' in detail && detail.reading === 'weight').toSorted((a, b) => (a.at < b.at ? -1 : 1)).slice(0, 4);
  expect(weights.map(({ status, reason, detail }) => [status, reason, 'values' in detail ? detail.values : null, 'rejected' in detail ? detail.rejected : null])).toEqual([
    ['completed', 'outvoted', { kg: '130.0' }, 'outvoted'],
    ['rejected', 'step-too-large: kg', { kg: '65.0' }, 'step-too-large: kg'],
    ['completed', null, { kg: '65.2' }, null],
    ['completed', null, { kg: '65.1' }, null],
  ]);
  const trend = (await patientTrends(setting.sql, { ...patient, language: 'en' })).find(({ path }) => path === 'weight.kg');
  expect([trend?.points.map(({ value }) => value), trend?.rejected.map(({ value, reason }) => [value, reason])]).toEqual([
    ['65.2', '65.1'], [['130.0', 'outvoted'], ['65.0', 'step-too-large: kg']],
  ]);
}

it('shows the lone value as not believed, in the list, the timeline and the trend', expectTruth);

it('shows the same when its tables are made anew from the journal', async () => {
  await rebuild(setting.sql, world.hospitalId);
  await expectTruth();
});
