/** A backup taken while a hospital works, laid out in an empty place: the audit finds the same there, and the care goes on. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { connect } from '../../db/client.js';
import { type Installation, installation, type Started } from '../support/installation.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
type Report = { breaches: number; results: { check: string; looked: number; breaches: unknown[] }[] };

let home: Installation;
let started: Started;
let apiKey: string;
const folder = mkdtempSync(join(tmpdir(), 'wuyou-backup-'));
const backup = join(folder, 'backup');

const run = (at: Installation, command: string): Promise<{ code: number | null; output: string }> => new Promise((resolve) => {
  const child = spawn('/bin/sh', ['-c', command], { cwd: root, env: at.environment });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.once('close', (code) => resolve({ code, output }));
});
async function audit(at: Installation): Promise<Report> {
  const { output } = await run(at, 'node scripts/wuyou.mjs audit --json');
  return JSON.parse(output.slice(output.indexOf('{'))) as Report;
}
async function call(at: Installation, method: string, path: string, body?: unknown): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(at.url + path, {
    method, headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json', 'idempotency-key': `${method}-${path}` }, ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
const active = async (at: Installation): Promise<string[]> => ((await call(at, 'GET', '/episodes?status=active')).body['items'] as { episodeId: string }[]).map(({ episodeId }) => episodeId);
/** Every entry with its hash. */
async function journal(at: Installation): Promise<string[]> {
  const { DATABASE_URL = '' } = JSON.parse(readFileSync(join(at.dataDir, 'environment.json'), 'utf8')) as Record<string, string>;
  const sql = connect(DATABASE_URL, { max: 1 });
  const rows = await sql<{ line: string }[]>`select episode_id || ' ' || seq || ' ' || hash as line from journal order by 1`;
  await sql.end({ timeout: 2 });
  return rows.map(({ line }) => line);
}

beforeAll(async () => {
  home = await installation({ TRAINING_SECONDS_PER_DAY: '3600' });
  started = await home.start();
  await started.says(/就绪 · ready/, 400_000);
  apiKey = /API key: (wy_\S+)/.exec(started.said())?.[1] ?? '';
  const commands = /Try, in another terminal:\n((?: {2}\S.*\n)+)/.exec(started.said())?.[1]?.trim().split(/\n\s*/) ?? [];
  for (const command of commands) {
    const { code, output } = await run(home, command);
    if (code !== 0) throw new Error(`${command} failed: ${output}`);
  }
  await vi.waitUntil(async () => (await active(home)).length === 1, { timeout: 60_000, interval: 500 });
}, 900_000);
afterAll(async () => {
  await home.remove();
  rmSync(folder, { recursive: true, force: true });
});

describe('A backup of a running installation', () => {
  it('restored into an empty place has the same journal and a clean audit, and the same patient is cared for on', { timeout: 900_000 }, async () => {
    const [episodeId = ''] = await active(home);
    let busy = true;
    let taken = 0;
    const traffic = (async () => {
      for (let n = 0; busy; n += 1) {
        const { status } = await call(home, 'POST', `/episodes/${episodeId}/escalations?n=${n}`, { level: 'yellow', reason: `drill ${n}` });
        if (status < 300) taken += 1;
      }
    })();
    const [before, journalBefore] = [await audit(home), await journal(home)];
    const { DATABASE_URL = '' } = JSON.parse(readFileSync(join(home.dataDir, 'environment.json'), 'utf8')) as Record<string, string>;
    const another = connect(DATABASE_URL, { max: 1 });
    await another`select pg_advisory_lock(hashtextextended('backup', 0))`;
    expect(await run(home, `node scripts/wuyou.mjs backup --to ${backup}`)).toMatchObject({ code: 1, output: expect.stringContaining('Another backup') as string });
    await another.end({ timeout: 2 });
    const backedUp = await run(home, `node scripts/wuyou.mjs backup --to ${backup}`);
    busy = false;
    await traffic;
    const [after, journalAfter] = [await audit(home), await journal(home)];
    expect(taken).toBeGreaterThan(0);
    expect(backedUp).toMatchObject({ code: 0, output: expect.stringContaining('Temporal stood still for') as string });
    expect(await started.interrupt()).toBe(0);

    const elsewhere = await installation({ TRAINING_SECONDS_PER_DAY: '3600' });
    try {
      expect(await run(elsewhere, `node scripts/wuyou.mjs restore --from ${backup}`)).toMatchObject({ code: 0 });
      const again = await elsewhere.start();
      await again.says(/就绪 · ready/, 400_000);
      const [restored, journalRestored] = [await audit(elsewhere), await journal(elsewhere)];
      expect([before, after, restored].map(({ breaches, results }) => [breaches, results.flatMap((one) => one.breaches)])).toEqual([[0, []], [0, []], [0, []]]);
      expect(journalBefore.filter((line) => !journalRestored.includes(line))).toEqual([]);
      expect(journalRestored.length).toBeGreaterThanOrEqual(journalBefore.length);
      expect(journalAfter.length).toBeGreaterThanOrEqual(journalBefore.length);
      for (const [i, { check, looked }] of before.results.entries()) expect([check, (restored.results[i]?.looked ?? -1) >= looked]).toEqual([check, true]);
      expect(await active(elsewhere)).toEqual([episodeId]);
      const told = await call(elsewhere, 'POST', `/episodes/${episodeId}/pause`, { reason: 'staff' });
      expect([told.status, told.body['state']]).toEqual([200, 'recorded']);
      expect(await again.interrupt()).toBe(0);
    } finally {
      await elsewhere.remove();
    }
  });

  it('is refused into a folder that holds something, and a half one is not restored', async () => {
    expect(await run(home, `node scripts/wuyou.mjs backup --to ${root}docs`)).toMatchObject({ code: 1, output: expect.stringContaining('is not empty') as string });
    expect(await run(home, `WUYOU_DATA_DIR=${join(folder, 'new')} node scripts/wuyou.mjs restore --from ${root}docs`)).toMatchObject({ code: 1, output: expect.stringContaining('is no whole backup') as string });
  });
});
