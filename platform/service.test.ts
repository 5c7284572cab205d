import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { freePort } from './ports.js';
import { isAlive } from './processes.js';
import { startService, type Service } from './service.js';

let folder: string;
let service: Service | null = null;
let said: string[] = [];
let pids: number[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wuyou-service-'));
  said = [];
  pids = [];
});
afterEach(async () => {
  await service?.stop();
  service = null;
  rmSync(folder, { recursive: true, force: true });
});

/** A service that is ready at once and ends in order on SIGTERM or when its parent is gone. */
const healthy = `
  require('node:http').createServer((_, response) => response.end('ok')).listen(Number(process.env.PORT), '127.0.0.1');
  process.on('SIGTERM', () => { console.log('ending in order'); process.exit(0); });`;

async function start(code: string): Promise<Service> {
  const port = await freePort();
  const file = join(folder, 'service.cjs');
  writeFileSync(file, code);
  service = startService({
    name: 'worker',
    args: [file],
    env: () => ({ PORT: String(port) }),
    logFile: join(folder, 'worker.log'),
    readyUrl: () => `http://127.0.0.1:${port}/readyz`,
    stopWithinMs: 5_000,
    say: (line) => said.push(line),
    spawned: (pid) => pids.push(pid),
    firstBackoffMs: 10,
  });
  return service;
}

it('is ready once it answers, and ends in order', async () => {
  const running = await start(healthy);
  await running.ready();
  await running.stop();
  expect(readFileSync(join(folder, 'worker.log'), 'utf8')).toBe('ending in order\n');
  expect(isAlive(pids[0] ?? 0)).toBe(false);
});

it('is started again after a sudden death, and says so', async () => {
  const running = await start(healthy);
  await running.ready();
  process.kill(pids[0] ?? 0, 'SIGKILL');
  await vi.waitFor(() => expect(pids).toHaveLength(2), { timeout: 30_000 });
  await running.ready();
  expect(said).toEqual([expect.stringContaining('worker ended (SIGKILL) and starts again in 0.01 s')]);
});

it('gives up during the start when it keeps dying, with its last words', async () => {
  const running = await start(`console.error('The environment is not usable: WUYOU_FIELD_KEYS is missing.'); process.exit(1);`);
  await expect(running.ready()).rejects.toThrow(/^The worker does not start: The environment is not usable: WUYOU_FIELD_KEYS is missing\. \(its log is /);
});
