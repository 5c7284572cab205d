/**
 * `npm run bench -- latency`: launch, answer and wake of Wuyou beside a bare workflow that does the same commands on the same server, and the
 * queues that a team would use instead. Rounds are interleaved, and who begins changes from round to round.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { zoneWhereItIsMorning } from '../test/chaos/course.js';
import { benchCourse, minuteMs, nextMinute, type Slot } from './hospital/course.js';
import { stopAll } from './hospital/ends.js';
import { openHospital, type Open } from './hospital/open.js';
import { startServers, type Servers } from './hospital/servers.js';
import { sendAnswer } from './measure/answers.js';
import { timed } from './measure/at-once.js';
import { found } from './measure/found.js';
import { beginning } from './measure/machine.js';
import { quantile, ratiosOf } from './measure/numbers.js';
import { optionsOf } from './measure/options.js';
import { print, rangeText, table, verdicts } from './measure/table.js';
import { queues } from './rivals/all.js';
import { bareOn, type Bare } from './rivals/bare.js';

/** `lead`: seconds from the start until the first reminder is due; by then the rounds should be over. `minutes`: how many reminders each gets; with 0 no wake is measured. */
const options = optionsOf({ rounds: 3, launches: 30, answers: 60, burst: 160, episodes: 30, minutes: 4, lead: 600 }, { rounds: 1, launches: 2, answers: 3, burst: 6, episodes: 3, minutes: 1, lead: 60 }, ['minutes']);
const { atMost, atLeast } = verdicts(options);
const packageId = 'bench-latency';
const atOnce = 16;
/** The bare reminders are due half a minute after ours, so that neither side wakes while the other works. */
const apartMs = minuteMs / 2;

type Side = 'Wuyou' | 'bare';
type Cells = Record<'launch' | 'begun' | 'answer' | 'accept' | 'answers per second', Record<Side, number[]>>;
const empty = (): Record<Side, number[]> => ({ Wuyou: [], bare: [] });
const cells: Cells = { launch: empty(), begun: empty(), answer: empty(), accept: empty(), 'answers per second': empty() };
const enqueued = new Map<string, { durable: number[]; ran: number[] }>();
/** Answers that Wuyou replied to with 202: durable in its inbox, and not yet in the journal after five seconds. */
let storedOnly = 0;
const p50 = (values: readonly number[]): number => quantile(values, 0.5);

/** From the request to the first committed row of the run. */
const begunAfter = (sql: Servers['database']['sql'], episodeId: string, requestedMs: number): Promise<number> =>
  found(async () => {
    const [row] = await sql<{ ms: number }[]>`select extract(epoch from wall_at)::float8 * 1000 as ms from journal where seq = 1 and episode_id = ${episodeId}`;
    return row ? row.ms - requestedMs : null;
  }, 'A launched episode has not begun');

/** One after the other, each launched when the run of the one before has begun: what a launch leaves to be done is no part of the next one's time. */
async function launchesOf(side: Side, launch: (n: number) => Promise<string>, begun: (id: string, requestedMs: number) => Promise<number>): Promise<void> {
  const [durable, begins]: [number[], number[]] = [[], []];
  for (let n = 0; n < options.launches; n++) {
    const [at, began] = [Date.now(), performance.now()];
    const id = await launch(n);
    durable.push(performance.now() - began);
    begins.push(await begun(id, at));
  }
  cells.launch[side].push(p50(durable));
  cells.begun[side].push(p50(begins));
}

async function ourRound({ database: { sql } }: Servers, open: Open, round: number, episodes: readonly string[]): Promise<void> {
  const discharges: string[] = [];
  await timed(options.launches, 4, async (n) => discharges.push(await open.discharged(10_000 + round * 1_000 + n)));
  await launchesOf('Wuyou', (n) => open.launch(discharges[n] ?? '', packageId), (id, at) => begunAfter(sql, id, at));
  const one = async (n: number): Promise<void> => {
    if ((await sendAnswer(open, episodes[n % episodes.length] ?? '')) === 202) storedOnly += 1;
  };
  const serial = p50((await timed(options.answers, 1, one)).each);
  cells.answer.Wuyou.push(serial);
  cells.accept.Wuyou.push(serial);
  cells['answers per second'].Wuyou.push((options.burst / (await timed(options.burst, atOnce, one)).allMs) * 1_000);
}

