/** The SDK's own log lines go to ours, its metrics to an exporter on the loopback that the worker's health port passes on. */
import { Runtime, makeTelemetryFilterString } from '@temporalio/worker';
import type { Logger } from 'pino';
import { loggedAttributes } from './log-attributes.js';

/** Must come before anything else of the SDK in this process. */
export function installTelemetry(log: Logger, metricsPort: number): { metrics(): Promise<string> } {
  const bindAddress = `127.0.0.1:${metricsPort}`;
  Runtime.install({
    logger: {
      log: (level, message, meta) => log[level === 'TRACE' ? 'trace' : level === 'DEBUG' ? 'debug' : level === 'INFO' ? 'info' : level === 'WARN' ? 'warn' : 'error'](loggedAttributes(meta), message),
      trace: (message, meta) => log.trace(loggedAttributes(meta), message),
      debug: (message, meta) => log.debug(loggedAttributes(meta), message),
      info: (message, meta) => log.info(loggedAttributes(meta), message),
      warn: (message, meta) => log.warn(loggedAttributes(meta), message),
      error: (message, meta) => log.error(loggedAttributes(meta), message),
    },
    telemetryOptions: {
      logging: { filter: makeTelemetryFilterString({ core: 'WARN', other: 'ERROR' }), forward: {} },
      metrics: { prometheus: { bindAddress, countersTotalSuffix: true, unitSuffix: true, useSecondsForDurations: true } },
    },
  });
  return { metrics: async () => (await fetch(`http://${bindAddress}/metrics`, { signal: AbortSignal.timeout(5000) })).text() };
}
