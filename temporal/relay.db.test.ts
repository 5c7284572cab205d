import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { noHook } from '../activities/hook.js';
import { connect, type Sql } from '../db/client.js';
import { inboxState, putInbox } from '../db/inbox.js';
import { intake } from '../db/intake.js';
import { cutOff } from '../db/testing/cut-off.js';
import { drive } from '../db/testing/driver.js';
import { createSetting, type TestSetting } from '../db/testing/setting.js';
import { core } from '../db/testing/shared-cases.js';
import { createPatient, createWorld, launchEpisode, type World } from '../db/testing/world.js';
import type { EpisodeId } from '../pathways/engine/vocabulary.js';
import type { CareClient } from './client.js';
import { relayInbox, relayOlder } from './relay.js';

let setting: TestSetting;
let world: World;
let [pool, locks]: [Sql, Sql] = [] as never;
beforeAll(async () => {
  setting = await createSetting();
  world = await createWorld(setting.sql);
});
beforeEach(() => { [pool, locks] = [connect(setting.url, { max: 2 }), connect(setting.url, { max: 2 })]; });
afterEach(() => Promise.all([pool.end(), locks.end()]));
afterAll(() => setting.close());

/** Of a patient of its own, with nothing due for days. */
async function inCare(): Promise<EpisodeId> {
  const { sql } = setting;
  Object.assign(world, await createPatient(sql, world.hospitalId));
  const episodeId = await launchEpisode(sql, world);
  await (await drive(sql, setting.activities, episodeId)).runUntil('2026-03-02T09:00:00.000Z');
  await sql`update obligation set told = true where episode_id = ${episodeId}`;
  await sql`update episode set next_wall_at = now() + interval '3 days' where id = ${episodeId}`;
  return episodeId;
}

/** An ended episode for which something has come. */
async function lateAnswer(commandId: string): Promise<EpisodeId> {
  const { sql } = setting;
  const episodeId = await inCare();
  await sql`update episode set status = 'stopped', ended_at = now() where id = ${episodeId}`;
  await intake(sql, { hospitalId: world.hospitalId, episodeId, by: 'nurse', kind: 'escalation-raised', input: { commandId, level: 'yellow', reason: 'chest pain' } });
  await sql`update inbox set next_try_at = now() - interval '1 second' where command_id = ${commandId}`;
  return episodeId;
}

it('late answers of more episodes than the pool has connections are all served: none waits for what another holds', async () => {
  const ids = [await lateAnswer('a'), await lateAnswer('b'), await lateAnswer('c')];
  const begun: string[] = [];
  const care = { sendUpdate: async () => ({ kind: 'ended' }), startLateRun: async ({ episodeId }: { episodeId: string }) => begun.push(episodeId) } as unknown as CareClient;
  expect(await relayInbox({ sql: pool, locks, care, hook: noHook, now: Date.now })).toBe(3);
  expect(begun.toSorted()).toEqual(ids.toSorted());
});

it('a late run is begun by nobody whose lock was lost while he asked; the next round begins it', async () => {
  await setting.sql`delete from inbox`;
  const id = await lateAnswer('d');
  const begun: number[] = [];
  const off = cutOff(locks);
  let [asked, answer] = [(): void => {}, (): void => {}];
  const [isAsked, answered] = [new Promise<void>((resolve) => { asked = resolve; }), new Promise<void>((resolve) => { answer = resolve; })];
  const ask = async (): Promise<{ kind: 'ended' }> => {
    asked();
    await answered;
    return { kind: 'ended' };
  };
  const care = { sendUpdate: ask, startLateRun: async (_: unknown, n: number) => begun.push(n) } as unknown as CareClient;
  const failed = relayInbox({ sql: pool, locks: off.locks, care, hook: noHook, now: Date.now }).catch(String);
  await isAsked;
  off.cut();
  expect(await failed).toContain('CONNECTION_CLOSED');
  answer();
  await locks.end(); // once what went on without the lock has come to its end
  expect(begun).toEqual([]);

  locks = connect(setting.url, { max: 2 });
  await setting.sql`update inbox set next_try_at = now() - interval '1 second' where episode_id = ${id}`;
  await relayInbox({ sql: pool, locks, care, hook: noHook, now: Date.now });
  expect(begun).toHaveLength(1);
});

