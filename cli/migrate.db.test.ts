import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { drive, type Driver } from '../db/testing/driver.js';
import { createSetting, type TestSetting } from '../db/testing/setting.js';
import { createPatient, createWorld, launchEpisode, type World } from '../db/testing/world.js';
import { testKeyVariables } from '../test/support/keys.js';
import { printed as printedBy } from '../test/support/printed.js';
import { definitionsFolder } from './load-definition.js';
import { run as migrate } from './migrate.js';
import { run as publish } from './publish.js';

const folder = mkdtempSync(join(tmpdir(), 'wuyou-migrate-'));
const v2 = join(folder, 'discharge-follow-up', 'v2.yaml');

let setting: TestSetting;
let world: World;
let episodeId: string;
let driver: Driver;
beforeAll(async () => {
  for (const name of ['_shared', 'discharge-follow-up']) cpSync(join(definitionsFolder, name), join(folder, name), { recursive: true });
  writeFileSync(v2, readFileSync(join(folder, 'discharge-follow-up', 'v1.yaml'), 'utf8').replace(/^version: 1$/m, 'version: 2').replace('earlyFormDays: { value: [3]', 'earlyFormDays: { value: [5]'));
  setting = await createSetting();
  for (const [name, value] of Object.entries({ ...testKeyVariables, DATABASE_URL: setting.url })) vi.stubEnv(name, value);
  world = await createWorld(setting.sql, { packages: ['discharge-follow-up'] });
  episodeId = await launchEpisode(setting.sql, world, 'discharge-follow-up', { version: 1, pace: 1 });
  driver = await drive(setting.sql, setting.activities, episodeId);
  await driver.runUntil('2026-03-03T08:00:00.000Z');
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await setting.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Launched, and no more. */
const another = async (): Promise<string> => launchEpisode(setting.sql, { ...world, ...(await createPatient(setting.sql, world.hospitalId)) }, 'discharge-follow-up', { version: 1, pace: 1 });

/** In the hospital of this test. */
const printed = (command: (args: string[]) => Promise<number>, ...args: string[]) => printedBy(command, ...args, '--hospital', world.hospitalId);
const move = ['discharge-follow-up', '--from', 'v1', '--to', 'v2'];

describe('wuyou migrate <package>', () => {
  it('shows before publishing what the version would change for whoever is under way, and stores nothing', async () => {
    const { code, out } = await printed(publish, v2, '--impact');
    expect(out).toContain(`${episodeId}  discharge-follow-up v1 → v2`);
    expect(out).toMatch(/1 episodes, 0 blocked/);
    expect(code).toBe(0);
    expect(await setting.sql`select 1 from pathway_version where version = 2`).toHaveLength(0);
    await expect(printed(migrate, ...move, '--dry-run')).rejects.toThrow('discharge-follow-up@2 is not published in this hospital');
  });

  it('counts who could not be looked at, and why: just launched, or halted while under way', async () => {
    const [launching, halted, over] = [await another(), await another(), await another()];
    await setting.sql`update episode set status = 'halted', status_before_halt = case when id = ${over} then 'stopped' else 'active' end where id in ${setting.sql([halted, over])}`;
    const left = (out: string) => out.split('\n').filter((line) => line.startsWith('x '));
    const both = [expect.stringMatching(/^x 1 more not looked at, because just launched/), expect.stringMatching(/^x 1 more not looked at, because halted/)];
    const { code, out } = await printed(publish, v2, '--impact');
    expect([code, left(out)]).toEqual([0, both]);
    expect(out).toMatch(/1 episodes, 0 blocked/);
    await setting.sql`update episode set status = 'stopped' where id in ${setting.sql([launching, halted, over])}`;
    expect(left((await printed(publish, v2, '--impact')).out)).toEqual([]);
  });

  it('shows the same once it is published, and wants to know who answers for the move and why', async () => {
    expect(await printed(publish, v2)).toMatchObject({ code: 0 });
    const { code, out } = await printed(migrate, ...move, '--dry-run');
    expect(out).toMatch(new RegExp(`${episodeId} {2}discharge-follow-up v1 → v2\\n {2}> follow-up-d3 #1 `));
    expect(code).toBe(0);
    await expect(printed(migrate, ...move)).rejects.toThrow('--by <login>');
    await expect(printed(migrate, ...move, '--by', 'nurse', '--reason', 'better days')).rejects.toThrow('may not move patients');
    await expect(printed(migrate, 'discharge-follow-up', '--from', 'one', '--to', 'v2')).rejects.toThrow('--from names a version');
  });

  it('asked to lead back those who were never moved, it says how many stay and how to move them, and ends with 1', async () => {
    const { code, out } = await printed(migrate, 'discharge-follow-up', '--undo', '--to', 'v2', '--by', 'head', '--reason', 'withdrawn');
    expect(out).toMatch(/0 episodes, 0 blocked[^\n]*\nx 1 more on v1 cannot be led back: [^\n]*wuyou migrate discharge-follow-up --from v1 --to v2 --dry-run\n$/);
    expect(code).toBe(1);
  });

  it('shows as led back only whom the run would lead back: not once the time has come at which the version before would have acted', async () => {
    const [v2Key] = await setting.sql<{ hash: string }[]>`select hash from pathway_version where version = 2`;
    await driver.give({ kind: 'migrate', at: driver.now(), commandId: 'moved', by: world.accountId, to: { id: 'discharge-follow-up', version: 2, hash: v2Key?.hash ?? '' }, reworded: [], reason: 'better days' });
    const itIs = (at: string) => setting.sql`update episode set clock = clock || jsonb_build_object('wallAnchor', to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'episodeAnchor', ${at}::text) where id = ${episodeId}`;
    const back = () => printed(migrate, 'discharge-follow-up', '--undo', '--to', 'v1', '--dry-run');
    await itIs('2026-03-05T01:00:00.000Z');
    expect(await back()).toMatchObject({ code: 0, out: expect.stringMatching(/v2 → v1\n {2}> follow-up-d3 #1 .*\n[^]*1 episodes, 0 blocked/) as string });
    await itIs('2026-03-05T04:00:00.000Z');
    const { code, out } = await back();
    expect(out).toMatch(/^[^\n]*: 0 episodes, 0 blocked[^\n]*\nx 1 more on v2 cannot be led back/);
    expect(code).toBe(1);
  });
});
