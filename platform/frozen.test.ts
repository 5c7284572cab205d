/** Real processes: what is frozen, and one beside it that freezes it and comes to an end in every way there is. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const module = new URL('./frozen.ts', import.meta.url).href;
let folder: string;
let frozen: ChildProcess;
let freezing: ChildProcess;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wuyou-frozen-'));
  frozen = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
});
afterEach(() => {
  for (const one of [frozen, freezing]) one.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

const standsStill = (): boolean => spawnSync('ps', ['-o', 'state=', '-p', String(frozen.pid)], { encoding: 'utf8' }).stdout.startsWith('T');
const patience = { timeout: 30_000, interval: 50 };

/** Begins to freeze; `work` is what it does meanwhile. */
async function freeze(work: string): Promise<{ said: () => string; ended: Promise<number | null> }> {
  const code = `
    import { existsSync } from 'node:fs';
    import { whileFrozen } from ${JSON.stringify(module)};
    const blocked = () => { while (!existsSync(${JSON.stringify(join(folder, 'go'))})) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20); };
    const alive = setInterval(() => {}, 1000);
    try { console.log(await whileFrozen(${frozen.pid}, ${work})); } catch (error) { console.log(error.message); process.exitCode = 1; }
    clearInterval(alive);`;
  freezing = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  freezing.stdout?.setEncoding('utf8').on('data', (text: string) => (said += text));
  const ended = new Promise<number | null>((resolve) => freezing.once('close', resolve));
  await vi.waitUntil(standsStill, patience);
  return { said: () => said, ended };
}

describe('What stands still for a copy goes on', () => {
  it('when the copy is done', async () => {
    const { said, ended } = await freeze(`async () => { blocked(); return 'copied'; }`);
    writeFileSync(join(folder, 'go'), '');
    expect([await ended, said()]).toEqual([0, 'copied\n']);
    expect(standsStill()).toBe(false);
  });

  it('when the copy fails', async () => {
    const { said, ended } = await freeze(`async () => { blocked(); throw new Error('the disk is full'); }`);
    writeFileSync(join(folder, 'go'), '');
    expect([await ended, said()]).toEqual([1, 'the disk is full\n']);
    expect(standsStill()).toBe(false);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('when %s comes while the copy waits for something', async (signal) => {
    const { said, ended } = await freeze('() => new Promise(() => {})');
    freezing.kill(signal);
    expect([await ended, said()]).toEqual([1, expect.stringContaining(`cut off by ${signal}`)]);
    expect(standsStill()).toBe(false);
  });

  it('when a signal comes while bytes are copied: after these, and before anything else', async () => {
    const { said, ended } = await freeze('async () => { blocked(); await new Promise(() => {}); }');
    freezing.kill('SIGHUP');
    writeFileSync(join(folder, 'go'), '');
    expect([await ended, said()]).toEqual([1, expect.stringContaining('cut off by SIGHUP')]);
    expect(standsStill()).toBe(false);
  });

  it('when whoever copies is killed', async () => {
    const { ended } = await freeze('async () => blocked()');
    freezing.kill('SIGKILL');
    await ended;
    await vi.waitUntil(() => !standsStill(), patience);
  });
});
