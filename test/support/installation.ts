/** A whole `npm start` of its own: a data folder, free ports, the lines it prints. For tests that kill what it started. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../../platform/ports.js';
import { gone, isAlive } from '../../platform/processes.js';
import { inheritedEnvironment } from '../../settings.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

export type Part = 'worker' | 'API' | 'Temporal' | 'PostgreSQL';
export type Started = {
  /** Everything it printed so far. */
  said(): string;
  /** Waits for a line that matches. */
  says(pattern: RegExp, withinMs?: number): Promise<RegExpMatchArray>;
  /** As Ctrl-C does; resolves to the exit code. */
  interrupt(): Promise<number | null>;
  /** kill -9 of the supervisor alone. */
  killSupervisor(): Promise<void>;
};
export type Installation = {
  dataDir: string;
  url: string;
  /** For commands that run beside it. */
  environment: Record<string, string>;
  start(): Promise<Started>;
  pid(part: Part): number;
  ready(withinMs?: number): Promise<void>;
  /** Ends whatever is left and removes the folder. */
  remove(): Promise<void>;
};

const json = (file: string): Record<string, unknown> => (existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>) : {});

export async function installation(variables: Record<string, string> = {}): Promise<Installation> {
  const dataDir = mkdtempSync(join(tmpdir(), 'wuyou-start-'));
  const port = await freePort();
  const healthPort = await freePort();
  const { PATH = '', HOME = '', WUYOU_CACHE_DIR = '', TEMPORAL_CLI_PATH = '' } = inheritedEnvironment();
  const environment = { PATH, HOME, WUYOU_CACHE_DIR, TEMPORAL_CLI_PATH, WUYOU_DATA_DIR: dataDir, PORT: String(port), WORKER_HEALTH_PORT: String(healthPort), ...variables };
  const url = `http://127.0.0.1:${port}`;
  const children: ChildProcess[] = [];

  const pid = (part: Part): number => {
    if (part === 'worker' || part === 'API') return Number(json(join(dataDir, 'children.json'))[part] ?? 0);
    if (part === 'Temporal') return Number(json(join(dataDir, 'temporal', 'temporal.json'))['pid'] ?? 0);
    const file = join(String(json(join(dataDir, 'postgres.json'))['folder'] ?? ''), 'cluster', 'postmaster.pid');
    return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : 0;
  };

  return {
    dataDir,
    url,
    environment,
    pid,
    async start() {
      let output = '';
      const running = spawn(process.execPath, ['scripts/start.mjs'], { cwd: root, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
      children.push(running);
      for (const stream of [running.stdout, running.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text));
      const ended = new Promise<number | null>((resolve) => running.once('exit', resolve));
      return {
        said: () => output,
        async says(pattern, withinMs = 90_000) {
          for (let waited = 0; waited < withinMs; waited += 100) {
            const match = pattern.exec(output);
            if (match) return match;
            if (running.exitCode !== null) break;
            await wait(100);
          }
          throw new Error(`It never said ${String(pattern)}, but:\n${output}`);
        },
        async interrupt() {
          running.kill('SIGINT');
          return ended;
        },
        async killSupervisor() {
          running.kill('SIGKILL');
          await ended;
        },
      };
    },
    async ready(withinMs = 60_000) {
      for (let waited = 0; waited < withinMs; waited += 200) {
        const answers = await Promise.all([`${url}/readyz`, `http://127.0.0.1:${healthPort}/readyz`].map((address) => fetch(address).then((response) => response.ok, () => false)));
        if (answers.every(Boolean)) return;
        await wait(200);
      }
      throw new Error(`Not ready within ${withinMs / 1000} s`);
    },
    async remove() {
      const parts = (['worker', 'API', 'Temporal', 'PostgreSQL'] as const).map(pid);
      for (const one of [...children.map((child) => child.pid ?? 0), ...parts]) {
        if (one > 0 && isAlive(one)) process.kill(one, 'SIGKILL');
        if (one > 0) await gone(one, 5_000);
      }
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
