/**
 * Where personal data rests. An invented patient goes through the whole product, real API and worker as processes of their own with their
 * chattiest logs; afterwards everything that was left behind is searched for every invented word, also encoded and hashed. `canaries.ts` names
 * the columns that may hold each; nothing else may.
 */
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as wait } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { loadDefinitionOrThrow } from '../../cli/load-definition.js';
import { connect, type Sql } from '../../db/client.js';
import { createAccount } from '../../db/accounts.js';
import { createApiKey } from '../../db/api-keys.js';
import { publishPackage } from '../../db/testing/world.js';
import { freePort } from '../../platform/ports.js';
import { inheritedEnvironment } from '../../settings.js';
import { registerSearchAttributes } from '../../temporal/register.js';
import { canaries, sightings, type Canary, type Place } from '../canary/canaries.js';
import { filesBelow, linesBelow, rowsOf, storedRuns, type StoredRun } from '../canary/places.js';
import { care, launchAll, trouble, type Desk, type Scene } from '../canary/story.js';
import { chaosCourse, packageId } from '../chaos/course.js';
import { foundHospital } from '../chaos/hospital.js';
import { start, type Program, type Running } from '../chaos/processes.js';
import { testKeyVariables } from '../support/keys.js';
import { phone } from '../support/patient-page.js';
import { freshDatabase } from '../support/postgres.js';
import { FakeTwilio } from '../vendors/fake-twilio.js';

const address = inject('temporalAddress');
const folder = mkdtempSync(join(tmpdir(), 'wuyou-canary-'));
const ends: (() => Promise<unknown>)[] = [async () => rmSync(folder, { recursive: true, force: true })];
let sql: Sql;
let connection: Connection;
let ours: (workflowId: string) => boolean;
/** Collected while it happens: addresses, refusals, metrics. */
const places: Place[] = [];
let whileFailing: StoredRun[] = [];
let atTheEnd: StoredRun[] = [];
let rows: Place[] = [];

