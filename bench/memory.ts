/** `npm run bench -- memory`: what an idle open episode takes, in the worker's cache and in PostgreSQL, beside the bare workflow; and what the workflow bundle holds. */
import { setTimeout as wait } from 'node:timers/promises';
import { makeBundle } from '../temporal/bundle.js';
import { zoneWhereItIsMorning } from '../test/chaos/course.js';
import { benchCourse } from './hospital/course.js';
import { stopAll } from './hospital/ends.js';
import { openHospital } from './hospital/open.js';
import { startServers, type Servers } from './hospital/servers.js';
import { timed } from './measure/at-once.js';
import { residentBytes } from './measure/cpu.js';
import { beginning } from './measure/machine.js';
import { ratiosOf } from './measure/numbers.js';
import { optionsOf } from './measure/options.js';
import { print, rangeText, table, verdicts } from './measure/table.js';
import { bareOn } from './rivals/bare.js';

const options = optionsOf({ rounds: 3, episodes: 200, first: 30 }, { rounds: 1, episodes: 6, first: 2 });
const { atMost } = verdicts(options);
const packageId = 'bench-memory';
const kb = 1_024;

type Taken = { cached: number[]; temporal: number[]; own: number[] };
const taken: Record<'Wuyou' | 'bare', Taken> = { Wuyou: { cached: [], temporal: [], own: [] }, bare: { cached: [], temporal: [], own: [] } };

const bytesOf = async ({ database: { sql }, temporal }: Servers): Promise<{ own: number; temporal: number }> => {
  const [row] = await sql<{ bytes: string }[]>`select pg_database_size(current_database())::text as bytes`;
  return { own: Number(row?.bytes), temporal: (await temporal.bytes()) ?? Number.NaN };
};

/** Launches so many, waits until they rest, and shares out what grew. */
async function grow(servers: Servers, pid: () => number, into: Taken, launchAll: () => Promise<unknown>): Promise<void> {
  const [before, memory] = [await bytesOf(servers), residentBytes(pid())];
  await launchAll();
  await wait(options.short ? 1_000 : 8_000);
  const after = await bytesOf(servers);
  into.cached.push((residentBytes(pid()) - memory) / options.episodes / kb);
  into.temporal.push((after.temporal - before.temporal) / options.episodes / kb);
  into.own.push((after.own - before.own) / options.episodes / kb);
}

const servers = await startServers(options.server);
try {
  const ending = beginning(`memory ${options.words}`, `${servers.temporal.what}; resident memory of Wuyou's worker and of the bare worker, which share nothing`);
  const house = await openHospital(servers, [benchCourse(packageId, zoneWhereItIsMorning(Date.now()), [])]);
  const bare = bareOn(servers.temporal.connection);
  const far = Date.now() + 30 * 86_400_000;
  let [ours, theirs] = [0, 0];
  const launchOurs = async (): Promise<void> => {
    const n = (ours += 1);
    await house.launch(await house.discharged(n), packageId);
  };
  const launchTheirs = (): Promise<void> => bare.launch(`bare-${(theirs += 1)}`, [far]);
  // The first ones pay for compiled code and for the room that a heap takes before it is collected.
  await timed(options.first, 6, launchOurs);
  await timed(options.first, 6, launchTheirs);
  for (let round = 0; round < options.rounds; round++) {
    const sides = [
      () => grow(servers, () => house.worker.pid, taken.Wuyou, () => timed(options.episodes, 6, launchOurs)),
      () => grow(servers, () => house.bareWorker.pid, taken.bare, () => timed(options.episodes, 6, launchTheirs)),
    ];
    for (const side of round % 2 === 0 ? sides : sides.toReversed()) await side();
  }
  const row = (name: string, figure: keyof Taken): string[] => [name, rangeText(taken.Wuyou[figure]), figure === 'own' ? '-' : rangeText(taken.bare[figure]), figure === 'own' ? '-' : rangeText(ratiosOf(taken.Wuyou[figure], taken.bare[figure]))];
  table([`KB per open idle episode, ${options.episodes} a round`, 'Wuyou', 'bare workflow', 'ratio'], [
    row('worker, resident', 'cached'),
    ...(Number.isNaN(taken.bare.temporal[0] ?? Number.NaN) ? [] : [row("Temporal's PostgreSQL, history and visibility", 'temporal')]),
    row("Wuyou's PostgreSQL (patient, stay, order and audit included)", 'own'),
  ]);
  print(atMost('resident per cached idle episode, ratio', ratiosOf(taken.Wuyou.cached, taken.bare.cached), 1.3));
  const { code } = await makeBundle();
  const foreign = ['zod', 'postgres', 'pg', 'hono', 'twilio'].filter((name) => code.includes(`node_modules/${name}/`));
  print(`workflow bundle: ${(code.length / kb).toFixed(0)} KB; ${foreign.length === 0 ? 'no zod, no driver, no vendor in it' : `holds ${foreign.join(', ')}, which must not be`}`);
  print();
  ending();
} finally {
  await stopAll();
}
process.exit(0);
