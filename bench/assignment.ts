/** `npm run bench -- assignment`: how far the day's assignment is from the best possible one, on small random days; and what a large day costs in time. */
import { Day } from '../pathways/visits/assignment/day.js';
import { optimum } from '../pathways/visits/assignment/exact.js';
import { improve } from '../pathways/visits/assignment/exchanges.js';
import { insertCheapest, partSize, planInParts } from '../pathways/visits/assignment/heuristic.js';
import { nobodyMinutes } from '../pathways/visits/assignment/day.js';
import { randomDay } from '../pathways/visits/testing/random-day.js';
import { optionsOf } from './measure/options.js';

const { instances } = optionsOf({ instances: 200 }, { instances: 5 });
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const unserved = (cost: number): number => Math.floor(cost / nobodyMinutes);

type Gap = { extraUnserved: number; minutes: number; percent: number };
const gapOf = (cost: number, best: number): Gap => {
  const [a, b] = [cost - unserved(cost) * nobodyMinutes, best - unserved(best) * nobodyMinutes];
  const extraUnserved = unserved(cost) - unserved(best);
  return { extraUnserved, minutes: extraUnserved === 0 ? a - b : 0, percent: extraUnserved === 0 && b > 0 ? ((a - b) / b) * 100 : 0 };
};

function report(name: string, gaps: Gap[]): void {
  const same = gaps.filter(({ extraUnserved }) => extraUnserved === 0);
  const sorted = same.map(({ percent }) => percent).toSorted((a, b) => a - b);
  const mean = sorted.reduce((sum, x) => sum + x, 0) / Math.max(1, sorted.length);
  const optimal = same.filter(({ minutes }) => minutes < 1e-6).length;
  say(`  ${name.padEnd(22)} optimal ${((optimal / gaps.length) * 100).toFixed(0)} %, mean gap ${mean.toFixed(2)} %, 95th percentile ${(sorted[Math.floor(sorted.length * 0.95)] ?? 0).toFixed(1)} %, worst ${(sorted.at(-1) ?? 0).toFixed(1)} %, days with one more visit unserved ${gaps.length - same.length}`);
}

for (const [visits, people] of [[8, 3], [10, 4], [11, 5]] as const) {
  const [inserted, improved]: [Gap[], Gap[]] = [[], []];
  for (let seed = 1; seed <= instances; seed++) {
    const day = new Day(randomDay(seed, visits, people));
    const best = optimum(day).cost;
    const first = insertCheapest(day);
    inserted.push(gapOf(day.cost(first), best));
    improved.push(gapOf(day.cost(improve(day, first)), best));
  }
  say(`${instances} random days, ${visits} visits, ${people} people (seeds 1-${instances}):`);
  report('insertion alone', inserted);
  report('with exchanges', improved);
}
for (const [visits, people] of [[40, 14], [120, 40]] as const) {
  const started = performance.now();
  const plan = planInParts(randomDay(7, visits, people));
  say(`${visits} visits, ${people} people, in parts of ${partSize}: ${(performance.now() - started).toFixed(0)} ms, ${plan.filter((p) => p === null).length} without anybody`);
}