const until = async (what: string, holds: () => Promise<boolean>): Promise<void> => {
  for (let waited = 0; waited < 60_000; waited += 250) {
    if (await holds()) return;
    await wait(250);
  }
  throw new Error(`Waited in vain until ${what}`);
};
const note = (where: string, text: string): void => void places.push({ where, bytes: Buffer.from(text, 'utf8') });
/** Addresses in a page or text, and where a reply leads. */
const noteAddresses = (text: string): void => {
  for (const [, to = ''] of text.matchAll(/(?:href|src|action)="([^"]*)"/g)) note('address in a page', to);
  for (const [to] of text.matchAll(/https?:\/\/[^\s"'<>)]+/g)) note('address in a text', to);
};

beforeAll(async () => {
  const database = await freshDatabase();
  sql = connect(database.url, { max: 4 });
  connection = await Connection.connect({ address });
  await registerSearchAttributes(connection, 'default');
  const vendor = await new FakeTwilio().start();
  ends.push(() => database.drop(), () => sql.end({ timeout: 5 }), () => connection.close(), () => vendor.stop());
  const hospital = await foundHospital(sql, chaosCourse(Date.now(), 4));
  await publishPackage(sql, hospital.id, 'hip-home-rehab');
  const opsId = await createAccount(sql, { hospitalId: hospital.id, login: 'canary-ops', displayName: 'ops', roles: ['ops', 'admin'], password: null });
  const ops = await createApiKey(sql, { hospitalId: hospital.id, accountId: opsId });

  const [port, health] = [await freePort(), await freePort()];
  const apiUrl = `http://127.0.0.1:${port}`;
  mkdirSync(join(folder, 'logs'));
  const { PATH = '', HOME = '' } = inheritedEnvironment();
  const environment = {
    PATH, HOME, ...testKeyVariables, DATABASE_URL: database.url, TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: 'default', WUYOU_DATA_DIR: join(folder, 'data'), LOG_LEVEL: 'trace', TZ: 'UTC',
    HOST: '127.0.0.1', PORT: String(port), WORKER_HEALTH_PORT: String(health), PUBLIC_URL: apiUrl,
    TWILIO_ACCOUNT_SID: vendor.accountSid, TWILIO_AUTH_TOKEN: vendor.authToken, TWILIO_FROM: '+15005550006', TWILIO_BASE_URL: vendor.baseUrl,
  };
  const program = (file: string, at: number): Program => ({ path: fileURLToPath(new URL(`../../${file}`, import.meta.url)), environment, counterFile: '', readyUrl: `http://127.0.0.1:${at}/readyz`, logFile: join(folder, 'logs', `${file.replaceAll('/', '-')}.log`) });
  const running: Running[] = [start(program('api/server.ts', port)), start(program('worker.ts', health))];
  ends.push(() => Promise.all(running.map((one) => one.stop())));
  for (const one of running) if (!(await one.ready(90_000))) throw new Error('API or worker did not start');

  let keys = 0;
  const ask: Desk['ask'] = async (method, path, body, { as = hospital.keys.caseManager, headers = {}, raw } = {}) => {
    const response = await fetch(apiUrl + path, {
      method, redirect: 'manual',
      headers: { ...(as === '' ? {} : { authorization: `Bearer ${as}` }), 'idempotency-key': `canary-${(keys += 1)}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(raw ? { body: new Uint8Array(raw) } : body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (response.status >= 400) note(`refusal ${response.status} of ${method} ${path.replace(/[0-9a-f-]{36}/g, '*')}`, text);
    note('address of a reply', response.headers.get('location') ?? '');
    return { status: response.status, body: text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {} };
  };
  const desk: Desk = {
    ask,
    async must(...request) {
      const { status, body } = await ask(...request);
      if (status >= 300) throw new Error(`${request[0]} ${request[1]} answered ${status}: ${JSON.stringify(body)}`);
      return body;
    },
  };
  for (const [id, version] of [[packageId, 1], ['hip-home-rehab', loadDefinitionOrThrow('hip-home-rehab').plan.version]] as const) {
    for (const as of Object.values(hospital.keys)) await desk.must('POST', `/packages/${id}/versions/${version}/signatures`, {}, { as });
  }
  const browser = phone({
    request: async (path, init) => {
      const response = await fetch(apiUrl + path, init);
      note('address of a reply', response.headers.get('location') ?? '');
      const text = await response.clone().text();
      noteAddresses(text);
      return response;
    },
  }, apiUrl);
  const scene: Scene = { desk, sql, hospital, vendor, phone: browser, apiUrl, until };
  const launched = await launchAll(scene);
  const episodes = [launched.course, launched.rehab];
  ours = (workflowId) => episodes.some((id) => workflowId.includes(id));
  await care(scene, launched);
  const { mend } = await trouble(scene, launched);
  await until('the failing activity is tried again', async () => {
    whileFailing = await storedRuns(connection, 'default', ours);
    return whileFailing.some(({ failures }) => failures > 0);
  });
  await mend();
  await until('every text has been settled', async () => (await sql`select 1 from attempt where state = 'sending'`).length === 0);
  for (const url of [`${apiUrl}/metrics`, `http://127.0.0.1:${health}/metrics`]) note('metrics', await (await fetch(url, { headers: { authorization: `Bearer ${ops}` } })).text());
  for (const { content } of vendor.received()) noteAddresses(content);
  for (const { url } of vendor.requests) note('address at a vendor', url.href);
  atTheEnd = await storedRuns(connection, 'default', ours);
  rows = await rowsOf(sql);
  await Promise.all(running.map((one) => one.stop()));
});
afterAll(async () => {
  for (const end of ends.toReversed()) await end();
});

const logs = (): Place[] => linesBelow(join(folder, 'logs'));
const stored = (): Place[] => [...whileFailing, ...atTheEnd].flatMap((run) => run.places);

describe('What an invented patient leaves behind', () => {
  it('lies readable in the columns that are meant to hold it, and in no other', () => {
    const homes = new Map<string, readonly string[]>(Object.values(canaries).map(({ name, homes: at }) => [name, at]));
    expect(sightings(rows).filter(({ where, what }) => !homes.get(what)?.includes(where))).toEqual([]);
  });
  it('is really there: every column that is named holds it', () => {
    const found = sightings(rows).map(({ where, what }) => `${what}: ${where}`);
    const promised = Object.values<Canary>(canaries).flatMap(({ name, homes }) => homes.map((home) => `${name}: ${home}`));
    expect(promised.filter((home) => !found.includes(home))).toEqual([]);
  });
  it('is nowhere in Temporal: histories, failures, pending activities, memo, search attributes', () => {
    expect(whileFailing.reduce((sum, { failures }) => sum + failures, 0)).toBeGreaterThan(0);
    expect(atTheEnd.length).toBeGreaterThanOrEqual(2);
    expect(stored().length).toBeGreaterThan(100);
    expect(sightings(stored())).toEqual([]);
  });
  it('is in no line that API or worker wrote, although they wrote about the failures', () => {
    const text = Buffer.concat(logs().map(({ bytes }) => bytes)).toString('utf8');
    expect(text).toContain('violates check constraint');
    expect(text).toContain('unexpected error');
    expect(sightings(logs())).toEqual([]);
  });
  it('is in no metric, no address and no refusal', () => {
    expect(places.filter(({ where }) => where === 'metrics')).toHaveLength(2);
    expect(places.filter(({ where }) => where.startsWith('refusal')).length).toBeGreaterThan(5);
    expect(places.filter(({ where, bytes }) => where.startsWith('address') && bytes.length > 0).length).toBeGreaterThan(20);
    expect(sightings(places)).toEqual([]);
  });
  it('is in no file: pictures are written anew without what was hidden in them', () => {
    const files = filesBelow(join(folder, 'data'), 'file');
    expect(files.length).toBeGreaterThan(0);
    expect(sightings(files)).toEqual([]);
  });
});

describe('The search itself', () => {
  const { mobile, caseNote } = canaries;
  it('finds a note in a column that nobody named', async () => {
    await sql`insert into alarm (id, hospital_id, code, ref, detail) values (gen_random_uuid(), null, 'planted', 'planted', ${`call ${mobile.value}`})`;
    expect(sightings(await rowsOf(sql), [mobile])).toContainEqual({ where: 'alarm.detail', what: mobile.name });
  });
  it('finds words in a column that was meant to be encrypted', async () => {
    await sql`update call_back set note_enc = ${Buffer.from(caseNote.value, 'utf8')}`;
    expect(sightings(await rowsOf(sql), [caseNote])).toEqual([{ where: 'call_back.note_enc', what: caseNote.name }]);
  });
  it('finds a run that was started without the codec, by its input and by its search attribute', async () => {
    const { Client } = await import('@temporalio/client');
    const { workflow } = new Client({ connection, namespace: 'default' });
    const workflowId = `planted/${Date.now()}`;
    await workflow.start('nothing', { workflowId, taskQueue: 'planted', args: [{ phone: mobile.value }], memo: { note: caseNote.value } });
    const [run] = await storedRuns(connection, 'default', (id) => id === workflowId);
    await workflow.getHandle(workflowId).terminate();
    expect(sightings(run?.places ?? [], [mobile, caseNote])).toEqual(expect.arrayContaining([{ where: 'Temporal event 1', what: mobile.name }, { where: 'Temporal description', what: caseNote.name }]));
  });
  it('finds it in logs, escaped, as base64 at any offset, and hashed without a key', async () => {
    const { createHash } = await import('node:crypto');
    const hidden = [
      `{"to":"+86${mobile.value}"}`, JSON.stringify({ path: `/x?q=${encodeURIComponent(caseNote.value)}` }), '\\u5bb6\\u5c5e\\u63d0\\u5230\\u90bb\\u5c45\\u83d6\\u84b2\\u5148\\u751f',
      Buffer.from(`a${mobile.value}`).toString('base64'), Buffer.from(`ab${caseNote.value}c`).toString('base64'), createHash('sha256').update(`+86${mobile.value}`).digest('hex'),
    ];
    for (const [i, line] of hidden.entries()) {
      writeFileSync(join(folder, 'logs', 'planted.log'), line);
      expect([i, sightings(logs(), [mobile, caseNote]).length]).toEqual([i, 1]);
    }
    rmSync(join(folder, 'logs', 'planted.log'));
  });
});
