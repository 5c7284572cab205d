import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { household } from '../testing/household.js';
import { createSetting, type TestSetting } from '../testing/setting.js';
import { createWorld, launchEpisode, type World } from '../testing/world.js';
import { patientChart } from './patient-chart.js';
import { patientBadges } from './patient-records.js';
import { patientTimeline } from './patient-timeline.js';
import { photoList } from './photo-list.js';

let setting: TestSetting;
let world: World;
let hip = '';
const who = () => ({ hospitalId: world.hospitalId, patientId: world.patientId });

beforeAll(async () => {
  setting = await createSetting();
  world = await createWorld(setting.sql, { packages: ['hip-wound-care'] });
  hip = await launchEpisode(setting.sql, world);
  const home = await household(setting.sql, setting.activities, [hip]);
  const send = (input: object, at: string) => home.send({ hospitalId: world.hospitalId, episodeId: hip, by: world.accountId, kind: 'anchor-set', input: { commandId: at, anchor: 'discharge', correct: true, reason: 'typed wrong', ...input } } as never, at);
  await home.runUntil('2026-03-02T09:00:00.000Z');
  await send({ date: '2026-03-04' }, '2026-03-02T10:00:00.000Z');
  await send({ date: '2026-03-03' }, '2026-03-02T11:00:00.000Z');
  await home.runUntil('2026-03-03T12:00:00.000Z');
});
afterAll(() => setting.close());

describe('a corrected date', () => {
  it('is the one that the chart counts from, the newest before the one given at launch', async () => {
    const chart = await patientChart(setting.sql, { ...who(), language: 'en', wallMs: Date.now() });
    const [episode] = chart?.episodes ?? [];
    expect(episode?.anchors.discharge).toBe('2026-03-03');
    expect(episode?.settable).toContainEqual({ anchor: 'discharge', need: 'required' });
    expect(episode?.mayEndInLoss).toBe(false);
  });

  it('stands in the timeline with what it was before, and the visits have moved with it', async () => {
    const { items } = await patientTimeline(setting.sql, { ...who(), kinds: ['change', 'visit'], limit: 1000 });
    expect(items.filter(({ detail }) => detail['type'] === 'AnchorSet').map(({ detail }) => (detail['data'] as { date: string; former: string }))).toMatchObject(
      expect.arrayContaining([expect.objectContaining({ date: '2026-03-04', former: '2026-03-02' }), expect.objectContaining({ date: '2026-03-03', former: '2026-03-04' })]) as never);
    expect(items.find(({ id }) => id === `${hip}/dressing/1`)).toMatchObject({ at: '2026-03-05T02:00:00.000Z' });
  });

  it('is the day 0 of the photographs', async () => expect(await photoList(setting.sql, { ...who(), limit: 10 })).toMatchObject({ items: [] }));
});

it('badges are read as they were earned, and none of a package that ended with a loss', async () => {
  expect(await patientBadges(setting.sql, who())).toEqual([]);
  await setting.sql`insert into timeline (hospital_id, episode_id, seq, idx, at, type, data) values (${world.hospitalId}, ${hip}, 9999, 0, '2026-03-05T02:00:00.000Z', 'BadgeEarned', ${setting.sql.json({ badge: 'badge.ask', count: 1 })})`;
  expect(await patientBadges(setting.sql, who())).toMatchObject([{ episodeId: hip, badge: 'badge.ask' }]);
  await setting.sql`update episode set stop_reason = 'pregnancy-loss' where id = ${hip}`;
  expect(await patientBadges(setting.sql, who())).toEqual([]);
});