async function bareRound({ rivals: { sql } }: Servers, bare: Bare, round: number, episodes: readonly string[]): Promise<void> {
  const far = Date.now() + 30 * 86_400_000;
  const launch = async (n: number): Promise<string> => {
    await bare.launch(`bare-${round}-${n}`, [far]);
    return `bare-${round}-${n}`;
  };
  await launchesOf('bare', launch, async (id, at) => p50(await marksAfter(sql, new Map([[`${id}/begun`, at]]))));
  let keys = 0;
  const next = (n: number): [string, string] => [episodes[n % episodes.length] ?? '', `answer-${round}-${(keys += 1)}`];
  cells.answer.bare.push(p50((await timed(options.answers, 1, (n) => bare.answer(...next(n)))).each));
  cells.accept.bare.push(p50((await timed(options.answers, 1, (n) => bare.accept(...next(n)))).each));
  cells['answers per second'].bare.push((options.burst / (await timed(options.burst, atOnce, (n) => bare.answer(...next(n)))).allMs) * 1_000);
}

const marksAfter = (sql: Servers['rivals']['sql'], requestedMs: ReadonlyMap<string, number>): Promise<number[]> =>
  found(async () => {
    const rows = await sql<{ key: string; ms: number }[]>`select key, extract(epoch from at)::float8 * 1000 as ms from mark where key = any(${[...requestedMs.keys()]})`;
    return rows.length === requestedMs.size ? rows.map(({ key, ms }) => ms - (requestedMs.get(key) ?? Number.NaN)) : null;
  }, 'Marks of a rival are missing');

/** The first of each kind pays for compiled code and open connections, on both sides. */
async function warmUp(open: Open, bare: Bare, ours: readonly string[], theirs: readonly string[]): Promise<void> {
  const times = options.short ? 1 : 100;
  await timed(times, 2, (n) => sendAnswer(open, ours[n % ours.length] ?? ''));
  await timed(times, 2, (n) => bare.answer(theirs[n % theirs.length] ?? '', `warm-${n}`));
  await timed(times, 2, (n) => bare.accept(theirs[n % theirs.length] ?? '', `warm-accept-${n}`));
}

async function queueRound(servers: Servers, rivals: Awaited<ReturnType<typeof queues>>, round: number): Promise<void> {
  for (const rival of rivals) {
    const figures = enqueued.get(rival.name) ?? { durable: [], ran: [] };
    const requestedMs = new Map<string, number>();
    const { each } = await timed(options.answers, 1, async (n) => {
      const key = `${rival.name}-${round}-${n}`;
      requestedMs.set(key, Date.now());
      await rival.enqueue([key], Date.now());
    });
    figures.durable.push(p50(each));
    figures.ran.push(p50(await marksAfter(servers.rivals.sql, requestedMs)));
    enqueued.set(rival.name, figures);
  }
}

/** Milliseconds from due to claimed, by the minute that the reminders were due at. */
type Late = Record<Side, number[][]>;

async function latenessOf({ database, rivals: others }: Servers, episodes: readonly string[], slots: readonly Slot[]): Promise<Late> {
  const late: Late = { Wuyou: [], bare: [] };
  for (const [i, { name }] of slots.entries()) {
    const ours = await database.sql<{ late: number }[]>`select extract(epoch from a.claimed_at - o.due_at)::float8 * 1000 as late from attempt a join obligation o on o.id = a.obligation_id
      where o.episode_id = any(${[...episodes]}::uuid[]) and o.occurrence like ${`%/${name}/%`}`;
    const theirs = await others.sql<{ late: number }[]>`select extract(epoch from at - due)::float8 * 1000 as late from mark where key like ${`bare-wake-%/due-${i + 1}`}`;
    for (const [side, rows] of [['Wuyou', ours], ['bare', theirs]] as const) {
      if (rows.length !== episodes.length) print(`${side}: ${rows.length} of ${episodes.length} reminders of ${name} were claimed`);
      late[side].push(rows.map((row) => row.late));
    }
  }
  return late;
}

async function spreadsOf({ database: { sql } }: Servers, episodes: readonly string[]): Promise<number[]> {
  const rows = await sql<{ seconds: number }[]>`select (start->'started'->'facts'->>'spreadSeconds')::float8 as seconds from episode where id = any(${[...episodes]}::uuid[]) order by id`;
  return rows.map(({ seconds }) => (options.short ? 0 : seconds));
}

