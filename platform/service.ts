/** A child process of ours that is kept running: worker, API. It is asked whether it is ready, and ends when we end. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { PlainError } from './plain-error.js';

export type ServiceOptions = {
  /** Shown to people: `worker`, `API`. */
  name: string;
  /** Arguments of node: the file and what loads it. */
  args: string[];
  env: () => Record<string, string>;
  logFile: string;
  /** Answers 200 once the service really works. */
  readyUrl: () => string;
  /** How long its orderly end may take: the worker finishes what it has begun. */
  stopWithinMs: number;
  say: (line: string) => void;
  /** Called with every new process id, so that a later start finds leftovers. */
  spawned?: (pid: number) => void;
  /** Wall milliseconds before the first restart; doubles up to a minute. */
  firstBackoffMs?: number;
};

export type Service = {
  ready(): Promise<void>;
  restart(): void;
  stop(): Promise<void>;
  /** At once; what it had begun is done again by its successor. */
  kill(): void;
};

const longestBackoffMs = 60_000;
/** A service that lived this long did not die of its configuration. */
const stableMs = 60_000;
const readyWithinMs = 180_000;
const givesUpAfter = 3;
const logBytes = 20_000_000;

/** The last thing it said that a person can use. */
function lastWords(logFile: string): string {
  const lines = existsSync(logFile) ? readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-60) : [];
  const telling = lines.filter((line) => /error|cannot|fail|refus|not /i.test(line) && !/^\s*at /.test(line)).at(-1) ?? lines.at(-1) ?? 'it said nothing';
  return telling.trim().slice(0, 300);
}

function openLog(logFile: string): number {
  mkdirSync(dirname(logFile), { recursive: true });
  if (existsSync(logFile) && statSync(logFile).size > logBytes) renameSync(logFile, `${logFile}.1`);
  return openSync(logFile, 'a', 0o600);
}

export function startService(options: ServiceOptions): Service {
  const { name, say, logFile } = options;
  let child: ChildProcess | null = null;
  let stopping = false;
  let wasReady = false;
  let failures = 0;
  let backoff: NodeJS.Timeout | null = null;

  function launch(): void {
    backoff = null;
    const output = openLog(logFile);
    const startedAt = Date.now();
    // A session of its own: Ctrl-C in the terminal must reach the supervisor alone, which then stops everything in order.
    const started = spawn(process.execPath, options.args, { env: options.env(), stdio: ['ignore', output, output, 'ipc'], detached: true });
    closeSync(output);
    child = started;
    if (started.pid !== undefined) options.spawned?.(started.pid);
    started.once('error', (error) => say(`${name}: ${error.message}`));
    started.once('exit', (code, signal) => {
      if (child === started) child = null;
      if (stopping) return;
      failures = Date.now() - startedAt > stableMs ? 1 : failures + 1;
      const delay = Math.min(longestBackoffMs, (options.firstBackoffMs ?? 500) * 2 ** (failures - 1));
      say(`${name} 已退出，${delay / 1000} 秒后重启 · ${name} ended (${signal ?? `code ${code}`}) and starts again in ${delay / 1000} s; its log is ${logFile}`);
      backoff = setTimeout(launch, delay);
    });
  }

  const answers = async (): Promise<boolean> => {
    try {
      return (await fetch(options.readyUrl(), { signal: AbortSignal.timeout(3_000) })).status === 200;
    } catch {
      return false;
    }
  };

  launch();
  return {
    async ready() {
      for (let waited = 0; !(await answers()); waited += 200) {
        if (stopping) throw new PlainError(`The ${name} was stopped while it was starting.`);
        if (!wasReady && failures >= givesUpAfter) throw new PlainError(`The ${name} does not start: ${lastWords(logFile)} (its log is ${logFile}).`);
        if (waited >= readyWithinMs) throw new PlainError(`The ${name} did not become ready within ${readyWithinMs / 60_000} minutes: look at ${logFile}.`);
        await wait(200);
      }
      wasReady = true;
      failures = 0;
    },
    restart() {
      child?.kill('SIGTERM');
    },
    async stop() {
      stopping = true;
      if (backoff) clearTimeout(backoff);
      const ending = child;
      if (!ending) return;
      const ended = new Promise<void>((resolve) => ending.once('exit', () => resolve()));
      ending.kill('SIGTERM');
      const late = setTimeout(() => ending.kill('SIGKILL'), options.stopWithinMs);
      await ended;
      clearTimeout(late);
    },
    kill() {
      child?.kill('SIGKILL');
    },
  };
}
