/** `npm run bench -- reads`: what the main reads cost from hospitals of 1, 1,000 and 100,000 episodes, asked in turns. */
import { createApiKey } from '../db/api-keys.js';
import { connect, type Sql } from '../db/client.js';
import { migrate } from '../db/migrate.js';
import { createPatient, createWorld } from '../db/testing/world.js';
import { openApi, type InProcessApi } from './hospital/api.js';
import { careFor } from './hospital/care-for.js';
import { mobileOf, multiply, nameOf, prepareCopies, type Original } from './hospital/multiply.js';
import { roundsOf } from './hospital/rounds.js';
import { openDatabase, type Database } from './hospital/servers.js';
import { beginning } from './measure/machine.js';
import { quantile, rangeOf, ratiosOf } from './measure/numbers.js';
import { optionsOf } from './measure/options.js';
import { print, rangeText, table } from './measure/table.js';

const options = optionsOf({ rounds: 3, times: 40, middle: 1_000, most: 100_000 }, { rounds: 1, times: 3, middle: 20, most: 100 });
const sizes = [1, options.middle, options.most] as const;
/** Of the episodes, one in so many has an open case: 5 of 1,000, 500 of 100,000. */
const oneCaseIn = options.short ? 10 : 200;

type Place = { size: number; sql: Sql; api: InProcessApi; rounds: ReturnType<typeof roundsOf>; key: string; original: Original; /** Launches one more and cares for it until then. */ anotherPatient(): Promise<unknown>; stop(): Promise<void> };
type Ask = { path: string; body?: unknown };
/** One thing that is asked, of which place: its time in ms. */
type Asking = (place: Place, n: number) => Promise<number>;
/** `n`: which copy is asked about, another one each time. */
const reads: Record<string, (place: Place, n: number) => Ask> = {
  'worklist: cases': () => ({ path: '/worklist/cases?limit=50' }),
  'worklist: counts': () => ({ path: '/worklist/counts' }),
  'worklist: tasks': () => ({ path: '/worklist/tasks?limit=50' }),
  'worklist: visits': () => ({ path: '/worklist/visits?limit=50' }),
  'worklist: undelivered': () => ({ path: '/worklist/undelivered?limit=50' }),
  'episodes, newest first': () => ({ path: '/episodes?limit=50' }),
  'episodes that need attention': () => ({ path: '/episodes?needsAttention=true&limit=50' }),
  'episodes of a patient': (place, n) => ({ path: `/episodes?patientId=${copyOf(place.original.patientId, n)}` }),
  'one episode': (place, n) => ({ path: `/episodes/${copyOf(place.original.episodeId, n)}` }),
  'timeline of an episode': (place, n) => ({ path: `/episodes/${copyOf(place.original.episodeId, n)}/timeline` }),
  'patient': (place, n) => ({ path: `/patients/${copyOf(place.original.patientId, n)}` }),
  'patient page: chart': (place, n) => ({ path: `/patients/${copyOf(place.original.patientId, n)}/chart` }),
  'patient page: timeline': (place, n) => ({ path: `/patients/${copyOf(place.original.patientId, n)}/timeline` }),
  'patient page: lanes': (place, n) => ({ path: `/patients/${copyOf(place.original.patientId, n)}/lanes` }),
  'search by phone': (_, n) => ({ path: '/search', body: { q: mobileOf(n).slice(-8) } }),
  'search by name': (_, n) => ({ path: '/search', body: { q: `${nameOf(n).family}${nameOf(n).given}` } }),
  'search by initials': () => ({ path: '/search', body: { q: 'wxy' } }),
  'discharges, newest first': () => ({ path: '/discharges?limit=50' }),
  'discharges that can be launched': () => ({ path: '/discharges?state=launchable&limit=50' }),
  'discharge counts': () => ({ path: '/discharges/counts' }),
  'messages of a patient': (place, n) => ({ path: `/messages?patientId=${copyOf(place.original.patientId, n)}` }),
  'messages, newest first': () => ({ path: '/messages?limit=50' }),
  'visits from today on': () => ({ path: '/visits?from=2026-03-07T00:00:00.000Z&limit=50' }),
  'open tasks': () => ({ path: '/tasks?limit=50' }),
  'open cases': () => ({ path: '/escalations?limit=50' }),
  'forms that wait': () => ({ path: '/forms?limit=50' }),
  'downtime list': () => ({ path: '/downtime' }),
  'catalogue of packages': () => ({ path: '/packages/catalogue' }),
  'report: operations, 7 days': () => ({ path: '/operations' }),
  'report: week review, 8 weeks': () => ({ path: '/review?until=2026-03-20' }),
};
const copies = new Map<string, string>();
const copyOf = (id: string, n: number): string => copies.get(`${id}/${n}`) ?? id;

