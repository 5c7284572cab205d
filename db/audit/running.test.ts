import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EpisodeInput } from '../../pathways/engine/inputs.js';
import { drive } from '../testing/driver.js';
import { createSetting, wound, type TestSetting } from '../testing/setting.js';
import { createWorld, launchEpisode } from '../testing/world.js';
import { hearWorkflows, running } from './running.js';
import type { AskedAbout, RunningState } from './breach.js';

let setting: TestSetting;
let id = '';
beforeAll(async () => {
  setting = await createSetting();
  id = await launchEpisode(setting.sql, await createWorld(setting.sql));
  const driver = await drive(setting.sql, setting.activities, id);
  await driver.runUntil('2026-03-02T09:00:00.000Z');
  await driver.give({ kind: 'stop', at: '2026-03-02T10:00:00.000Z', commandId: 's', by: 'n', reason: 'transferred' } as EpisodeInput);
  await setting.sql`update episode set late_runs = 1, launched_at = now() - interval '2 days', ended_at = now() - interval '1 day' where id = ${id}`;
  await driver.give({ kind: 'answer-received', at: '2026-03-02T11:00:00.000Z', commandId: 'a', by: 'patient', answers: wound({ pus: true }), answeredBy: 'patient' } as EpisodeInput);
  await driver.runUntil('2026-03-02T11:31:00.000Z');
  await setting.sql`update episode set next_wall_at = now() + interval '1 day' where id = ${id}`;
});
afterAll(() => setting.close());

const audited = async (late: RunningState['status'], whenAsked: () => Promise<unknown> = async () => null) => {
  const asked: AskedAbout[] = [];
  const auditing = {
    sql: setting.sql, since: null, graceSeconds: 900,
    running: async (episodes: AskedAbout[]) => (asked.push(...episodes), new Map(episodes.map((episode): [string, RunningState] => [episode.id, { status: late, nextDueAt: null }]))),
  };
  const workflows = await hearWorkflows(auditing);
  await whenAsked();
  return { asked, ...(await running({ ...auditing, heard: { workflows, lists: null, anchor: null } })) };
};

describe('The late run of an ended episode', () => {
  it('is asked about while a case of it is open, and it is said when it is gone', async () => {
    expect(await audited('running')).toMatchObject({ asked: [{ id, lateRuns: 1 }], looked: 1, breaches: [] });
    expect((await audited('closed')).breaches).toEqual([{ check: 'F', ref: id, what: 'has ended with something left to do, but its workflow is closed' }]);
  });

  it('is asked about when something of it is overdue, which is said as well', async () => {
    await setting.sql`update escalation set status = 'closed' where episode_id = ${id}`;
    expect(await audited('closed')).toMatchObject({ asked: [], breaches: [] });
    await setting.sql`update episode set next_wall_at = now() - interval '1 day' where id = ${id}`;
    expect((await audited('running')).breaches).toMatchObject([{ check: 'F', what: expect.stringMatching(/that did not happen/) as string }]);
    expect((await audited('missing')).breaches).toHaveLength(2);
    await setting.sql`update episode set next_wall_at = null where id = ${id}`;
  });

  it('is not called gone when its case was raised after the workflows were asked', async () => {
    expect((await audited('closed', () => setting.sql`update escalation set status = 'open' where episode_id = ${id}`)).breaches).toEqual([]);
  });
});
