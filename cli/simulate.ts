/** `wuyou simulate`: seeded virtual patients through the production engine. One patient: a timeline; many: totals. */
import { PlainError, UsageError } from '../platform/plain-error.js';
import { startProgress } from '../platform/progress.js';
import { simulatePatient, type Simulation } from '../pathways/simulate/simulate.js';
import { addPatient, noTotals, type Totals } from '../pathways/simulate/totals.js';
import { formatTimeline, timelineOf } from '../pathways/story/timeline.js';
import { loadDefinitionOrThrow } from './load-definition.js';

export const summary = 'Run seeded virtual patients through a package';
export const usage = `wuyou simulate <package> --days N [--patients N] [--seed S] [--from 2026-03-02] [--json]

  One patient (the default): prints the timeline. Several: prints totals.
  --days      how long, counted from the day of discharge
  --seed      the same seed always gives the same patients (default 1)
  --from      day of discharge (of the first patient; the others follow over four weeks)
  Answers, misses, readings, no-shows, deaths and failing vendors are drawn from the plan and the seed. Nothing is sent and nothing stored.
  Exit code 1 when a safety, dose or visit message yielded to the daily cap: that must never happen.`;

export async function run(args: string[]): Promise<number> {
  const { name, days, patients, seed, from, json } = parse(args);
  const { plan, hash } = loadDefinitionOrThrow(name);
  const simulation: Simulation = { plan, hash, days, seed, from };
  if (patients === 1) return one(simulation, json);
  const totals = noTotals();
  const startedAt = performance.now();
  const progress = startProgress('patients', { total: patients });
  for (let number = 0; number < patients; number++) {
    addPatient(totals, simulatePatient(simulation, number));
    progress.at(number + 1);
  }
  progress.end();
  print(json ? JSON.stringify(totals, null, 2) : formatTotals(totals, simulation, performance.now() - startedAt));
  return totals.yielded.length === 0 ? 0 : 1;
}

function one(simulation: Simulation, json: boolean): number {
  const patient = simulatePatient(simulation, 0);
  const totals = noTotals();
  addPatient(totals, patient);
  const [episode = ''] = patient.world.running.keys();
  const clocks = { [episode]: { zone: simulation.plan.zone, anchor: patient.anchor } };
  if (json) print(JSON.stringify({ totals, events: patient.world.entries.flatMap(({ events }) => events) }, null, 2));
  else print(`${simulation.plan.id}@${simulation.plan.version}, seed ${simulation.seed}, discharged ${patient.anchor}\n\n${formatTimeline(timelineOf({ world: patient.world, clocks }), false)}`);
  return totals.yielded.length === 0 ? 0 : 1;
}

function formatTotals(totals: Totals, { plan, days, seed }: Simulation, ms: number): string {
  const table = (title: string, rows: Record<string, number>): string[] => [
    '', title, ...Object.entries(rows).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, n]) => `  ${key.padEnd(44)} ${String(n).padStart(9)}`),
  ];
  return [
    `${plan.id}@${plan.version}: ${totals.patients} patients over ${days} days, seed ${seed}, ${totals.events} events in ${(ms / 1000).toFixed(1)} s (${(ms / totals.patients).toFixed(0)} ms each)`,
    ...table('Episodes', totals.statuses), ...table('Steps', totals.steps), ...table('Messages', totals.messages), ...table('Cases', totals.cases), ...table('Deadlines missed', totals.breaches),
    '', `Inputs refused                       ${totals.refused}`,
    `Most SMS to one patient on one day   ${totals.mostSmsInADay} (cap ${plan.dailySmsCap}; safety, dose and visit messages pass it)`,
    `Largest state of an episode          ${totals.largestStateBytes} bytes`,
    totals.yielded.length === 0 ? 'Safety, dose and visit messages never yielded to the daily cap.' : `BROKEN PROMISE: yielded to the daily cap: ${totals.yielded.slice(0, 5).join(', ')}`,
  ].join('\n');
}

type Options = { name: string; days: number; patients: number; seed: number; from: string; json: boolean };

function parse(args: string[]): Options {
  const options: Options = { name: '', days: 0, patients: 1, seed: 1, from: '2026-03-02', json: false };
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? '';
    const value = args[i + 1] ?? '';
    if (arg === '--json') options.json = true;
    else if (arg === '--from') options.from = dateOf(value, (i += 1));
    else if (arg === '--days' || arg === '--patients' || arg === '--seed') {
      const number = Number(value);
      if (!Number.isInteger(number) || number < 1) throw new UsageError(`${arg} needs a whole number above 0, not "${value}".\n\n${usage}`);
      options[arg === '--days' ? 'days' : arg === '--patients' ? 'patients' : 'seed'] = number;
      i += 1;
    } else if (arg.startsWith('--') || options.name !== '') throw new UsageError(`Unknown argument ${arg}.\n\n${usage}`);
    else options.name = arg;
  }
  if (options.name === '' || options.days === 0) throw new UsageError(`Which package, and for how many days?\n\n${usage}`);
  return options;
}

function dateOf(text: string, _index: number): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) throw new PlainError(`--from needs a date like 2026-03-02, not "${text}".`);
  return text;
}

const print = (text: string): boolean => process.stdout.write(`${text}\n`);
