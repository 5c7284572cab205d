/** Entry point of the API process: settings -> dependencies -> listen. Stops in order on SIGTERM, and when its supervisor disappears. */
import { serve } from '@hono/node-server';
import { pino } from 'pino';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { hookOf } from '../activities/hook.js';
import { surviveDriverFault } from '../db/driver-fault.js';
import { atTheDoor, connectApart, tooPowerful } from '../db/hospitals-apart.js';
import { otherKeys } from '../db/other-keys.js';
import { unprovenServer } from '../db/unproven-server.js';
import { fileStoreOf, filesIn } from '../files/files.js';
import { removeLeftovers } from '../files/leftovers.js';
import { createCrypt } from '../messages/crypt.js';
import { PlainError } from '../platform/plain-error.js';
import { settings } from '../settings.js';
import { createCareClient } from '../temporal/client.js';
import { connectLazily, temporalTarget } from '../temporal/connection.js';
import { createCodec } from '../temporal/codec.js';
import { createDataConverter } from '../temporal/data-converter.js';
import { buildApp } from './app.js';
import { coreDoor } from './edge/core-door.js';
import { listenForChanges } from './live.js';
import { createStarting } from './start-soon.js';

const { databaseUrl, databasePool, temporal, keys, filesDir, s3, trustedProxies, publicUrl, host, port, logLevel, providers, killAt, edgePort } = settings();
const log = pino({ name: 'api', level: logLevel });
surviveDriverFault((error) => log.error({ error: error instanceof Error ? error.stack : String(error) }, 'uncaught'));
const unproven = unprovenServer(databaseUrl);
if (unproven !== null) log.warn(unproven);
const sql = connectApart(databaseUrl, { max: databasePool, applicationName: 'wuyou-api' });
const crypt = createCrypt(keys);
const other = await atTheDoor(() => otherKeys(sql, crypt));
if (other !== null) throw new PlainError(other);
const target = temporalTarget(temporal);
const connection = connectLazily(target);
const care = createCareClient({ connection, namespace: target.namespace, dataConverter: createDataConverter(keys.payload, target.namespace) });
const starting = createStarting(care);
await removeLeftovers(filesDir, Date.now());
const store = await fileStoreOf(filesDir, s3);
// Care goes on without pictures, so the process starts; whoever set it up reads at once what is wrong.
store.check().catch((error: unknown) => log.error({ error: error instanceof Error ? error.message : String(error) }, 'files can be neither stored nor read'));
const live = await listenForChanges(sql);
const metrics = new Registry();
collectDefaultMetrics({ register: metrics, prefix: 'wuyou_api_' });

const app = buildApp({
  sql, care, starting, live, publicUrl, metrics, log, providers,
  crypt,
  files: filesIn(filesDir, store),
  codec: createCodec(keys.payload, target.namespace),
  temporalUi: temporal.uiUrl ?? null,
  temporalNamespace: target.namespace,
  now: Date.now,
  trustedProxies,
  hook: hookOf(killAt),
  checks: {
    database: async () => (await atTheDoor(() => sql`select 1`), tooPowerful(sql)),
    temporal: async () => ((await care.ping()) ? null : `does not answer at ${target.address}`),
  },
});

const server = serve({ fetch: app.fetch, hostname: host, port }, ({ port: open }) => {
  log.info({ port: open }, 'listening');
  process.send?.('ready');
});
const edgeServer = edgePort === undefined ? null : serve({ fetch: coreDoor(app).fetch, hostname: host, port: edgePort }, ({ port: open }) => log.info({ port: open }, 'listening for the edge'));

let stopping = false;
async function stop(why: string): Promise<void> {
  if (stopping) return;
  stopping = true;
  log.info({ why }, 'stopping');
  await live.stop();
  await Promise.all([server, edgeServer].map((open) => new Promise((resolve) => (open === null ? resolve(null) : open.close(resolve)))));
  await starting.idle();
  await connection.close();
  await sql.end({ timeout: 5 });
  process.exit(0);
}
process.on('SIGTERM', () => void stop('SIGTERM'));
process.on('SIGINT', () => void stop('SIGINT'));
process.on('disconnect', () => void stop('the supervisor is gone'));
