/** The work of `wuyou simulate` spread over processes: small parts, so that all of them are busy until the end. */
import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { PlainError } from '../platform/plain-error.js';
import { startProgress } from '../platform/progress.js';
import { merge, type Totals } from '../pathways/simulate/totals.js';
import type { Kept, Keeper } from './simulate-kept.js';
import { partArgument, type Done, type Task } from './simulate-part.js';

export const patientsInOnePart = 20;
/** More than this only wait for memory. */
const mostProcesses = 8;

type Run = { names: string[]; patients: number; seed: number; from: string; days: number | null; keeper: Keeper };

/** Totals by package: what was kept and what was missing of it. Rejects when a process dies. */
export async function simulateAll({ names, patients, seed, from, days, keeper }: Run): Promise<Map<string, Totals>> {
  const kept = new Map(names.map((name): [string, Kept] => [name, keeper.read(name)]));
  const tasks = names.flatMap((name): Task[] => Array.from({ length: Math.ceil(patients / patientsInOnePart) }, (_, part) => {
    const first = part * patientsInOnePart;
    return { name, first, count: Math.min(patientsInOnePart, patients - first), seed, from, days };
  })).filter(({ name, first }) => kept.get(name)?.parts.includes(first) !== true);
  const all = tasks.reduce((sum, { count }) => sum + count, 0);
  const progress = startProgress('patients', { total: all });
  const startedAt = performance.now();
  let done = 0;
  let next = 0;
  const url = new URL(import.meta.url.endsWith('.ts') ? './simulate-part.ts' : './simulate-part.js', import.meta.url);
  // A simulation makes much that is forgotten at once: a larger nursery saves a tenth of its time (measured).
  const execArgv = ['--max-semi-space-size=64', ...(url.href.endsWith('.ts') ? ['--import', import.meta.resolve('tsx')] : [])];

  const work = (): Promise<void> => new Promise((resolve, reject) => {
    const part = fork(fileURLToPath(url), [partArgument], { execArgv });
    let task: Task | undefined;
    const give = (): void => {
      task = tasks[next];
      next += 1;
      if (task) part.send(task);
      else part.disconnect();
    };
    part.on('message', ({ name, totals: counted }: Done) => {
      const before = kept.get(name);
      if (before && task) {
        const now = { totals: merge(before.totals, counted), parts: [...before.parts, task.first] };
        kept.set(name, now);
        keeper.write(name, now);
      }
      done += counted.patients + counted.errors.length;
      const secondsLeft = ((performance.now() - startedAt) / done) * (all - done) / 1000;
      progress.note(`${name}, about ${Math.floor(secondsLeft / 60)}:${String(Math.floor(secondsLeft % 60)).padStart(2, '0')} left`);
      progress.at(done);
      give();
    });
    part.on('error', reject);
    part.on('exit', (code) => (code === 0 ? resolve() : reject(new PlainError(`A process of the simulation ended with ${code ?? 'a signal'}; its patients were not counted.`))));
    give();
  });
  try {
    await Promise.all(Array.from({ length: Math.min(tasks.length, mostProcesses, availableParallelism()) }, work));
  } finally {
    progress.note('');
    progress.end();
  }
  return new Map([...kept].map(([name, { totals }]) => [name, totals]));
}
