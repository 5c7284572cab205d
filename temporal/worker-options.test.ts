import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { workerOptions } from './worker-options.js';

type Compiled = { isolateExecutionTimeoutMs: number };
/** The SDK's own reading of its options. */
const { compileWorkerOptions } = createRequire(import.meta.url)('@temporalio/worker/lib/worker-options.js') as { compileWorkerOptions(raw: object, logger: object, meter: object): Compiled };

describe('The options of a worker', () => {
  it('give a step of a workflow minutes by the wall, as the SDK reads them', () => {
    const parts = { connection: null, namespace: 'default', dataConverter: {}, workflowBundle: { code: '' }, activities: {}, maxCachedWorkflows: 100, shutdownGraceSeconds: 10 } as unknown as Parameters<typeof workerOptions>[0];
    const silent = { trace() {}, debug() {}, info() {}, warn() {}, error() {}, log() {} };
    expect(compileWorkerOptions(workerOptions(parts), silent, {})).toMatchObject({ isolateExecutionTimeoutMs: 120_000 });
  });
});