/** A patient really cared for until then, with one open case, and as many copies as the size asks for. */
async function settle(server: Database, size: number): Promise<Place> {
  const name = `reads_${size}`;
  await server.sql`create database ${server.sql(name)}`;
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  const sql = connect(url.href, { max: 2, statementTimeoutMs: 3_600_000 }); // the seal holds one while it works
  await migrate(sql);
  const world = await createWorld(sql);
  const episodeId = await careFor(sql, world);
  const original = { hospitalId: world.hospitalId, patientId: world.patientId, dischargeId: world.dischargeId, episodeId };
  await prepareCopies(sql);
  if (size > 1) await multiply(sql, original, size - 1, oneCaseIn);
  await sql`update account set roles = roles || array['head', 'ops', 'admin'] where id = ${world.accountId}`; // reports too
  const key = await createApiKey(sql, { hospitalId: world.hospitalId, accountId: world.accountId });
  const api = await openApi(url.href);
  return { size, sql, api, rounds: roundsOf(sql), key, original, anotherPatient: async () => careFor(sql, { ...world, ...(await createPatient(sql, world.hospitalId)) }), stop: async () => (await api.close(), await sql.end({ timeout: 2 })) };
}

async function ask(place: Place, { path, body }: Ask): Promise<number> {
  const startedAt = performance.now();
  const response = await place.api.request(path, {
    headers: { authorization: `Bearer ${place.key}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const ms = performance.now() - startedAt;
  if (response.status !== 200) throw new Error(`${path} of ${place.size} episodes: ${response.status} ${text.slice(0, 300)}`);
  return ms;
}

async function timed(work: (() => Promise<unknown>) | undefined): Promise<number> {
  const startedAt = performance.now();
  await work?.();
  return performance.now() - startedAt;
}
const wholeCourse = 'a new patient for five days: every claim, answer and entry';

const server = await openDatabase();
const places: Place[] = [];
try {
  const ending = beginning(`reads ${options.words}`, 'the API in this process, three databases of one PostgreSQL filled with copies of one patient on the fifth day of hip-wound-care; asked in turns, one at a time');
  for (const size of sizes) {
    const startedAt = performance.now();
    const place = await settle(server, size);
    places.push(place);
    const [row] = await place.sql<{ mb: number; timeline: number; cases: number }[]>`select (pg_database_size(current_database()) / 1048576)::int as mb, (select count(*)::int from timeline) as timeline, (select count(*)::int from escalation where status not in ('closed', 'joined')) as cases`;
    print(`${size} episodes: ${row?.mb ?? 0} MB, ${row?.timeline ?? 0} lines of timelines, ${row?.cases ?? 0} open cases, filled in ${((performance.now() - startedAt) / 1_000).toFixed(0)} s`);
    for (let n = 1; n <= Math.min(size - 1, options.rounds * options.times); n++) for (const id of [place.original.patientId, place.original.episodeId]) {
      const [copy] = await place.sql<{ id: string }[]>`select copy_of(${id}, ${n}) as id`;
      copies.set(`${id}/${n}`, copy?.id ?? '');
    }
  }
  print();
  const rows: string[][] = [];
  const [grownFromOne, grownFromMiddle]: [string[], string[]] = [[], []];
  const everything: [string, Asking][] = [
    ...Object.entries(reads).map(([name, of]): [string, Asking] => [name, (place, n) => ask(place, of(place, n))]),
    ...Object.keys(places[0]?.rounds ?? {}).map((name): [string, Asking] => [`worker: ${name}`, (place) => timed(place.rounds[name])]),
    [wholeCourse, (place) => timed(place.anotherPatient)],
  ];
  for (const [name, time] of everything) {
    const perRound = name === wholeCourse ? Math.ceil(options.times / 20) : options.times;
    const times = places.map((): number[] => []);
    for (const place of places) await time(place, 1); // plans and caches
    for (let n = 1; n <= options.rounds * perRound; n++) for (const [i, place] of places.entries()) times[i]?.push(await time(place, n));
    const ofRounds = (i: number): number[] => Array.from({ length: options.rounds }, (_, round) => quantile((times[i] ?? []).slice(round * perRound, (round + 1) * perRound), 0.5));
    const [fromMiddle, fromOne] = [ratiosOf(ofRounds(2), ofRounds(1)), ratiosOf(ofRounds(2), ofRounds(0))];
    const [p50, p99] = [0.5, 0.99].map((q) => times.map((all) => quantile(all, q))) as [number[], number[]];
    for (const [grown, ratios] of [[grownFromMiddle, fromMiddle], [grownFromOne, fromOne]] as const) if (rangeOf(ratios).middle > 2) grown.push(name);
    rows.push([name, ...[...p50, ...p99].map((ms) => ms.toFixed(1)), rangeText(fromOne), rangeText(fromMiddle)]);
  }
  table(['ms', ...sizes.map((size) => `p50 ${size}`), ...sizes.map((size) => `p99 ${size}`), `p50 ${sizes[2]} : ${sizes[0]}`, `p50 ${sizes[2]} : ${sizes[1]}`], rows);
  for (const [from, grown] of [[sizes[0], grownFromOne], [sizes[1], grownFromMiddle]] as const) {
    const judged = options.short ? 'not judged by the short form' : grown.length === 0 ? 'aim met' : 'aim NOT MET for these';
    print(`p50 grows by more than 2x from ${from} to ${sizes[2]} episodes: ${grown.length === 0 ? 'none' : grown.join(', ')}; ${judged}`);
  }
  print('A list of one episode has one row and a page of a list has fifty: what grows from 1 and not from the middle is the page.');
  print();
  ending();
} finally {
  for (const place of places) await place.stop();
  await server.stop();
}
process.exit(0);
