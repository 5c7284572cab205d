/** `wuyou simulate`: seeded virtual patients through the production engine. One patient: a timeline; many: totals against what was expected. */
import { readFileSync } from 'node:fs';
import { UsageError } from '../platform/plain-error.js';
import { durationOf } from '../pathways/simulate/duration.js';
import { simulatePatient } from '../pathways/simulate/simulate.js';
import { addPatient, noTotals } from '../pathways/simulate/totals.js';
import { formatTimeline, timelineOf } from '../pathways/story/timeline.js';
import { builtInPackages, loadDefinitionOrThrow } from './load-definition.js';
import { builtInBands, fewestForBands, formatDetails, formatReport, holds, lineOf } from './simulate-report.js';
import { patientsInOnePart, simulateAll } from './simulate-processes.js';
import { keepIn, keepNothing } from './simulate-kept.js';
import { builtInProfiles, profilesFile } from './simulate-part.js';

export const summary = 'Run seeded virtual patients through the packages and compare with what was expected';
export const usage = `wuyou simulate [--package <package>]... [--patients N] [--seed S] [--days N] [--from 2026-03-02] [--keep <folder>] [--json]

  Every built-in package, or those named; 1,000 patients each over the full course. One patient of one package: prints the timeline.
  --package   id, id@version, folder or file; may be given several times
  --patients  how many of each package (default 1000)
  --days      stop so many days after the launch (default: when the longest course is over)
  --seed      the same seed always gives the same patients (default 1)
  --from      day of the launch (of the first patient; the others follow over four weeks)
  --keep      write what was counted into this folder after every twenty patients; the same command goes on from there when it was cut off,
              and with more --patients adds the missing ones
  Answers, misses, readings, no-shows, deaths and failing vendors are drawn from the plan, pathways/simulate/profiles.yaml and the seed.
  Nothing is sent and nothing stored. Every patient is audited (daily cap, night, same text, unheard alarms, cases for ever, refused acts).
  From ${fewestForBands} patients over the full course the numbers are held against pathways/simulate/bands.yaml.
  Exit code 1 when the engine failed, a promise was broken, a number left its band or a package has no bands.`;

export async function run(args: string[]): Promise<number> {
  const { names, days, patients, seed, from, json, keep } = parse(args);
  const [only] = names;
  if (patients === 1 && names.length === 1 && only !== undefined) return one({ name: only, days, seed, from }, json);
  const packages = names.length > 0 ? names : builtInPackages();
  const startedAt = performance.now();
  const keeper = keep === null ? keepNothing : keepIn(keep, { seed, from, days, profiles: readFileSync(profilesFile, 'utf8') });
  const totals = await simulateAll({ names: packages, patients, seed, from, days, keeper });
  const profiles = builtInProfiles();
  const written = builtInBands();
  const lines = packages.map((name) => lineOf(loadDefinitionOrThrow(name).plan, totals.get(name) ?? noTotals(), { bands: written, profiles, patients, days }));
  const seconds = (performance.now() - startedAt) / 1000;
  print(json ? JSON.stringify({ seed, patients, seconds, packages: lines.map((line) => ({ ...line, holds: holds(line) })) }, null, 2) : formatReport(lines, { seed, seconds }));
  if (!json && lines.length === 1) for (const line of lines) print(formatDetails(line.totals));
  return lines.every(holds) ? 0 : 1;
}

function one({ name, days, seed, from }: { name: string; days: number | null; seed: number; from: string }, json: boolean): number {
  const { plan, hash } = loadDefinitionOrThrow(name);
  const profiles = builtInProfiles();
  const patient = simulatePatient({ plan, hash, profiles, days: days ?? durationOf(plan, profiles), seed, from }, 0);
  const totals = noTotals();
  addPatient(totals, patient, 0, days === null);
  const [episode = ''] = patient.world.running.keys();
  const clocks = { [episode]: { zone: plan.zone, anchor: patient.anchor } };
  if (json) print(JSON.stringify({ totals, events: patient.world.entries.flatMap(({ events }) => events) }, null, 2));
  else print(`${plan.id}@${plan.version}, seed ${seed}, launched ${patient.launched}, ${plan.mainAnchor} ${patient.anchor}\n\n${formatTimeline(timelineOf({ world: patient.world, clocks }), false)}`);
  return Object.keys(totals.broken).length === 0 ? 0 : 1;
}

type Options = { names: string[]; days: number | null; patients: number; seed: number; from: string; json: boolean; keep: string | null };

function parse(args: string[]): Options {
  const options: Options = { names: [], days: null, patients: 1000, seed: 1, from: '2026-03-02', json: false, keep: null };
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? '';
    const value = (): string => {
      i += 1;
      const given = args[i];
      if (given === undefined || given.startsWith('--')) throw new UsageError(`${arg} needs a value.\n\n${usage}`);
      return given;
    };
    switch (arg) {
      case '--json': options.json = true; break;
      case '--package': options.names.push(value()); break;
      case '--keep': options.keep = value(); break;
      case '--from': options.from = dateOf(value()); break;
      case '--days': options.days = wholeOf(arg, value()); break;
      case '--patients': options.patients = wholeOf(arg, value()); break;
      case '--seed': options.seed = wholeOf(arg, value()); break;
      default:
        if (arg.startsWith('--')) throw new UsageError(`Unknown argument ${arg}.\n\n${usage}`);
        options.names.push(arg);
    }
  }
  if (options.keep !== null && options.patients % patientsInOnePart !== 0) throw new UsageError(`With --keep, --patients goes by ${patientsInOnePart}, not ${options.patients}: what is kept are whole parts.`);
  return options;
}

function wholeOf(arg: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new UsageError(`${arg} needs a whole number above 0, not "${text}".\n\n${usage}`);
  return number;
}

function dateOf(text: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) throw new UsageError(`--from needs a date like 2026-03-02, not "${text}".`);
  return text;
}

const print = (text: string): boolean => process.stdout.write(`${text}\n`);
