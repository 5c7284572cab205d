import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EpisodeInput } from '../pathways/engine/inputs.js';
import { addHours } from '../pathways/time.js';
import { orphansOf } from '../workflows/turn.js';
import { halt } from './halt.js';
import { sweep } from './ledger/sweep.js';
import { loadEpisode } from './replay.js';
import { drive } from './testing/driver.js';
import { startAnew } from './testing/fake-channel.js';
import { plantObligation, wallTimePasses } from './testing/obligation.js';
import { createSetting, type TestSetting } from './testing/setting.js';
import { createPatient, createWorld, launchEpisode, type World } from './testing/world.js';

let setting: TestSetting;
let world: World;
let id: string;
beforeAll(async () => {
  setting = await createSetting();
  world = await createWorld(setting.sql);
});
afterAll(() => setting.close());
beforeEach(async () => {
  Object.assign(world, await createPatient(setting.sql, world.hospitalId));
  id = await launchEpisode(setting.sql, world);
  startAnew(setting.vendors);
});

const haltIt = () => halt(setting.sql, { hospitalId: world.hospitalId, episodeId: id, code: 'out-of-order', detail: 'a test halts it' });
const busy = Array.from({ length: 50 }, () => ({ outcome: 'throttled' as const, retryAfterMs: 30_000 }));
const ofTheCourse = () => setting.sql<{ id: string }[]>`select id from obligation where episode_id = ${id} and state = 'released' and recipient = 'patient' and occurrence is not null and class <> 'safety'`;
const posts = (): number => setting.vendors.wechat.posts + setting.vendors.sms.posts;

const stop = (at: string): EpisodeInput => ({ kind: 'stop', commandId: 'stop', by: world.accountId, at, reason: 'withdrawn' });
const pause = (at: string): EpisodeInput => ({ kind: 'pause', commandId: 'pause', by: world.accountId, at, reason: 'staff' });
const resume = (at: string): EpisodeInput => ({ kind: 'resume', commandId: 'resume', by: world.accountId, at });

/** A message of the course waits for its vendor when these commands come. Returns the time. */
async function whileOneWaits(...commands: ((at: string) => EpisodeInput)[]): Promise<string> {
  const { sql, vendors, activities } = setting;
  vendors.wechat.script = [...busy];
  vendors.sms.script = [...busy];
  const driver = await drive(sql, activities, id);
  let at = '2026-03-03T01:00:00.000Z';
  for (let hours = 0; hours < 200; hours += 1) {
    await driver.runUntil(at);
    if ((await ofTheCourse()).length > 0) break;
    at = addHours(at, 1);
  }
  expect((await ofTheCourse()).length).toBeGreaterThan(0);
  for (const command of commands) await driver.give(command(at));
  vendors.wechat.script = [];
  vendors.sms.script = [];
  return at;
}

/** What a repaired run does before it writes anything (workflows/care-pathway.ts). */
async function askAsRepaired(at: string) {
  await wallTimePasses(setting.sql, 301);
  const [before, loaded] = [posts(), await loadEpisode(setting.sql, id)];
  if (!loaded) throw new Error('The episode has no journal');
  const obligations = orphansOf(loaded.episode, []);
  await setting.activities.deliver({ hospitalId: world.hospitalId, episodeId: id, obligations, episodeNow: at });
  const settled = await setting.sql<{ state: string; reason: string | null }[]>`select distinct state, reason from obligation where id = any(${obligations}) and recipient = 'patient' and occurrence is not null and class <> 'safety'`;
  return { posted: posts() - before, settled: [...settled] };
}

describe('A message of the course that waited when the episode was halted', () => {
  it.each([['stopped', 'stopped', stop], ['paused', 'paused', pause]] as const)('does not go out on the repair, when the course had been %s before', async (_, reason, command) => {
    const at = await whileOneWaits(command);
    await haltIt();
    await haltIt();
    expect(await askAsRepaired(at)).toEqual({ posted: 0, settled: [{ state: 'suppressed', reason }] });
  });

  it('goes out on the repair, when the course goes on', async () => {
    const at = await whileOneWaits();
    await haltIt();
    expect(await askAsRepaired(at)).toMatchObject({ settled: [{ state: 'accepted' }] });
  });

  it('is not sent by the sweep either, once the episode has ended', async () => {
    const message = await plantObligation(setting.sql, id, { class: 'visit', channels: ['wechat'], expiresAt: '2030-01-01T00:00:00.000Z', ignoresQuietHours: true });
    await setting.sql`update episode set status = 'stopped', stop_reason = 'withdrawn', ended_at = now() where id = ${id}`;
    await haltIt();
    await wallTimePasses(setting.sql, 600);
    await sweep(setting.deps, { nudge: async () => false });
    expect([...(await setting.sql`select state, reason from obligation where id = ${message}`)]).toEqual([{ state: 'suppressed', reason: 'stopped' }]);
    expect(posts()).toBe(0);
  });

  it.each([['stopped', [stop]], ['paused', [pause]], ['active', [pause, resume]]] as const)('is judged the same in an episode that was halted before migration 0073, and had been %s', async (_, commands) => {
    await whileOneWaits(...commands);
    const [stood] = await setting.sql<{ status: string }[]>`select status from episode where id = ${id}`;
    await haltIt();
    await setting.sql`update episode set status_before_halt = null where id = ${id}`;
    const migration = readFileSync(new URL('migrations/0073_status_before_halt.sql', import.meta.url), 'utf8');
    await setting.sql.unsafe(migration.slice(migration.indexOf('update episode')));
    expect([...(await setting.sql`select status, status_before_halt from episode where id = ${id}`)]).toEqual([{ status: 'halted', statusBeforeHalt: stood?.status }]);
  });

  it('stays back after a stop also when a worker of the version before halted it', async () => {
    const at = await whileOneWaits(stop);
    await setting.sql`update episode set status = 'halted' where id = ${id}`;
    expect(await askAsRepaired(at)).toMatchObject({ posted: 0 });
  });
});
