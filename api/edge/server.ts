/** Entry point of the edge process (前置机): stands in the DMZ, holds no database, key or secret, passes on what the table names. Stops in order on SIGTERM. */
import { serve } from '@hono/node-server';
import { pino } from 'pino';
import { edgeSettings } from '../../settings.js';
import { buildEdge } from './edge.js';

const settings = edgeSettings();
const log = pino({ name: 'edge', level: settings.logLevel });
/** Against senders that never come to an end; the whole request of a 60 MB clip at 1.6 Mbit/s takes 300 s (C). Load balancers keep connections for 60 s. */
const limits = { headersTimeout: 15_000, requestTimeout: 300_000, keepAliveTimeout: 65_000, maxHeaderSize: 16_384 };

const server = serve({ fetch: buildEdge(settings, log).fetch, hostname: settings.host, port: settings.port, serverOptions: limits }, ({ port }) => log.info({ port, core: settings.coreUrl }, 'listening'));
const stop = (why: string) => (): void => {
  log.info({ why }, 'stopping');
  server.close(() => process.exit(0));
};
process.once('SIGTERM', stop('SIGTERM'));
process.once('SIGINT', stop('SIGINT'));
