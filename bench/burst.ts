/**
 * `npm run bench -- burst`: reminders due at the same minute. First bursts without spread, in turns with the bare workflow and the queues, for the
 * CPU that one reminder costs; then a crowd with the default spread, for its lateness and for what answers wait meanwhile.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { zoneWhereItIsMorning } from '../test/chaos/course.js';
import { benchCourse, minuteMs, nextMinute, type Slot } from './hospital/course.js';
import { stopAll } from './hospital/ends.js';
import { openHospital, type Open } from './hospital/open.js';
import { startServers, type Servers } from './hospital/servers.js';
import { sendAnswer } from './measure/answers.js';
import { timed } from './measure/at-once.js';
import { cpuMsOfTree } from './measure/cpu.js';
import { found } from './measure/found.js';
import { beginning } from './measure/machine.js';
import { quantile, ratiosOf } from './measure/numbers.js';
import { optionsOf } from './measure/options.js';
import { print, rangeText, table, verdicts } from './measure/table.js';
import { queues } from './rivals/all.js';
import { bareOn } from './rivals/bare.js';
import { latenessOf } from './rivals/bare-activities.js';

/** `gap`: minutes between two bursts; `lead`: seconds in which everybody has to be launched. */
const options = optionsOf({ rounds: 3, reminders: 500, crowd: 2_000, gap: 2, lead: 900 }, { rounds: 1, reminders: 5, crowd: 4, gap: 1, lead: 60 });
const { atMost } = verdicts(options);
const [together, crowdId] = ['bench-together', 'bench-crowd'] as const;
const launchesAtOnce = 12;
/** A burst that is not over by then is given up and said to be incomplete. */
const patienceMs = options.gap * minuteMs - 10_000;
/** What was launched comes to rest, then what the processes take at rest is measured. */
const [settleMs, idleMs] = options.short ? [5_000, 5_000] : [20_000, 30_000];

type Burst = { cpuMs: Record<string, number>; late: number[]; expected: number };
type Meter = () => Record<string, number>;

/** Until the marks are complete and the processes are as quiet as before: settling and closing belong to the price. */
async function measured(meter: Meter, idle: Record<string, number>, dueMs: number, expected: number, lateness: () => Promise<number[]>): Promise<Burst> {
  await wait(Math.max(0, dueMs - 1_500 - Date.now()));
  const [before, startedAt] = [meter(), performance.now()];
  let late: number[] = [];
  while (late.length < expected && Date.now() < dueMs + patienceMs) {
    await wait(500);
    late = await lateness();
  }
  await wait(options.short ? 1_000 : 4_000);
  const [after, seconds] = [meter(), (performance.now() - startedAt) / 1_000];
  const cpuMs = Object.fromEntries(Object.entries(after).map(([part, ms]) => [part, ms - (before[part] ?? 0) - (idle[part] ?? 0) * seconds]));
  return { cpuMs, late, expected };
}

/** NaN: so few that they drown in what the processes take at rest. */
function totalOf({ cpuMs, late }: Burst): number {
  const each = Object.values(cpuMs).reduce((sum, ms) => sum + ms, 0) / late.length;
  return each > 0 ? each : Number.NaN;
}

async function idleOf(meter: Meter): Promise<Record<string, number>> {
  const before = meter();
  await wait(idleMs);
  return Object.fromEntries(Object.entries(meter()).map(([part, ms]) => [part, (ms - (before[part] ?? 0)) / (idleMs / 1_000)]));
}

const claimedLate = async ({ database: { sql } }: Servers, slot: string): Promise<number[]> =>
  (await sql<{ late: number }[]>`select extract(epoch from a.claimed_at - o.due_at)::float8 * 1000 as late from attempt a join obligation o on o.id = a.obligation_id where o.occurrence like ${`%/${slot}/%`}`).map(({ late }) => late);

/** A launch is answered before its run begins; what "rest" costs is measured when every run has planned. */
const allBegun = ({ database, rivals: others }: Servers, ours: number, theirs: number): Promise<true> =>
  found(async () => {
    const [[planned], [marked]] = await Promise.all([
      database.sql<{ n: number }[]>`select count(*)::int as n from journal where seq = 1`, others.sql<{ n: number }[]>`select count(*)::int as n from mark where starts_with(key, 'bare-') and key like '%/begun'`,
    ]);
    return planned?.n === ours && marked?.n === theirs ? true : null;
  }, 'Some of the launched runs have not begun');

