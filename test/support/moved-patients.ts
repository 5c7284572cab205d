/** A hospital on the run's real Temporal server and PostgreSQL with a real worker, whose patients' clocks a test moves, and two versions of one package on disk. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, inject, vi } from 'vitest';
import { noHook } from '../../activities/hook.js';
import { definitionsFolder } from '../../cli/load-definition.js';
import { createAccount } from '../../db/accounts.js';
import { intake, type IntakeCommand } from '../../db/intake.js';
import { loadEpisode } from '../../db/replay.js';
import { createSetting, type TestSetting } from '../../db/testing/setting.js';
import { createPatient, createWorld, launchEpisode, type World } from '../../db/testing/world.js';
import type { Episode } from '../../pathways/engine/episode.js';
import type { Instant } from '../../pathways/engine/vocabulary.js';
import { fromMs } from '../../pathways/time.js';
import { every } from '../../temporal/every.js';
import { startLaunching } from '../../temporal/starter.js';
import { liveCare } from './live-care.js';
import { printed } from './printed.js';
import { testKeyVariables } from './keys.js';

export type Printed = Awaited<ReturnType<typeof printed>>;
export type MovedPatients = {
  setting: TestSetting;
  world: World;
  /** An account that may move patients, its login `head`. */
  head: string;
  /** Where `v1.yaml` and `v2.yaml` lie. */
  folder: string;
  command(run: (args: string[]) => Promise<number>, ...args: string[]): Promise<Printed>;
  /** A patient of her own; resolves once her episode runs. */
  launch(): Promise<string>;
  /** Time passes for her; resolves once all that was due on the way is done. */
  until(episodeId: string, at: Instant): Promise<void>;
  send(command: Pick<IntakeCommand, 'episodeId' | 'kind' | 'input'>): Promise<void>;
  episode(episodeId: string): Promise<Episode>;
  close(): Promise<void>;
};

/** `edits` make version 2 of the package; each must find its place. */
export async function movedPatients(packageId: string, edits: readonly (readonly [string | RegExp, string])[]): Promise<MovedPatients> {
  const home = mkdtempSync(join(tmpdir(), 'wuyou-moved-'));
  const folder = join(home, packageId);
  for (const name of ['_shared', packageId]) cpSync(join(definitionsFolder, name), join(home, name), { recursive: true });
  const v2 = edits.reduce((text, [from, to]) => {
    expect(text).toMatch(from);
    return text.replace(from, to);
  }, readFileSync(join(folder, 'v1.yaml'), 'utf8'));
  writeFileSync(join(folder, 'v2.yaml'), v2);

  const setting = await createSetting();
  const { sql } = setting;
  const variables = { ...testKeyVariables, DATABASE_URL: setting.url, TEMPORAL_ADDRESS: inject('temporalAddress'), AUDIT_ANCHOR_FILE: join(home, 'anchor.jsonl') };
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  const world = await createWorld(sql, { packages: [] });
  const head = await createAccount(sql, { hospitalId: world.hospitalId, login: 'head', displayName: 'Head nurse', roles: ['head'], password: null });
  const live = await liveCare();
  const worker = await live.work(sql);
  const relay = every(200, worker.relay, () => {});
  const episodes: string[] = [];

  const settles = (what: string, done: () => Promise<boolean>) => expect.poll(done, { timeout: 60_000, interval: 100, message: what }).toBe(true);
  const isQuiet = async (episodeId: string): Promise<boolean> => {
    const [waiting] = await sql<{ n: number }[]>`select (select count(*) from inbox where episode_id = ${episodeId} and state = 'accepted')::int
      + (select count(*) from obligation where episode_id = ${episodeId} and state in ('released', 'sending'))::int as n`;
    return waiting?.n === 0;
  };
  return {
    setting, world, head, folder,
    command: (run, ...args) => printed(run, ...args),
    async launch() {
      const id = await launchEpisode(sql, { ...world, ...(await createPatient(sql, world.hospitalId)) }, packageId, { pace: 1, version: 1 });
      episodes.push(id);
      await startLaunching({ sql, care: live.care, hook: noHook });
      await settles('the episode runs', async () => (await sql`select 1 from episode where id = ${id} and status = 'active'`).length === 1);
      return id;
    },
    async until(id, at) {
      expect(await live.care.moveClock(id, { wallAnchor: fromMs(Date.now()), episodeAnchor: at, pace: 1 })).toBe(true);
      await settles(`it is ${at}`, async () => (await sql`select 1 from episode where id = ${id} and clock->>'episodeAnchor' = ${at} and (next_due_at is null or next_due_at > ${at})`).length === 1 && (await isQuiet(id)));
    },
    async send({ episodeId, kind, input }) {
      const taken = await intake(sql, { hospitalId: world.hospitalId, by: world.accountId, episodeId, kind, input } as IntakeCommand);
      expect(taken).toMatchObject({ outcome: 'accepted' });
      await settles(`${kind} is taken`, () => isQuiet(episodeId));
    },
    async episode(id) {
      const loaded = await loadEpisode(sql, id);
      if (!loaded) throw new Error(`No episode ${id}`);
      return loaded.episode;
    },
    async close() {
      for (const id of episodes) await live.care.terminate(id, 'the test is over');
      await relay.stop();
      await worker.stop();
      await live.close();
      vi.unstubAllEnvs();
      await setting.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
