/** Starts everything and stays until it is told to stop. */
import { up, type Up } from '../platform/up.js';
import { inheritedEnvironment, platformSettings } from '../settings.js';

export const summary = 'Start PostgreSQL, Temporal, the worker and the API, and wait until all of them answer (npm start)';
export const usage = `wuyou up

  Uses DATABASE_URL and TEMPORAL_ADDRESS when they are set, else embedded servers with their data under .data/ (WUYOU_DATA_DIR).
  Ctrl-C stops everything in order; a second Ctrl-C does not wait for work that is under way.`;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

export async function run(): Promise<number> {
  process.stdout.on('error', () => {}); // whoever read our lines is gone; the work goes on
  const begin = new AbortController();
  let running: Up | null = null;
  const told = new Promise<void>((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(name, () => {
        if (begin.signal.aborted) return running?.kill();
        say('\n正在停止 · Stopping in order: API, worker, Temporal, PostgreSQL (Ctrl-C again: do not wait for work under way)');
        begin.abort();
        resolve();
      });
    }
  });
  try {
    running = await up(platformSettings(), inheritedEnvironment(), say, begin.signal);
    await told;
    await running.stop();
  } catch (error) {
    if (!begin.signal.aborted) throw error;
  }
  say('已停止 · Stopped');
  return 0;
}
