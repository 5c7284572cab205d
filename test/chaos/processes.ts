/** Worker and API as child processes that die hard: started with a kill point, awaited, counted by the line they leave behind. */
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

/** SIGSTOP: the process sleeps there, and whoever asked for it wakes it. */
export type Kill = { point: string; pass: number; signal?: 'SIGKILL' | 'SIGSTOP' };
export type Ended = { signal: NodeJS.Signals | null; code: number | null };

export type Running = {
  pid: number;
  ended: Promise<Ended>;
  isRunning(): boolean;
  /** `kill -9`. */
  kill(): void;
  /** In order. */
  stop(): Promise<void>;
  ready(withinMs: number): Promise<boolean>;
};

/** `path`: a compiled file, or one of our sources. */
export type Program = { path: string; readyUrl: string; logFile: string; environment: Record<string, string>; counterFile: string };

const lastWords = new URL('last-words.mjs', import.meta.url).href;

export function start({ path, readyUrl, logFile, environment, counterFile }: Program, kill?: Kill): Running {
  const output = openSync(logFile, 'a', 0o600);
  const env = { ...environment, ...(kill ? { KILL_AT: `${kill.point}@${kill.pass}`, KILL_COUNTER_FILE: counterFile, KILL_SIGNAL: kill.signal ?? 'SIGKILL' } : {}) };
  const child: ChildProcess = spawn(process.execPath, ['--import', lastWords, ...(path.endsWith('.ts') ? ['--import', import.meta.resolve('tsx')] : []), path], { env, stdio: ['ignore', output, output, 'ipc'], detached: true });
  closeSync(output);
  let over = false;
  const ended = new Promise<Ended>((resolve) => {
    child.once('exit', (code, signal) => {
      over = true;
      resolve({ code, signal });
    });
  });
  const running = (): boolean => !over;
  return {
    pid: child.pid ?? 0, ended, isRunning: running,
    kill: () => void child.kill('SIGKILL'),
    async stop() {
      if (over) return;
      child.kill('SIGCONT');
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), 30_000);
      await ended;
      clearTimeout(late);
    },
    async ready(withinMs) {
      for (const began = Date.now(); running() && Date.now() - began < withinMs; await wait(100)) {
        if (await answers(readyUrl)) return true;
      }
      return false;
    },
  };
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(1_000) })).status === 200;
  } catch {
    return false;
  }
}

/** How often each point left its line. */
export function firedAt(counterFile: string): Record<string, number> {
  const counts: Record<string, number> = {};
  const lines = existsSync(counterFile) ? readFileSync(counterFile, 'utf8').split('\n').filter(Boolean) : [];
  for (const point of lines) counts[point] = (counts[point] ?? 0) + 1;
  return counts;
}
