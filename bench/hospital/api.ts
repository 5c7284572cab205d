/** The API in the bench's own process, as confined to the asker's hospital as in production; Temporal is away, so only reads and imports make sense. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { Registry } from 'prom-client';
import { buildApp } from '../../api/app.js';
import { createStarting } from '../../api/start-soon.js';
import { connectApart } from '../../db/hospitals-apart.js';
import { filesIn } from '../../files/files.js';
import { createCrypt } from '../../messages/crypt.js';
import { createCareClient } from '../../temporal/client.js';
import { createCodec } from '../../temporal/codec.js';
import { createDataConverter } from '../../temporal/data-converter.js';
import { testKeys } from '../../test/support/keys.js';

export type InProcessApi = { request(path: string, init?: RequestInit): Promise<Response>; close(): Promise<void> };

export async function openApi(databaseUrl: string): Promise<InProcessApi> {
  const folder = mkdtempSync(join(tmpdir(), 'wuyou-bench-api-'));
  const connection = Connection.lazy({ address: '127.0.0.1:1' });
  const sql = connectApart(databaseUrl, { max: 6, applicationName: 'bench-api' });
  const care = createCareClient({ connection, namespace: 'default', dataConverter: createDataConverter(testKeys.payload, 'default'), deadlineMs: 300 });
  const app = buildApp({
    sql, publicUrl: 'https://care.test', providers: {}, metrics: new Registry(), files: filesIn(folder), codec: createCodec(testKeys.payload, 'default'), temporalUi: null, temporalNamespace: 'default',
    care, starting: createStarting(care),
    crypt: createCrypt(testKeys), live: { awaitChange: () => Promise.resolve() }, checks: {}, now: Date.now, trustedProxies: 0,
    log: { error: (fields, message) => process.stderr.write(`${message} ${JSON.stringify(fields)}\n`) },
  });
  return {
    request: async (path, init) => app.request(path, init),
    async close() {
      await connection.close();
      await sql.end({ timeout: 2 });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
