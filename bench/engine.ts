/**
 * `npm run bench`: what one simulated patient costs, as a ratio to a fixed piece of work on the same machine, so that a slower machine
 * or a busy one gives about the same number. A change of the ratio by half is a change of the engine.
 */
import { loadDefinitionOrThrow } from '../cli/load-definition.js';
import { builtInProfiles } from '../cli/simulate-part.js';
import { simulatePatient } from '../pathways/simulate/simulate.js';

const packages = ['hip-wound-care', 'hip-home-rehab', 'stroke-rehab', 'discharge-follow-up'];
const days = 35;
const patients = 20;
const profiles = builtInProfiles();

/** CPU milliseconds of this process alone. */
function cpuMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Ten million JSON-free integer steps: neither memory nor I/O. */
function yardstick(): void {
  let x = 1;
  for (let i = 0; i < 10_000_000; i++) x = (Math.imul(x, 1_664_525) + 1_013_904_223) | 0;
  if (x === 0) process.stdout.write('');
}

yardstick();
const unit = Math.min(...[1, 2, 3, 4, 5].map(() => cpuMs(yardstick)));
process.stdout.write(`yardstick ${unit.toFixed(1)} ms CPU\n`);
for (const name of packages) {
  const { plan, hash } = loadDefinitionOrThrow(name);
  const simulation = { plan, hash, profiles, days, seed: 1, from: '2026-03-02' };
  simulatePatient(simulation, 0); // compiles the hot paths
  let events = 0;
  const ms = cpuMs(() => {
    for (let number = 0; number < patients; number++) events += simulatePatient(simulation, number).world.entries.reduce((sum, entry) => sum + entry.events.length, 0);
  });
  process.stdout.write(`${name.padEnd(20)} ${(ms / patients).toFixed(1)} ms CPU a patient over ${days} days, ${(ms / patients / unit).toFixed(2)} yardsticks, ${((ms / events) * 1000).toFixed(0)} µs an event\n`);
}
