/** The whole API over a fresh database with the training hospital, the built-in packages and one key per role. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { Registry } from 'prom-client';
import { inject } from 'vitest';
import { buildApp } from '../../api/app.js';
import { createStarting } from '../../api/start-soon.js';
import { createAccount } from '../../db/accounts.js';
import { createApiKey } from '../../db/api-keys.js';
import { connect } from '../../db/client.js';
import type { Sql } from '../../db/client.js';
import { atTheDoor, connectApart, tooPowerful } from '../../db/hospitals-apart.js';
import type { FileStore } from '../../files/file-store.js';
import { filesIn } from '../../files/files.js';
import { createCrypt } from '../../messages/crypt.js';
import { seedTraining } from '../../platform/seed.js';
import { createCareClient } from '../../temporal/client.js';
import type { CareClient } from '../../temporal/client.js';
import { createCodec } from '../../temporal/codec.js';
import { createDataConverter } from '../../temporal/data-converter.js';
import type { Providers } from '../../platform/provider-variables.js';
import { testKeys } from './keys.js';
import { freshDatabase } from './postgres.js';

export { dischargeOf } from './discharge.js';

export type TestApi = {
  sql: Sql;
  hospitalId: string;
  key: Record<string, string>;
  /** JSON in, JSON out; `as` is a role. */
  call: (method: string, path: string, options?: CallOptions) => Promise<{ status: number; body: unknown; headers: Headers }>;
  /** What the API itself asks the database with. */
  apart: Sql;
  app: ReturnType<typeof buildApp>;
  /** The plain request, for bytes and cookies. */
  request: (path: string, init?: RequestInit) => Promise<Response>;
  close: () => Promise<void>;
};
export type CallOptions = { as?: string | null; body?: unknown; raw?: string | Buffer; headers?: Record<string, string>; key?: string };

/** A port that nobody listens on: what the API sees while Temporal is away. */
const nowhere = '127.0.0.1:1';
/** The API gives Temporal five seconds; where nobody listens, every command of a test would wait them out. */
const soonMs = 300;

/** `now` is the wall clock in ms. Without `care` Temporal is away, so commands are stored and answered 202. */
export async function testApi(options: { care?: CareClient; providers?: Providers; now?: () => number; secondsPerDay?: number; store?: FileStore } = {}): Promise<TestApi> {
  const database = await freshDatabase(inject('trainingUrl'));
  const sql = connect(database.url, { max: 6 });
  const folder = mkdtempSync(join(tmpdir(), 'wuyou-api-'));
  const { hospitalId } = await seedTraining(sql, folder, options.secondsPerDay ?? 86_400);
  const key: Record<string, string> = {};
  for (const role of ['admin', 'head', 'case-manager', 'doctor', 'nurse', 'therapist', 'ops', 'his']) {
    const accountId = await createAccount(sql, { hospitalId, login: `test-${role}`, displayName: role, roles: [role], password: null });
    key[role] = await createApiKey(sql, { hospitalId, accountId });
  }
  const connection = Connection.lazy({ address: nowhere });
  const away = createCareClient({ connection, namespace: 'default', dataConverter: createDataConverter(testKeys.payload, 'default'), deadlineMs: soonMs });
  // As in production: what tests lay out themselves is laid out by the owner, what the API does is confined to the asker's hospital.
  const apart = connectApart(database.url, { max: 6 });
  const care = options.care ?? { ...away, sendUpdate: (kind, episodeId, payload, ms, late) => away.sendUpdate(kind, episodeId, payload, Math.min(ms, soonMs), late) };
  const starting = createStarting(care);
  const app = buildApp({
    sql: apart, publicUrl: 'https://care.test', providers: options.providers ?? {}, metrics: new Registry(), files: filesIn(folder, options.store),
    codec: createCodec(testKeys.payload, 'default'), temporalUi: 'http://127.0.0.1:8233', temporalNamespace: 'default',
    care, starting,
    crypt: createCrypt(testKeys),
    live: { awaitChange: () => Promise.resolve() },
    checks: { database: async () => (await atTheDoor(() => apart`select 1`), tooPowerful(apart)) },
    log: { error: (fields, message) => process.stderr.write(`${message} ${JSON.stringify(fields)}\n`) },
    now: options.now ?? Date.now,
    trustedProxies: 0,
  });
  let keys = 0;
  return {
    sql, apart, hospitalId, key, app,
    async call(method, path, { as = 'case-manager', body, raw, headers, key: idempotencyKey } = {}) {
      const response = await app.request(path, {
        method,
        headers: {
          ...(as === null ? {} : { authorization: `Bearer ${key[as] ?? as}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(method === 'POST' ? { 'idempotency-key': idempotencyKey ?? `key-${(keys += 1)}` } : {}),
          ...headers,
        },
        ...(raw !== undefined ? { body: raw } : body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      const json = (response.headers.get('content-type') ?? '').includes('json');
      return { status: response.status, body: json ? (JSON.parse(text) as unknown) : text, headers: response.headers };
    },
    request: async (path, init) => app.request(path, init),
    async close() {
      await starting.idle();
      await connection.close();
      await apart.end({ timeout: 5 });
      await sql.end({ timeout: 5 });
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
