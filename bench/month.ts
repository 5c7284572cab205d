/**
 * `npm run bench -- month`: events, actions, bytes and cost of a patient-month, counted from histories in skipped time. Deterministic, so one run is
 * all there is to measure; the tests that print the counts also gate them.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { beginning } from './measure/machine.js';
import { print, table } from './measure/table.js';

/** Temporal Cloud's prices of 2026-11: USD a million actions, and a GB-hour of active storage (https://docs.temporal.io/cloud/pricing). */
const [perMillionActions, perGbHour] = [50, 0.042];
/** A run continues as new after a month, so its history lies in active storage for half of that on average. */
const averageHours = (30 * 24) / 2;
/** The same month with a timer and an activity for everything and a child per visit, and with everything that can wait merged (measured once, on the dev server). */
const others: [string, number, number, number][] = [['model month, naive', 526, 97, 63_064], ['model month, floor (answers wait for the next slot)', 205, 66, 28_056]];
const aims = { events: 400, actions: 80 };

const Cost = z.object({ events: z.number(), bytes: z.number(), workflowTasks: z.number(), actions: z.number() });
const dollars = (actions: number, bytes: number): string => `$${((actions / 1e6) * perMillionActions).toFixed(5)} + $${((bytes / 1e9) * averageHours * perGbHour).toFixed(5)}`;

const ending = beginning('month', 'the time-skipping test server, the product\'s own workflow, activities in memory');
const { stdout, stderr, status } = spawnSync(fileURLToPath(new URL('../node_modules/.bin/vitest', import.meta.url)), ['run', '--project', 'episodes', '--disable-console-intercept=true', 'test/episodes/model-month.test.ts'], { encoding: 'utf8' });
const rows = [...stdout.matchAll(/^(.* month, .*?): (\{"events".*\})$/gm)].map(([, name = '', json = '']) => ({ name, ...Cost.parse(JSON.parse(json)) }));
if (status !== 0 || rows.length < 3) {
  process.stderr.write(`${stdout}\n${stderr}\n`);
  throw new Error('The months could not be counted: see above.');
}
table(['a patient-month', 'events', 'actions', 'workflow tasks', 'history bytes', 'actions + storage in Temporal Cloud'], [
  ...rows.map(({ name, events, actions, workflowTasks, bytes }) => [name, String(events), String(actions), String(workflowTasks), String(bytes), dollars(actions, bytes)]),
  ...others.map(([name, events, actions, bytes]) => [name, String(events), String(actions), '-', String(bytes), dollars(actions, bytes)]),
]);
const like = rows.find(({ name }) => name.includes('reminded'));
if (like) print(`the like of the model month (visits are reminders, urgent answers handled at once): ${like.events} events, aim at most ${aims.events}: ${like.events <= aims.events ? 'met' : 'NOT MET'}; ${like.actions} actions, aim at most ${aims.actions}: ${like.actions <= aims.actions ? 'met' : 'NOT MET'}`);
print();
ending();