/** One answer after the other until told to stop, each to another episode; milliseconds each. */
function probe(open: Open, episodes: readonly string[]): { stop(): Promise<number[]> } {
  let [over, n] = [false, 0];
  const each: number[] = [];
  const run = async (): Promise<void> => {
    while (!over) {
      const began = performance.now();
      await sendAnswer(open, episodes[(n += 7) % episodes.length] ?? '');
      each.push(performance.now() - began);
      await wait(300);
    }
  };
  const running = run();
  return { stop: async () => ((over = true), await running, each) };
}

const servers = await startServers(options.server);
try {
  const ending = beginning(`burst ${options.words}`, `${servers.temporal.what}; Wuyou's API and worker and the bare worker are a process each, the queues run in the bench`);
  const zone = zoneWhereItIsMorning(Date.now());
  const first = nextMinute(Date.now() + options.lead * 1_000);
  const at = (turn: number): number => first + turn * options.gap * minuteMs;
  /** Turns: ours, bare, bare, ours, ours, bare: who begins changes. */
  const turns = Array.from({ length: options.rounds }, (_, round) => (round % 2 === 0 ? { ours: at(2 * round), bare: at(2 * round + 1) } : { ours: at(2 * round + 1), bare: at(2 * round) }));
  const slots: Slot[] = turns.map(({ ours }, i) => ({ name: `slot-${i + 1}`, atMs: ours, spread: false }));
  const crowdAt = at(2 * options.rounds) + minuteMs;
  const house = await openHospital(servers, [benchCourse(together, zone, slots), benchCourse(crowdId, zone, [{ name: 'crowd', atMs: crowdAt, spread: !options.short }])]);
  const bare = bareOn(servers.temporal.connection);
  const rivals = await queues(servers.rivals);

  const launching = await timed(options.reminders, launchesAtOnce, async (n) => house.launch(await house.discharged(n + 1), together));
  await timed(options.reminders, launchesAtOnce, (n) => bare.launch(`bare-${n}`, turns.map((turn) => turn.bare)));
  const crowd: string[] = [];
  await timed(options.crowd, launchesAtOnce, async (n) => crowd.push(await house.launch(await house.discharged(100_000 + n), crowdId)));
  await allBegun(servers, options.reminders + options.crowd, options.reminders);
  print(`launched and begun by ${((first - Date.now()) / 1_000).toFixed(0)} s before the first burst; ${((options.reminders / launching.allMs) * 1_000).toFixed(1)} discharges and launches a second, ${launchesAtOnce} at once`);
  if (Date.now() > first - 5_000 - settleMs - idleMs) throw new Error('Not every run had begun in time before the first burst: give more time (--lead <seconds>).');

  const shared = () => servers.cpuMs();
  const ourMeter: Meter = () => ({ ...shared(), worker: cpuMsOfTree(house.worker.pid), api: cpuMsOfTree(house.api.pid) });
  const bareMeter: Meter = () => ({ ...shared(), worker: cpuMsOfTree(house.bareWorker.pid) });
  const queueMeter: Meter = () => ({ postgres: servers.cpuMs().postgres, worker: (process.cpuUsage().user + process.cpuUsage().system) / 1_000 });
  await wait(settleMs);
  const idle = { ours: await idleOf(ourMeter), bare: {} as Record<string, number>, queue: {} as Record<string, number> };
  idle.bare = { temporal: idle.ours['temporal'] ?? 0, postgres: idle.ours['postgres'] ?? 0 };
  idle.queue = { postgres: idle.ours['postgres'] ?? 0 };

  const bursts: { ours: Burst[]; bare: Burst[] } = { ours: [], bare: [] };
  const queued = new Map<string, Burst[]>();
  for (const [round, turn] of turns.entries()) {
    const ours = async (): Promise<void> => void bursts.ours.push(await measured(ourMeter, idle.ours, turn.ours, options.reminders, () => claimedLate(servers, `slot-${round + 1}`)));
    const theirs = async (): Promise<void> => void bursts.bare.push(await measured(bareMeter, idle.bare, turn.bare, options.reminders, async () => latenessBetween(turn.bare)));
    for (const side of turn.ours < turn.bare ? [ours, theirs] : [theirs, ours]) await side();
    for (const rival of rivals) {
      const dueMs = Date.now() + 4_000;
      await rival.enqueue(Array.from({ length: options.reminders }, (_, n) => `${rival.name}/${round}/${n}`), dueMs);
      queued.set(rival.name, [...(queued.get(rival.name) ?? []), await measured(queueMeter, idle.queue, dueMs, options.reminders, () => latenessOf(servers.rivals.sql, `${rival.name}/${round}/`))]);
    }
  }

  const quiet = probe(house, crowd);
  await wait(Math.max(options.short ? 1_000 : 30_000, crowdAt - 10_000 - Date.now()));
  const [before, beforeAt] = [await quiet.stop(), Date.now()];
  const during = probe(house, crowd);
  const started = ourMeter();
  let late: number[] = [];
  while (late.length < options.crowd && Date.now() < crowdAt + 9 * minuteMs) {
    await wait(2_000);
    late = await claimedLate(servers, 'crowd');
  }
  const meanwhile = await during.stop();
  const ended = ourMeter();
  const seconds = (Date.now() - beforeAt) / 1_000;
  const busy = Object.keys(ended).reduce((sum, part) => sum + (ended[part] ?? 0) - (started[part] ?? 0), 0) / seconds / 1_000;
  report(bursts, queued);
  table([`${late.length} of ${options.crowd} reminders of one minute, ${options.short ? 'no' : 'default'} spread`, 'p50', 'p99', 'most'], [
    ['due -> claimed, s', ...[0.5, 0.99, 1].map((q) => (quantile(late, q) / 1_000).toFixed(2))],
    [`answer before the burst, ms (${before.length})`, ...[0.5, 0.99, 1].map((q) => quantile(before, q).toFixed(0))],
    [`answer during the burst, ms (${meanwhile.length})`, ...[0.5, 0.99, 1].map((q) => quantile(meanwhile, q).toFixed(0))],
  ]);
  print(`${busy.toFixed(2)} cores were busy with it, answers included`);
  print(atMost('CPU per reminder, ratio', ratiosOf(bursts.ours.map(totalOf), bursts.bare.map(totalOf)), 1.25));
  print(atMost('claimed within, p99 in s', [late.length === options.crowd ? quantile(late, 0.99) / 1_000 : Number.POSITIVE_INFINITY], 60));
  print(atMost('answers delayed by the burst, p99 in ms', [quantile(meanwhile, 0.99) - quantile(before, 0.5)], 2_000));
  print();
  ending();
} finally {
  await stopAll();
}
process.exit(0);

