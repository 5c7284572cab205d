/** Numbers of one patient, from the launch page to "why": asked, refused, kept, changed, shown. */
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, type LaunchRequest } from './launch.js';
import { previewLaunch } from './launch-preview.js';
import { previewCommand } from './preview.js';
import { packageOffers } from './read-models/offer-list.js';
import { patientChart } from './read-models/patient-chart.js';
import { publishExample } from './testing/example.js';
import { household } from './testing/household.js';
import { createSetting, type TestSetting } from './testing/setting.js';
import { createPatient, createWorld, launchEpisode, startsAt, type World } from './testing/world.js';
import { whyEscalation } from './why/escalation.js';
import { say } from './why/explanation.js';

let setting: TestSetting;
let world: World;
beforeAll(async () => {
  setting = await createSetting();
  world = await createWorld(setting.sql, { packages: [] });
  await publishExample(setting.sql, world.hospitalId, 'personal');
});
afterAll(() => setting.close());

const request = async (more: Partial<LaunchRequest>): Promise<LaunchRequest> => ({ ...(await createPatient(setting.sql, world.hospitalId)), hospitalId: world.hospitalId, packageId: 'example', orderNo: uuidv7(), by: world.accountId, startsAt, ...more });
const refusals = async (more: Partial<LaunchRequest>): Promise<string[]> => {
  const result = await launch(setting.sql, await request(more));
  return result.outcome === 'refused' ? result.refusals.map(({ code, message }) => `${code}: ${message}`) : [result.outcome];
};

describe('Numbers of one patient', () => {
  it('are asked by the offer, with bounds and default, in both languages', async () => {
    const [offer] = await packageOffers(setting.sql, world.hospitalId, world.dischargeId);
    expect(offer?.personal).toMatchObject([
      { name: 'lastDose', label: { zh: 'ask.lastDose', en: 'ask.lastDose' }, of: 'number', unit: 'day', min: '1', max: '35', required: true, value: null },
      { name: 'target', min: '90', max: '180', required: false, value: ['140'] },
    ]);
  });

  it('refuse a launch when missing or not allowed, with the range', async () => {
    expect(await refusals({})).toEqual(['personal-missing: lastDose must be given for this patient; allowed is a number from 1 to 35 day.']);
    expect(await refusals({ personal: { lastDose: '36' } })).toEqual(['personal-invalid: lastDose is 36; allowed is a number from 1 to 35 day.']);
    expect(await refusals({ personal: { lastDose: '35' } })).toEqual(['launched']);
  });

  it('shape the first thirty days before the launch', async () => {
    const { begun } = await previewLaunch(setting.sql, { ...(await request({ personal: { lastDose: '4' } })) });
    expect(begun?.episode.personal).toEqual({ lastDose: '4' });
    expect((await previewLaunch(setting.sql, await request({ personal: { lastDose: '999' } }))).begun).toBeNull();
  });

  it('are kept with who gave them, changed with a reason, and explained', async () => {
    const patient = await createPatient(setting.sql, world.hospitalId);
    const episodeId = await launchEpisode(setting.sql, { ...world, ...patient }, 'example', { personal: { lastDose: '3', target: '130' }, orderNo: uuidv7() });
    const home = await household(setting.sql, setting.activities, [episodeId]);
    const base = { hospitalId: world.hospitalId, episodeId, by: world.accountId };
    await home.send({ ...base, kind: 'reading-received', input: { commandId: 'r-1', reading: 'bloodPressure', values: { systolic: '135' }, measuredAt: '2026-03-03T00:00:00.000Z' } }, '2026-03-03T00:00:00.000Z');
    const previews = await previewCommand(setting.sql, { ...base, language: 'en', wallMs: Date.parse('2026-03-03T01:00:00.000Z'), command: { kind: 'personal-set', input: { values: { lastDose: '99' }, reason: 'mistyped' } } });
    expect(previews).toMatchObject([{ refusal: { code: 'bad-personal-value' } }]);
    await home.send({ ...base, kind: 'personal-set', input: { commandId: 'p-1', values: { lastDose: '9', target: null }, reason: 'prescription prolonged' } }, '2026-03-03T02:00:00.000Z');
    const chart = await patientChart(setting.sql, { hospitalId: world.hospitalId, patientId: patient.patientId, language: 'en', wallMs: Date.parse('2026-03-03T03:00:00.000Z') });
    expect(chart?.episodes[0]?.personal).toMatchObject([{ name: 'lastDose', current: '9', given: true }, { name: 'target', current: '140', given: false }]);
    const [raised] = await setting.sql<{ id: string }[]>`select id from escalation where episode_id = ${episodeId}`;
    const why = await whyEscalation(setting.sql, raised?.id ?? '', true);
    expect(why?.verified).toBe(true);
    expect(why && say(why, 'en')).toMatch(new RegExp(`Personal number "ask.target": 130 mmHg, given by staff at 2026-03-02 16:00 \\(D0\\); default 140 mmHg \\(\\[1\\]: cited[^)]*\\)\\n +target by ${world.accountId}`));
    const hidden = await whyEscalation(setting.sql, raised?.id ?? '', false);
    expect(hidden && say(hidden, 'zh-CN')).not.toContain('130');
  });
});
