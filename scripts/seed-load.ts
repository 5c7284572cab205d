/**
 * `npm run seed:load -- --episodes 500 --escalations 60`: fills the training hospital that `npm start` runs with active synthetic episodes
 * and open cases, through the product alone: launched as everybody is, started by the running starter, answered over the API, so that
 * `wuyou audit` finds nothing to say. Every clock runs in real time. Run it beside `npm start` (same WUYOU_DATA_DIR).
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { connect, type Sql } from '../db/client.js';
import { storeDischarge } from '../db/discharges.js';
import { chooseHospital, type Hospital } from '../db/hospitals.js';
import { launch } from '../db/launch.js';
import { refusalWords } from '../discharges/identity-words.js';
import { fromMs, localDateOf } from '../pathways/time.js';
import { readJson } from '../platform/state-file.js';
import { settings } from '../settings.js';
import { z } from 'zod';
import { findingOf, loadPatient } from './load-patients.js';

/** How many requests are on their way at once: enough to keep two cores busy. */
const atOnce = 6;
/** A machine that starts fewer than this is not at work; better to say so than to wait for ever. */
const longestPauseMs = 60_000;

type Seeded = { episodeId: string; patientId: string };

async function inParallel<T, R>(items: readonly T[], work: (item: T, index: number) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  await Promise.all(Array.from({ length: atOnce }, async () => {
    for (let index = next++; index < items.length; index = next++) results[index] = await work(items[index] as T, index);
  }));
  return results;
}

async function launchOne(sql: Sql, hospital: Hospital, run: string, n: number): Promise<Seeded> {
  const now = fromMs(Date.now());
  const { record, packageId, orderNo } = loadPatient(run, n, localDateOf(now, hospital.zone));
  const stored = await storeDischarge(sql, hospital, record, { understood: [], missing: [], synthetic: true }, now);
  if (stored.verdict === 'refused') throw new Error(`Patient ${n} is refused: ${refusalWords(stored.refusal)}`);
  const launched = await launch(sql, { hospitalId: hospital.id, dischargeId: stored.dischargeId, packageId, orderNo, by: null, pace: 1 });
  if (launched.outcome === 'refused') throw new Error(`${packageId} is refused for patient ${n}: ${launched.refusals.map(({ message }) => message).join(' ')}`);
  return { episodeId: launched.episodeId, patientId: stored.patientId };
}

/** The starter of the running hospital does the rest; returns when all have begun. */
async function untilStarted(sql: Sql, episodes: readonly string[]): Promise<void> {
  let [left, since] = [episodes.length, Date.now()];
  while (left > 0) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    const [row] = await sql<{ n: number }[]>`select count(*)::int as n from episode where id = any(${[...episodes]}) and status = 'launching'`;
    const now = row?.n ?? 0;
    if (now < left) since = Date.now();
    else if (Date.now() - since > longestPauseMs) throw new Error(`${now} episodes do not start: is npm start running with this WUYOU_DATA_DIR?`);
    left = now;
  }
}

const poster = (publicUrl: string, key: string) => async (path: string, body: unknown, idempotencyKey: string): Promise<unknown> => {
  const response = await fetch(`${publicUrl}${path}`, {
    method: 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'idempotency-key': idempotencyKey }, body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`POST ${path}: ${response.status} ${await response.text()}`);
  return response.status === 204 ? null : response.json();
};

/** One case each; every fourth is acknowledged, every eighth contacted as well, as on a working day. */
async function openCases(post: ReturnType<typeof poster>, run: string, seeded: readonly Seeded[]): Promise<void> {
  await inParallel(seeded, async ({ episodeId }, n) => {
    await post(`/episodes/${episodeId}/answers`, { answers: findingOf(n).answers, answeredBy: 'patient' }, `load-${run}-answer-${n}`);
    const act = (what: string): Promise<unknown> => post(`/episodes/${episodeId}/escalations/1/${what}`, {}, `load-${run}-${what}-${n}`);
    if (n % 4 === 3) await act('acknowledge');
    if (n % 8 === 7) await act('contacted');
  });
}

const { values } = parseArgs({ options: { episodes: { type: 'string', default: '500' }, escalations: { type: 'string', default: '60' }, run: { type: 'string', default: String(Date.now()) } } });
const [episodes, escalations] = [Number(values.episodes), Number(values.escalations)];
if (!Number.isInteger(episodes) || !Number.isInteger(escalations) || episodes < 1 || escalations < 0 || escalations > episodes) throw new RangeError('--episodes and --escalations are whole numbers, and no more cases than episodes');
const { databaseUrl, publicUrl, dataDir } = settings();
const signIn = readJson(join(dataDir, 'sign-in.json'), z.looseObject({ apiKey: z.string() }));
if (!signIn) throw new Error(`${dataDir}/sign-in.json is missing: run npm start first`);
const sql = connect(databaseUrl, { max: atOnce });
try {
  const hospital = await chooseHospital(sql, null);
  const began = Date.now();
  const seconds = (): string => `${((Date.now() - began) / 1000).toFixed(0)} s`;
  const seeded = await inParallel(Array.from({ length: episodes }, (_, n) => n), (n) => launchOne(sql, hospital, values.run, n));
  process.stdout.write(`${episodes} launched (${seconds()})\n`);
  await untilStarted(sql, seeded.map(({ episodeId }) => episodeId));
  process.stdout.write(`${episodes} begun (${seconds()})\n`);
  await openCases(poster(publicUrl, signIn.apiKey), values.run, seeded.slice(0, escalations));
  const [open] = await sql<{ n: number }[]>`select count(*)::int as n from escalation where hospital_id = ${hospital.id} and status not in ('closed', 'joined')`;
  const [active] = await sql<{ n: number }[]>`select count(*)::int as n from episode where hospital_id = ${hospital.id} and status = 'active'`;
  process.stdout.write(`${active?.n ?? 0} active episodes, ${open?.n ?? 0} open cases (${seconds()})\n`);
} finally {
  await sql.end();
}
