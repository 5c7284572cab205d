/**
 * A care run on the time-skipping server: days pass in milliseconds, and only while a test lets them. Its clock is one for all,
 * so a test whose episodes go on (open cases climb their ladders) has a run of its own. */
import type { Definition } from '../../pathways/schema/definition.js';
import { timeSkippingEnvironment } from '../support/time-skipping.js';
import { quietRuntime, startCareRun, type CareRun } from './care-run.js';
import type { Vendor } from './in-memory-care.js';

export async function careInSkippedTime(vendor?: Vendor, more: Definition[] = [], remembers?: number): Promise<CareRun> {
  quietRuntime();
  const environment = await timeSkippingEnvironment();
  const run = await startCareRun(
    {
      connection: environment.connection,
      nativeConnection: environment.nativeConnection,
      namespace: environment.namespace ?? 'default',
      nowMs: () => environment.currentTimeMs(),
      sleep: (ms) => environment.sleep(ms),
    },
    vendor,
    more,
    remembers,
  );
  return {
    ...run,
    async stop() {
      await run.stop();
      await environment.teardown();
    },
  };
}
