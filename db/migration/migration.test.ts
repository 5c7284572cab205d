import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonicalJson } from '../../pathways/schema/canonical.js';
import type { Plan } from '../../pathways/engine/plan.js';
import { loadDefinitionOrThrow } from '../../cli/load-definition.js';
import { derived } from '../audit/derived.js';
import type { AuditCheck } from '../audit/breach.js';
import { takeInbox } from '../inbox.js';
import { patientTimeline } from '../read-models/patient-timeline.js';
import { worded } from '../read-models/patient/worded.js';
import { publish } from '../publish.js';
import { rebuild } from '../rebuild.js';
import { loadEpisode } from '../replay.js';
import { drive, type Driver } from '../testing/driver.js';
import { createSetting, type TestSetting } from '../testing/setting.js';
import { createPatient, createWorld, launchEpisode, type World } from '../testing/world.js';
import { moveEpisode } from './command.js';
import { liveEpisodes, previewOf } from './live.js';
import { moveAll } from './move-all.js';

const { plan: v1, texts, meta } = loadDefinitionOrThrow('discharge-follow-up@1');
const isForm = (step: Plan['steps'][number]): boolean => step.kind === 'form';
/** One more time to fill in each form. */
const v2: Plan = {
  ...v1, version: 2,
  steps: v1.steps.flatMap((step) => (isForm(step) && step.schedule.kind === 'offsets' ? [{ ...step, schedule: { ...step.schedule, offsets: [...step.schedule.offsets, 50] } }] : [step])),
};
const key = { id: v2.id, version: 2, hash: 'hash-of-2' };

let setting: TestSetting;
let world: World;
const publishAs = (hospitalId: string) => publish(setting.sql, { hospitalId, ...key, plan: canonicalJson(v2), texts, meta: JSON.parse(JSON.stringify(meta)), source: '', by: null });
beforeAll(async () => {
  setting = await createSetting();
  world = await createWorld(setting.sql, { packages: ['discharge-follow-up'] });
  await publishAs(world.hospitalId);
});
afterAll(() => setting.close());

async function underWay(): Promise<{ patientId: string; episodeId: string; driver: Driver }> {
  const patient = await createPatient(setting.sql, world.hospitalId);
  const episodeId = await launchEpisode(setting.sql, { ...world, ...patient }, 'discharge-follow-up', { version: 1 });
  const driver = await drive(setting.sql, setting.activities, episodeId);
  await driver.runUntil('2026-03-03T08:00:00.000Z');
  return { patientId: patient.patientId, episodeId, driver };
}

/** What the relay and the workflow do with what waits in the inbox. */
async function carryOut(driver: Driver, episodeId: string): Promise<void> {
  await setting.sql`update inbox set next_try_at = now() - interval '1 second' where state = 'accepted'`;
  for (const row of await takeInbox(setting.sql, { limit: 20, leaseSeconds: 30 })) {
    if (row.episodeId === episodeId) await driver.give({ ...(row.payload as object), kind: row.kind, at: driver.now() } as Parameters<Driver['give']>[0]);
  }
}
const move = { to: key, reason: 'one more follow-up', undo: false } as const;