const servers = await startServers(options.server);
try {
  const ending = beginning(`latency ${options.words}`, `${servers.temporal.what}; Wuyou's API and worker and the bare worker are a process each`);
  const zone = zoneWhereItIsMorning(Date.now());
  const firstSlot = nextMinute(Date.now() + options.lead * 1_000);
  const slots: Slot[] = Array.from({ length: options.minutes }, (_, i) => ({ name: `slot-${i + 1}`, atMs: firstSlot + i * minuteMs, spread: !options.short }));
  const house = await openHospital(servers, [benchCourse(packageId, zone, slots)]);
  const bare = bareOn(servers.temporal.connection);
  const rivals = await queues(servers.rivals);

  const episodes: string[] = [];
  await timed(options.episodes, 6, async (n) => episodes.push(await house.launch(await house.discharged(n + 1), packageId)));
  const spreads = await spreadsOf(servers, episodes);
  const bareEpisodes = spreads.map((_, n) => `bare-wake-${n}`);
  await timed(bareEpisodes.length, 6, (n) => bare.launch(bareEpisodes[n] ?? '', slots.map(({ atMs }) => atMs + apartMs + (spreads[n] ?? 0) * 1_000)));
  if (slots.length > 0 && Date.now() > firstSlot) throw new Error(`The ${options.episodes} episodes were launched after their first reminder was due: give more time (--lead <seconds>) or launch fewer (--episodes).`);

  await warmUp(house, bare, episodes, bareEpisodes);
  for (let round = 0; round < options.rounds; round++) {
    const sides = [() => ourRound(servers, house, round, episodes), () => bareRound(servers, bare, round, bareEpisodes)];
    for (const side of round % 2 === 0 ? sides : sides.toReversed()) await side();
    await queueRound(servers, rivals, round);
  }
  if (slots.length > 0 && Date.now() > firstSlot) print('The rounds took until after the first reminders were due: these were late under the load of the rounds. Give more time (--lead <seconds>).');
  const lastDue = slots.length === 0 ? 0 : (slots.at(-1)?.atMs ?? 0) + apartMs + Math.max(0, ...spreads) * 1_000;
  await wait(Math.max(0, lastDue + 3_000 - Date.now()));
  report(await latenessOf(servers, episodes, slots));
  ending();
} finally {
  await stopAll();
}
process.exit(0);

function report(late: Late): void {
  const lateAt = (q: number): Record<Side | 'ratio', number[]> => {
    const [ours, theirs] = [late.Wuyou.map((each) => quantile(each, q)), late.bare.map((each) => quantile(each, q))];
    return { Wuyou: ours, bare: theirs, ratio: ratiosOf(ours, theirs) };
  };
  const row = (name: string, figure: keyof Cells): string[] => [name, rangeText(cells[figure].Wuyou), rangeText(cells[figure].bare), rangeText(ratiosOf(cells[figure].Wuyou, cells[figure].bare))];
  table([`p50 in ms, ${options.rounds} rounds`, 'Wuyou', 'bare workflow', 'ratio'], [
    row(`launch: POST -> episode committed; bare: workflow started (${options.launches} a round)`, 'launch'),
    row('launch: POST -> first row of the run committed; bare: the same', 'begun'),
    row(`answer: POST -> recorded; bare: update + one row (${options.answers} a round)`, 'answer'),
    row('answer: POST -> recorded; bare: update accepted, no row', 'accept'),
    row(`answers per second, ${atOnce} at once (${options.burst} a round)`, 'answers per second'),
  ]);
  if (options.minutes > 0) table([`due -> claimed, ms, by the minute (${options.minutes} x ${options.episodes}, ${options.short ? 'no' : 'default'} spread)`, 'Wuyou', 'bare workflow', 'ratio'], [0.5, 0.9, 0.99].map((q) =>
    [`p${q * 100}`, rangeText(lateAt(q).Wuyou), rangeText(lateAt(q).bare), rangeText(lateAt(q).ratio)]));
  table(['one job, p50 in ms: no state, no history, no query', 'enqueue -> durable', 'enqueue -> ran'], [...enqueued].map(([name, { durable, ran }]) => [name, rangeText(durable), rangeText(ran)]));
  print(`${storedOnly} answers were stored and not yet recorded when they were replied to (202 after five seconds)`);
  const ratio = (figure: keyof Cells): number[] => ratiosOf(cells[figure].Wuyou, cells[figure].bare);
  print(atMost('launch until durable, ratio of p50', ratio('launch'), 1.5));
  print(atMost('launch until its run has begun, ratio of p50', ratio('begun'), 1.5));
  print(atMost('answer, ratio of p50', ratio('answer'), 1.5));
  if (options.minutes > 0) print(atMost('due -> claimed, ratio of p50', lateAt(0.5).ratio, 1.5));
  print(atLeast('answers per second, ratio', ratio('answers per second'), 0.8));
  print();
}
