/** The whole API over real HTTP, as an integrator meets it: a fresh database, the run's own Temporal server and a worker, one key with every role. */
import { serve } from '@hono/node-server';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FileStore } from '../../files/file-store.js';
import { localStore } from '../../files/local-store.js';
import { testApi, type TestApi } from '../support/api.js';
import { liveCare } from '../support/live-care.js';

/** The stream of changes ends when its reader leaves; a tool that reads to the end never leaves, so the server takes it to have left. */
const readsFor = 50;

/** Requests with this key to this address are asked with the cookie instead, from the product's own origin: what a key may not do. Any other key, or none, stays what it is. */
type Exchange = { key: string; method: string; path: RegExp; cookie: string };
export type ServedApi = { api: TestApi; store: FileStore; url: string; origin: string; relay: () => Promise<void>; exchange: (exchange: Exchange) => void; close: () => Promise<void> };

/** Of `publicUrl` in test/support/api.ts. */
const origin = 'https://care.test';

export async function servedApi(): Promise<ServedApi> {
  const live = await liveCare();
  const folder = mkdtempSync(join(tmpdir(), 'wuyou-contract-files-'));
  const store = localStore(folder);
  const api = await testApi({ care: live.care, store });
  const worker = await live.work(api.sql);
  const leaving = (request: Request): Request => (request.method === 'GET' && new URL(request.url).pathname === '/changes' ? new Request(request, { signal: AbortSignal.timeout(readsFor) }) : request);
  const exchanges: Exchange[] = [];
  const exchanged = (request: Request): Request => {
    const found = exchanges.find(({ key, method, path }) => request.method === method && path.test(new URL(request.url).pathname) && request.headers.get('authorization') === `Bearer ${key}`);
    if (!found) return request;
    const headers = new Headers(request.headers);
    headers.delete('authorization');
    headers.set('cookie', found.cookie);
    headers.set('origin', origin);
    return new Request(request, { headers });
  };
  const server = serve({ fetch: (request, env) => api.app.fetch(exchanged(leaving(request)), env), hostname: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  return {
    api, store, origin,
    exchange: (exchange) => void exchanges.push(exchange),
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    relay: worker.relay,
    async close() {
      await new Promise((resolve) => server.close(resolve));
      await worker.stop();
      await live.close();
      await api.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
