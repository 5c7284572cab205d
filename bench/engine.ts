/**
 * `npm run bench -- engine`: what a patient-year of 400 steps and a simulated patient cost, as ratios to a fixed piece of work on the same
 * machine, so that a slower machine or a busy one gives about the same number. A change of a ratio by half is a change of the engine.
 */
import { cpus } from 'node:os';
import { loadDefinitionOrThrow } from '../cli/load-definition.js';
import { builtInProfiles } from '../cli/simulate-part.js';
import { simulatePatient } from '../pathways/simulate/simulate.js';
import { optionsOf } from './measure/options.js';
import { liveTheYear, stepsOfTheYear } from './patient-year.js';
import { cpuMs, measureYardstick } from './yardstick.js';

const print = (text: string): boolean => process.stdout.write(`${text}\n`);

const options = optionsOf({ patients: 100 }, { patients: 4 });

/** The aim of the plan, in CPU milliseconds on the machine that the plan was measured on. */
const aimMs = 2;
/** Years until the compiler has settled, and rounds of years measured after that. */
const [warmUp, rounds, yearsInARound] = [60, 5, 20];

const unit = measureYardstick();
print(`${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, Node ${process.version}; yardstick ${unit.toFixed(1)} ms CPU`);
benchYear();
benchPackages();
benchMany(options.patients);

/** Least, middle and most of the rounds. */
function benchYear(): void {
  for (let i = 0; i < warmUp; i++) liveTheYear();
  const ms = Array.from({ length: rounds }, () => cpuMs(() => { for (let i = 0; i < yearsInARound; i++) liveTheYear(); }) / yearsInARound).sort((a, b) => a - b);
  const [least = 0, middle = 0, most = 0] = [ms[0], ms[Math.floor(rounds / 2)], ms.at(-1)];
  const events = liveTheYear().entries.reduce((sum, entry) => sum + entry.events.length, 0);
  print(`patient-year of ${stepsOfTheYear} steps, ${events} events: ${least.toFixed(1)} / ${middle.toFixed(1)} / ${most.toFixed(1)} ms CPU, ${(middle / unit).toFixed(2)} yardsticks, ${((middle / stepsOfTheYear) * 1000).toFixed(0)} µs a step; the aim of ${aimMs} ms is ${middle <= aimMs ? 'met' : 'NOT MET'}`);
}

/** Virtual patients who answer, measure and miss, with the generator's own work. */
function benchPackages(): void {
  const [days, patients, profiles] = [35, 20, builtInProfiles()];
  for (const name of ['hip-wound-care', 'hip-home-rehab', 'stroke-rehab', 'discharge-follow-up']) {
    const { plan, hash } = loadDefinitionOrThrow(name);
    const simulation = { plan, hash, profiles, days, seed: 1, from: '2026-03-02' };
    simulatePatient(simulation, 0); // compiles the hot paths
    let events = 0;
    const ms = cpuMs(() => {
      for (let number = 0; number < patients; number++) events += simulatePatient(simulation, number).world.entries.reduce((sum, entry) => sum + entry.events.length, 0);
    });
    print(`${name.padEnd(20)} ${(ms / patients).toFixed(1)} ms CPU a patient over ${days} days, ${(ms / patients / unit).toFixed(2)} yardsticks, ${((ms / events) * 1000).toFixed(0)} µs an event`);
  }
}

/** What 10,000 patients over a year would take, from a sample: said to be computed, with the memory before and after the sample. */
function benchMany(patients: number): void {
  const [wanted, days, profiles] = [10_000, 365, builtInProfiles()];
  const { plan, hash } = loadDefinitionOrThrow('annual');
  const megabytes: number[] = [];
  const startedAt = performance.now();
  const ms = cpuMs(() => {
    for (let number = 0; number < patients; number++) {
      simulatePatient({ plan, hash, profiles, days, seed: 1, from: '2026-03-02' }, number);
      if (number % Math.max(1, Math.floor(patients / 4)) === 0) megabytes.push(Math.round(process.memoryUsage().rss / 1e6));
    }
  });
  const wallMs = performance.now() - startedAt;
  print(`annual, ${days} days: ${patients} patients measured, ${(ms / patients).toFixed(1)} ms CPU each (${(wallMs / patients).toFixed(1)} ms by the clock), ${(ms / patients / unit).toFixed(2)} yardsticks; memory ${megabytes.join(', ')} MB on the way`);
  print(`  computed from that, not run: ${wanted} patients take ${((ms / patients) * wanted / 60_000).toFixed(0)} minutes of CPU; run them with: npx wuyou simulate --package annual --patients ${wanted} --days ${days}`);
}
