/** The work of `wuyou simulate` spread over processes: small parts, so that all of them are busy until the end. */
import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { PlainError } from '../platform/plain-error.js';
import { startProgress } from '../platform/progress.js';
import { merge, noTotals, type Totals } from '../pathways/simulate/totals.js';
import { partArgument, type Done, type Task } from './simulate-part.js';

const patientsInOnePart = 20;
/** More than this only wait for memory. */
const mostProcesses = 8;

type Run = { names: string[]; patients: number; seed: number; from: string; days: number | null };

/** Totals by package. Rejects when a process dies. */
export async function simulateAll({ names, patients, seed, from, days }: Run): Promise<Map<string, Totals>> {
  const tasks = names.flatMap((name): Task[] => Array.from({ length: Math.ceil(patients / patientsInOnePart) }, (_, part) => {
    const first = part * patientsInOnePart;
    return { name, first, count: Math.min(patientsInOnePart, patients - first), seed, from, days };
  }));
  const totals = new Map(names.map((name) => [name, noTotals()]));
  const progress = startProgress('patients', { total: names.length * patients });
  const startedAt = performance.now();
  let done = 0;
  let next = 0;
  const url = new URL(import.meta.url.endsWith('.ts') ? './simulate-part.ts' : './simulate-part.js', import.meta.url);
  // A simulation makes much that is forgotten at once: a larger nursery saves a tenth of its time (measured).
  const execArgv = ['--max-semi-space-size=64', ...(url.href.endsWith('.ts') ? ['--import', import.meta.resolve('tsx')] : [])];

  const work = (): Promise<void> => new Promise((resolve, reject) => {
    const part = fork(fileURLToPath(url), [partArgument], { execArgv });
    const give = (): void => {
      const task = tasks[next];
      next += 1;
      if (task) part.send(task);
      else part.disconnect();
    };
    part.on('message', ({ name, totals: counted }: Done) => {
      totals.set(name, merge(totals.get(name) ?? noTotals(), counted));
      done += counted.patients + counted.errors.length;
      const secondsLeft = ((performance.now() - startedAt) / done) * (names.length * patients - done) / 1000;
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
  return totals;
}
