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

export type ServedApi = { api: TestApi; store: FileStore; url: string; relay: () => Promise<void>; close: () => Promise<void> };

export async function servedApi(): Promise<ServedApi> {
  const live = await liveCare();
  const folder = mkdtempSync(join(tmpdir(), 'wuyou-contract-files-'));
  const store = localStore(folder);
  const api = await testApi({ care: live.care, store });
  const worker = await live.work(api.sql);
  const leaving = (request: Request): Request => (request.method === 'GET' && new URL(request.url).pathname === '/changes' ? new Request(request, { signal: AbortSignal.timeout(readsFor) }) : request);
  const server = serve({ fetch: (request, env) => api.app.fetch(leaving(request), env), hostname: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  return {
    api, store,
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