describe('an episode that is moved to another version', () => {
  it('is shown before as it comes out after; its row, journal, audit and timeline know the version', async () => {
    const { patientId, episodeId, driver } = await underWay();
    const [live] = await liveEpisodes(setting.sql, { hospitalId: world.hospitalId, packageId: v1.id, from: 1, to: 2, episodes: [episodeId] });
    const preview = live && (await previewOf(setting.sql, world.hospitalId, live, { key, plan: v2 }));
    expect(preview?.difference.blocked).toEqual([]);
    const gained = preview?.difference.gains.map(({ occurrence }) => occurrence) ?? [];
    expect(gained.length).toBeGreaterThan(0);

    const command = { ...move, hospitalId: world.hospitalId, episodeId, by: world.accountId, commandId: 'move-1' };
    expect(await moveEpisode(setting.sql, command)).toMatchObject({ outcome: 'accepted' });
    await carryOut(driver, episodeId);
    expect(await moveEpisode(setting.sql, command)).toMatchObject({ outcome: 'duplicate', state: { state: 'applied' } });

    const [row] = await setting.sql`select plan_version, plan_hash from episode where id = ${episodeId}`;
    expect(row).toEqual({ planVersion: 2, planHash: 'hash-of-2' });
    const planned = await setting.sql<{ id: string }[]>`select id from occurrence where episode_id = ${episodeId} and id = any(${gained})`;
    expect(planned).toHaveLength(gained.length);
    const loaded = await loadEpisode(setting.sql, episodeId);
    expect(loaded?.start.plan).toEqual(key);
    expect(loaded?.episode).toEqual(driver.episode());

    const { items } = await patientTimeline(setting.sql, { hospitalId: world.hospitalId, patientId, kinds: ['change'], limit: 50 });
    const change = items.find(({ detail }) => detail['type'] === 'EpisodeMigrated');
    expect(change?.detail['data']).toMatchObject({ from: { version: 1 }, to: { version: 2 }, by: world.accountId, reason: 'one more follow-up' });
    for (const language of ['zh-CN', 'en'] as const) expect((await worded(setting.sql, world.hospitalId, items, language)).length).toBe(items.length);

    await driver.runUntil('2026-03-20T08:00:00.000Z');
    const found = await derived({ sql: setting.sql, since: null } as unknown as Parameters<AuditCheck>[0]);
    expect(found.breaches.filter(({ ref }) => ref.startsWith(episodeId))).toEqual([]);
    const rows = async () => [...(await setting.sql`select * from occurrence where episode_id = ${episodeId} order by id`)];
    const before = await rows();
    await rebuild(setting.sql, world.hospitalId);
    expect(await rows()).toEqual(before);
  });

  it('takes the command for a published version only, and in a real hospital for a signed one', async () => {
    const { episodeId } = await underWay();
    const ask = { ...move, hospitalId: world.hospitalId, episodeId, by: world.accountId };
    expect(await moveEpisode(setting.sql, { ...ask, commandId: 'a', to: { ...key, hash: 'other' } })).toMatchObject({ outcome: 'refused', code: 'unknown-version' });
    await setting.sql`update hospital set kind = 'real' where id = ${world.hospitalId}`;
    expect(await moveEpisode(setting.sql, { ...ask, commandId: 'b' })).toMatchObject({ outcome: 'refused', code: 'unsigned' });
    await setting.sql`update hospital set kind = 'training' where id = ${world.hospitalId}`;
  });

  it('many at a time: the next ones wait for these, and stop when nobody takes the command', async () => {
    const patients = [await underWay(), await underWay(), await underWay()];
    const ids = patients.map(({ episodeId }) => episodeId);
    const request = { ...move, hospitalId: world.hospitalId, by: world.accountId, batch: 2 };
    const alone = await moveAll(setting.sql, { ...request, commandId: 'nobody' }, ids, () => {}, { tries: 1, pause: async () => {} });
    expect(alone.map(({ outcome }) => outcome)).toEqual(['waiting', 'waiting']);
    const told: string[] = [];
    let rounds = 0;
    const pause = async (): Promise<void> => {
      rounds += 1;
      for (const { driver, episodeId } of patients) await carryOut(driver, episodeId);
    };
    const moved = await moveAll(setting.sql, { ...request, commandId: 'worked' }, ids, ({ episodeId }) => void told.push(episodeId), { tries: 3, pause });
    expect(told).toEqual(ids);
    expect(rounds).toBe(2);
    // The two that waited had their first command carried out meanwhile: the second one finds them there already.
    expect(moved.map(({ outcome }) => outcome)).toEqual(['refused', 'refused', 'moved']);
    expect(moved[0]?.why).toContain('same-version');
  });
});
