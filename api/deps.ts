/** Everything the API is given by its composition root (`api/server.ts`); tests give real PostgreSQL and, where a test is about Temporal, a real server. */
import type { PayloadCodec } from '@temporalio/common';
import type { Registry } from 'prom-client';
import type { Hook } from '../activities/hook.js';
import type { Files } from '../files/files.js';
import type { CareClient } from '../temporal/client.js';
import type { Providers } from '../platform/provider-variables.js';
import type { Crypt } from '../messages/crypt.js';
import type { Database } from './env.js';
import type { Live } from './live.js';
import type { ReadyChecks } from './routes/health.js';
import type { Starting } from './start-soon.js';

export type ApiDeps = {
  sql: Database;
  care: CareClient;
  starting: Starting;
  crypt: Crypt;
  files: Files;
  codec: PayloadCodec;
  /** Origin of the Temporal UI that may use the codec route; null: none. */
  temporalUi: string | null;
  /** Where the workflows run: part of the addresses in the Temporal UI. */
  temporalNamespace: string;
  live: Pick<Live, 'awaitChange'>;
  publicUrl: string;
  /** Vendors whose webhooks are taken; absent = 404. */
  providers: Providers;
  checks: ReadyChecks;
  metrics: Registry;
  log: { error(fields: Record<string, unknown>, message: string): void };
  /** Wall clock in ms; tests set it. */
  now: () => number;
  /** How many proxies of ours stand in front: whose note of the sender's address counts. */
  trustedProxies: number;
  /** Kill points; the crash test gives one. */
  hook?: Hook;
};