it('a reading that an older build let in, and no database takes, reaches no run by a caller\'s own command either', async () => {
  const { sql } = setting;
  Object.assign(world, await createPatient(sql, world.hospitalId));
  const episodeId = await launchEpisode(sql, world);
  const older = { commandId: 'year-0', reading: 'temperature', values: { celsius: '37.0' }, measuredAt: '0000-01-01T00:00:00.000Z' };
  await putInbox(sql, { hospitalId: world.hospitalId, episodeId, commandId: older.commandId, kind: 'reading-received', payload: older, tryAfterSeconds: 60 });
  await putInbox(sql, { hospitalId: world.hospitalId, episodeId, commandId: 'own', kind: 'stop', payload: { commandId: 'own', reason: 'transferred' }, tryAfterSeconds: 60 });
  await sql`update inbox set received_at = received_at - interval '1 second' where command_id = 'year-0'`;
  const sent: string[] = [];
  const care = { sendUpdate: async (kind: string) => (sent.push(kind), { kind: 'accepted', seq: 1 }) } as unknown as CareClient;
  expect(await relayOlder({ sql: pool, care, hook: noHook, now: Date.now }, { episodeId, commandId: 'own' })).toBe(true);
  expect([sent, await inboxState(sql, episodeId, 'year-0')]).toMatchObject([[], { state: 'rejected', rejection: expect.stringContaining('unstorable') as string }]);
});

const closed = { sendUpdate: async () => ({ kind: 'ended' }) } as unknown as CareClient;
const openAlarms = async (episodeId: EpisodeId) => [...(await setting.sql`select code from alarm where ref = ${episodeId} and cleared_at is null`)];

describe('What waits for an open episode without a run', () => {
  const answered = async (commandId: string, secondsAgo: number): Promise<EpisodeId> => {
    const episodeId = await inCare();
    await intake(setting.sql, { hospitalId: world.hospitalId, episodeId, by: 'patient', kind: 'answer-received', input: { commandId, answers: core({ chestPain: true }), answeredBy: 'patient' } });
    await setting.sql`update inbox set received_at = now() - make_interval(secs => ${secondsAgo}), next_try_at = now() - interval '1 second' where command_id = ${commandId}`;
    return episodeId;
  };

  it('is an alarm after five minutes, although nothing of it is due: she has written that her chest hurts', async () => {
    const [young, old] = [await answered('young', 290), await answered('old', 301)];
    await relayInbox({ sql: pool, locks, care: closed, hook: noHook, now: Date.now });
    expect([await openAlarms(young), await openAlarms(old)]).toEqual([[], [{ code: 'run-missing' }]]);
    expect(await inboxState(setting.sql, old, 'old')).toMatchObject({ state: 'accepted' });
    await (await drive(setting.sql, setting.activities, old)).runUntil('2026-03-05T09:00:00.000Z');
    expect(await openAlarms(old)).toEqual([]);
  });

  it('and is none while the starter has it in hand, or once it has ended', async () => {
    const [launching, ended] = [await answered('launching', 301), await answered('ended', 301)];
    await setting.sql`update episode set status = 'launching' where id = ${launching}`;
    const asked = { sendUpdate: async (_: string, episodeId: string) => {
      if (episodeId === ended) await setting.sql`update episode set status = 'completed', ended_at = now() where id = ${ended}`;
      return { kind: 'ended' };
    } } as unknown as CareClient;
    await relayInbox({ sql: pool, locks, care: asked, hook: noHook, now: Date.now });
    expect([await openAlarms(launching), await openAlarms(ended)]).toEqual([[], []]);
  });
});
