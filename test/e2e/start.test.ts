/** `npm start` as a person meets it: it comes up, its words are true, it survives any one death, and Ctrl-C leaves nothing behind. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { gone, isAlive } from '../../platform/processes.js';
import { type Installation, installation, type Part, type Started } from '../support/installation.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const parts: Part[] = ['worker', 'API', 'Temporal', 'PostgreSQL'];
let home: Installation;
let started: Started;

/** In a shell, as pasted. */
const paste = (command: string): Promise<{ code: number | null; output: string }> =>
  new Promise((resolve) => {
    const child = spawn('/bin/sh', ['-c', command], { cwd: root, env: home.environment });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.once('close', (code) => resolve({ code, output }));
  });

const signIn = (): { apiKey: string; commands: string[]; address: (name: string) => string } => {
  const said = started.said();
  const address = (name: string): string => new RegExp(`${name}: (http\\S+)`).exec(said)?.[1] ?? '';
  const commands = /Try, in another terminal:\n((?: {2}\S.*\n)+)/.exec(said)?.[1]?.trim().split(/\n\s*/) ?? [];
  return { apiKey: /API key: (wy_\S+)/.exec(said)?.[1] ?? '', commands, address };
};
const ask = async (address: string): Promise<{ status: number; body: string }> => {
  const response = await fetch(address, { headers: { authorization: `Bearer ${signIn().apiKey}` } });
  return { status: response.status, body: await response.text() };
};
const openEpisodes = async (): Promise<string[]> => {
  const { items } = JSON.parse((await ask(`${home.url}/episodes`)).body) as { items: { episodeId: string; status: string }[] };
  return items.filter(({ status }) => status === 'active').map(({ episodeId }) => episodeId);
};

beforeAll(async () => {
  home = await installation({ TRAINING_SECONDS_PER_DAY: '3600' });
  started = await home.start();
  await started.says(/就绪 · ready/, 180_000);
});
afterAll(() => home.remove());

describe('npm start', () => {
  it('prints addresses that answer', async () => {
    const { address } = signIn();
    expect(await ask(address('API docs'))).toMatchObject({ status: 200, body: expect.stringContaining('Wuyou') });
    for (const face of ['Console', 'Patient page', 'Nurse page', 'Local inbox']) expect([face, (await ask(address(face))).status]).toEqual([face, 200]);
    expect(await ask(address('Temporal'))).toMatchObject({ status: 200, body: expect.stringContaining('<html') });
    expect(await ask(`${home.url}/episodes`)).toMatchObject({ status: 200 });
  });

  it('prints three commands that work as they stand', async () => {
    const { commands } = signIn();
    expect(commands).toHaveLength(3);
    for (const command of commands) expect(await paste(command)).toMatchObject({ code: 0 });
    await vi.waitFor(async () => expect(await openEpisodes()).toHaveLength(1), { timeout: 60_000, interval: 300 });
  });

  it('is not started twice with one data folder', async () => {
    const second = await home.start();
    await second.says(/^Wuyou is already running with this data folder \(process \d+, http:\/\/127\.0\.0\.1:\d+\)/m);
  });

  it.each(parts)('brings back the %s after kill -9, with its episodes', async (part) => {
    const before = await openEpisodes();
    const pid = home.pid(part);
    expect(isAlive(pid)).toBe(true);
    process.kill(pid, 'SIGKILL');
    await vi.waitFor(() => expect(home.pid(part)).not.toBe(pid), { timeout: 30_000, interval: 200 });
    await home.ready();
    await vi.waitFor(async () => expect(await ask(`${signIn().address('Temporal')}/api/v1/namespaces`)).toMatchObject({ status: 200 }), { timeout: 30_000, interval: 200 });
    expect(await openEpisodes()).toEqual(before);
    expect(before).toHaveLength(1);
  });

  it('taken over by the next start when the supervisor itself is killed', async () => {
    const [worker, api] = [home.pid('worker'), home.pid('API')];
    const [temporal, postgres] = [home.pid('Temporal'), home.pid('PostgreSQL')];
    await started.killSupervisor();
    expect(await gone(worker, 45_000)).toBe(true);
    expect(await gone(api, 20_000)).toBe(true);
    started = await home.start();
    await started.says(/就绪 · ready: 1 个病程在运行 · 1 episode running/);
    expect(started.said()).toContain('The last run ended without stopping its parts; taking them over');
    expect([home.pid('Temporal'), home.pid('PostgreSQL')]).toEqual([temporal, postgres]);
  });

  it('Ctrl-C stops everything, and the next start finds the episode still running', async () => {
    const pids = parts.map((part) => home.pid(part));
    expect(await started.interrupt()).toBe(0);
    expect(started.said()).toMatch(/已停止 · Stopped\n$/);
    expect(pids.filter(isAlive)).toEqual([]);
    expect(existsSync(join(home.dataDir, 'start.lock'))).toBe(false);
    started = await home.start();
    await started.says(/就绪 · ready: 1 个病程在运行 · 1 episode running/);
    expect(await openEpisodes()).toHaveLength(1);
    expect(await started.interrupt()).toBe(0);
  });

  it('Ctrl-C half-way through a start leaves nothing behind either', async () => {
    started = await home.start();
    await started.says(/✓ PostgreSQL/);
    expect(await started.interrupt()).toBe(0);
    expect(parts.map((part) => home.pid(part)).filter((pid) => pid > 0 && isAlive(pid))).toEqual([]);
  });
});
