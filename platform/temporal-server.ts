/**
 * The embedded Temporal dev server: its own process in its own session, its SQLite file in our folder, on the ports it had
 * last time. It survives our sudden death; the next start adopts it.
 */
import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { PlainError } from './plain-error.js';
import { freePort } from './ports.js';
import { commandLine, gone, isAlive } from './processes.js';
import { readJson, writeJson } from './state-file.js';

export type EmbeddedTemporal = {
  address: string;
  uiUrl: string;
  pid: number;
  adopted: boolean;
  stop(): Promise<void>;
};

export type TemporalOptions = {
  cli: string;
  /** Absolute; holds the database, the log and where the server was last time. */
  folder: string;
  namespace: string;
  /** Where the Temporal UI sends payloads to be decoded for a signed-in person. */
  codecEndpoint: string;
  env: Record<string, string>;
};

const LastTime = z.object({ pid: z.number(), port: z.number(), uiPort: z.number() });
type LastTime = z.infer<typeof LastTime>;

/** A minute of a busy laptop; the server itself needs about one second. */
const startWithinMs = 60_000;

const tail = (log: string): string => {
  const lines = existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n') : [];
  return (lines.filter((line) => /error|fatal|panic|unable/i.test(line)).at(-1) ?? lines.at(-1) ?? 'it wrote nothing').slice(0, 400);
};

function launch({ cli, folder, namespace, codecEndpoint, env }: TemporalOptions, port: number, uiPort: number): number {
  const output = openSync(join(folder, 'temporal.log'), 'w', 0o600);
  const args = ['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(port), '--ui-port', String(uiPort), '--namespace', namespace];
  const more = ['--db-filename', join(folder, 'temporal.db'), '--ui-codec-endpoint', codecEndpoint, '--log-format', 'json', '--log-level', 'error'];
  // Its own settings come from these arguments alone, not from a TEMPORAL_* profile of the person who starts it.
  const plain = Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('TEMPORAL_')));
  const child = spawn(cli, [...args, ...more, '--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', 'synchronous=FULL'], {
    detached: true,
    stdio: ['ignore', output, output],
    env: plain,
  });
  child.unref();
  closeSync(output);
  if (child.pid === undefined) throw new PlainError(`The Temporal server could not be started: ${cli} cannot be run.`);
  return child.pid;
}

/** The web server's own API asks the server behind it, so its answer means that both work; its pages come seconds earlier. */
const answers = async ({ uiPort }: { uiPort: number }): Promise<boolean> => {
  try {
    return (await fetch(`http://127.0.0.1:${uiPort}/api/v1/system-info`, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
};

async function untilAnswering(place: LastTime, folder: string): Promise<void> {
  for (let waited = 0; waited < startWithinMs; waited += 100) {
    if (await answers(place)) return;
    if (!isAlive(place.pid)) {
      const said = tail(join(folder, 'temporal.log'));
      throw new PlainError(
        /no space left|disk is full/i.test(said)
          ? `The disk that holds ${folder} is full: free at least 300 MB and start again.`
          : `The Temporal server stopped while starting: ${said} (the whole log is ${join(folder, 'temporal.log')}).`,
      );
    }
    await wait(100);
  }
  throw new PlainError(`The Temporal server did not answer within ${startWithinMs / 1000} seconds: look at ${join(folder, 'temporal.log')} and start again.`);
}

async function stop(pid: number): Promise<void> {
  if (!isAlive(pid)) return;
  process.kill(pid, 'SIGTERM');
  if (await gone(pid, 15_000)) return;
  process.kill(pid, 'SIGKILL'); // the SQLite log is written ahead: nothing acknowledged is lost
  await gone(pid, 5_000);
}

export async function startTemporal(options: TemporalOptions): Promise<EmbeddedTemporal> {
  const stateFile = join(options.folder, 'temporal.json');
  const last = readJson(stateFile, LastTime);
  const finish = async (place: LastTime, adopted: boolean): Promise<EmbeddedTemporal> => {
    writeJson(stateFile, place);
    await untilAnswering(place, options.folder);
    return { address: `127.0.0.1:${place.port}`, uiUrl: `http://127.0.0.1:${place.uiPort}`, pid: place.pid, adopted, stop: () => stop(place.pid) };
  };
  if (last && isAlive(last.pid) && commandLine(last.pid).includes(join(options.folder, 'temporal.db'))) return finish(last, true);
  for (let attempt = 1; ; attempt++) {
    const port = await freePort(attempt === 1 ? last?.port : undefined);
    const uiPort = await freePort(attempt === 1 ? last?.uiPort : undefined);
    const pid = launch(options, port, uiPort);
    try {
      return await finish({ pid, port, uiPort }, false);
    } catch (error) {
      await stop(pid);
      const portTaken = /address already in use|can't set .*port|port .* in use/i.test(readFileSync(join(options.folder, 'temporal.log'), 'utf8'));
      if (!portTaken || attempt === 3) throw error;
    }
  }
}

