/** A care run on the run's real Temporal server, where a minute is a minute. */
import { setTimeout as wait } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { inject } from 'vitest';
import { quietRuntime, startCareRun, type CareRun } from './care-run.js';

export async function careInRealTime(): Promise<CareRun> {
  quietRuntime();
  const address = inject('temporalAddress');
  const [connection, nativeConnection] = [await Connection.connect({ address }), await NativeConnection.connect({ address })];
  const run = await startCareRun({ connection, nativeConnection, namespace: 'default', nowMs: async () => Date.now(), sleep: (ms) => wait(ms) });
  return {
    ...run,
    async stop() {
      await run.stop();
      await nativeConnection.close();
      await connection.close();
    },
  };
}
