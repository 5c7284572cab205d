/** Work of a task step in the hospital's books: the worklist, the one who does it, the one who is told, the chart. */
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formList } from './read-models/form-list.js';
import { patientTimeline } from './read-models/patient-timeline.js';
import { callKinds } from './read-models/worklist-counts.js';
import { worklistTasks } from './read-models/worklist-tasks.js';
import { closeTask } from './tasks.js';
import type { CommandPayload } from './intake.js';
import { publishExample } from './testing/example.js';
import { household, type Household } from './testing/household.js';
import { createSetting, type TestSetting } from './testing/setting.js';
import { createPatient, createWorld, launchEpisode, type World } from './testing/world.js';

let setting: TestSetting;
let world: World;
let episodeId = '';
let home: Household;
beforeAll(async () => {
  setting = await createSetting();
  world = await createWorld(setting.sql, { packages: [] });
  await publishExample(setting.sql, world.hospitalId, 'task');
  world = { ...world, ...(await createPatient(setting.sql, world.hospitalId)) };
  episodeId = await launchEpisode(setting.sql, world, 'example', { orderNo: uuidv7() });
  home = await household(setting.sql, setting.activities, [episodeId]);
});
afterAll(() => setting.close());

const open = async (kinds: readonly string[] = ['task', 'check']) =>
  (await worklistTasks(setting.sql, { hospitalId: world.hospitalId, language: 'en', kinds: callKinds, limit: 50 })).items.filter(({ kind }) => kinds.includes(kind)).map(({ taskId, kind, role, purpose, occurrence, instruction }) => ({ taskId, kind, role, purpose, occurrence: occurrence?.replace(`${episodeId}/`, ''), instruction }));
const record = (at: string, input: Omit<CommandPayload<'task-recorded'>, 'commandId'>) => home.send({ hospitalId: world.hospitalId, episodeId, by: world.accountId, kind: 'task-recorded', input: { commandId: at, ...input } }, at);
const stays = { removal: { decision: 'stays' } };

describe('the work of a step', () => {
  it('stands in the worklist of its role from its due time, with its form', async () => {
    await home.runUntil('2026-03-04T00:59:00.000Z');
    expect(await open()).toEqual([]);
    await home.runUntil('2026-03-04T01:00:00.000Z');
    expect(await open()).toMatchObject([{ kind: 'task', role: 'duty-doctor', purpose: 'task', occurrence: 'review/1', instruction: expect.stringContaining('task.review') as string }]);
    const waiting = await formList(setting.sql, { hospitalId: world.hospitalId, episodeId, language: 'en', limit: 10 });
    expect(waiting.find(({ occurrence }) => occurrence === `${episodeId}/review/1`)).toMatchObject({ kind: 'task', forms: [{ id: 'removal' }] });
  });

  it('is not closed behind the back of the episode', async () => {
    const [task] = await open(['task']);
    expect(await closeTask(setting.sql, { hospitalId: world.hospitalId, taskId: task?.taskId ?? '', status: 'completed', reason: 'seen' })).toBe(false);
    expect(await open(['task'])).toHaveLength(1);
  });

  it('is told to the head nurse when it is late, and ends for both when it is done', async () => {
    await home.runUntil('2026-03-04T10:00:00.000Z');
    expect(await open()).toMatchObject([{ kind: 'task' }, { kind: 'check', role: 'head-nurse', purpose: 'task-overdue' }]);
    expect(await record('2026-03-04T11:00:00.000Z', { occurrence: `${episodeId}/review/1`, outcome: 'done', note: 'three days of the log', answers: stays })).toMatchObject({ outcome: 'accepted' });
    expect(await open()).toEqual([]);
    expect(await setting.sql`select status, reason, overdue from occurrence where id = ${`${episodeId}/review/1`}`).toMatchObject([{ status: 'completed', reason: null, overdue: true }]);
  });

  it('stands in the chart with its note and its answers', async () => {
    const { items } = await patientTimeline(setting.sql, { hospitalId: world.hospitalId, patientId: world.patientId, kinds: ['task'], limit: 10 });
    expect(items.find(({ n }) => n === 1)).toMatchObject({ kind: 'task', step: 'review', state: 'happened', detail: { note: 'three days of the log', answeredBy: 'staff', answers: [`${episodeId}/1`] } });
    expect(items.find(({ n }) => n === 2)).toMatchObject({ state: 'planned', detail: { note: null } });
  });

  it('that is not needed leaves the worklist with the reason', async () => {
    await record('2026-03-09T02:00:00.000Z', { occurrence: `${episodeId}/review/2`, outcome: 'not-needed', note: 'the drain is out' });
    expect(await open()).toEqual([]);
    expect(await setting.sql`select status, reason from occurrence where id = ${`${episodeId}/review/2`}`).toMatchObject([{ status: 'cancelled', reason: 'not-needed' }]);
  });

  it('whose row came after its end, because everything was caught up with at once, may be closed by hand', async () => {
    const late = { ...world, ...(await createPatient(setting.sql, world.hospitalId)) };
    const other = await launchEpisode(setting.sql, late, 'example', { orderNo: uuidv7() });
    const asleep = await household(setting.sql, setting.activities, [other]);
    await asleep.runUntil('2026-03-02T08:00:00.000Z');
    await asleep.drivers.get(other)?.give({ kind: 'clock-reached', at: '2026-03-09T02:00:00.000Z' });
    const rows = await setting.sql<{ id: string; status: string }[]>`select t.id, t.status from task t where t.episode_id = ${other} and t.kind = 'task' and t.occurrence = ${`${other}/review/1`}`;
    expect(rows).toMatchObject([{ status: 'ready' }]);
    expect(await closeTask(setting.sql, { hospitalId: world.hospitalId, taskId: rows[0]?.id ?? '', status: 'cancelled', reason: 'over' })).toBe(true);
  });
});

describe('a call that was started for a reason, and a pause', () => {
  it('stays in the worklist meanwhile, and stands there once after it, anew', async () => {
    const own = await createWorld(setting.sql, { packages: ['discharge-follow-up'] });
    const id = await launchEpisode(setting.sql, own, 'discharge-follow-up', { orderNo: uuidv7() });
    const asked = await household(setting.sql, setting.activities, [id]);
    const say = (at: string, command: object) => asked.send({ hospitalId: own.hospitalId, episodeId: id, by: own.accountId, ...command } as never, at);
    const calls = () => setting.sql`select status, status_reason from task where episode_id = ${id} and occurrence = ${`${id}/explain-call/1`} and kind = 'call' order by created_at, id`;
    await say('2026-03-03T01:00:00.000Z', { kind: 'steps-start', input: { commandId: 's', steps: ['explain-call'], reason: 'understood nothing' } });
    await asked.runUntil('2026-03-03T02:30:00.000Z');
    await say('2026-03-03T03:00:00.000Z', { kind: 'pause', input: { commandId: 'p', reason: 'staff' } });
    await asked.runUntil('2026-03-10T03:00:00.000Z');
    expect([...(await calls())]).toEqual([{ status: 'ready', statusReason: null }]);
    await say('2026-03-10T03:00:00.000Z', { kind: 'resume', input: { commandId: 'r' } });
    await asked.runUntil('2026-03-10T03:01:00.000Z');
    expect([...(await calls())]).toEqual([{ status: 'cancelled', statusReason: 'paused' }, { status: 'ready', statusReason: null }]);
    expect([...(await setting.sql`select status, reason from occurrence where id = ${`${id}/explain-call/1`}`)]).toMatchObject([{ status: 'open' }]);
  });
});