/** A mark's due is the burst it belongs to. */
async function latenessBetween(dueMs: number): Promise<number[]> {
  const rows = await servers.rivals.sql<{ late: number }[]>`select extract(epoch from at - due)::float8 * 1000 as late from mark where due = to_timestamp(${dueMs}::float8 / 1000) and starts_with(key, 'bare-') and key like '%/due-%'`;
  return rows.map(({ late }) => late);
}

function report(bursts: { ours: Burst[]; bare: Burst[] }, queued: ReadonlyMap<string, Burst[]>): void {
  const parts = ['temporal', 'postgres', 'worker', 'api'];
  const row = (name: string, all: Burst[]): string[] => [
    name, rangeText(all.map(totalOf)), ...parts.map((part) => rangeText(all.map(({ cpuMs, late }) => (cpuMs[part] ?? Number.NaN) / late.length).filter((ms) => !Number.isNaN(ms)))),
    rangeText(all.map(({ late }) => quantile(late, 0.99) / 1_000)), all.map(({ late, expected }) => `${late.length}/${expected}`).join(' '),
  ];
  table([`${options.reminders} due together: CPU ms each`, 'all', ...parts, 'late p99, s', 'done'], [
    row('Wuyou: timer, journal, claim, message', bursts.ours), row('bare workflow: timer, activity, one row', bursts.bare), ...[...queued].map(([name, all]) => row(`${name}: one row`, all)),
  ]);
}
