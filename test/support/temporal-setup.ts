/** Global set-up of projects that need Temporal: the path of the time-skipping test server and one real dev server for the run. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { findTemporalCli } from '../../platform/temporal-binary.js';
import { startTemporal } from '../../platform/temporal-server.js';
import { findTestServer } from '../../platform/test-server.js';
import { startProgress } from '../../platform/progress.js';
import { inheritedEnvironment, platformSettings } from '../../settings.js';

declare module 'vitest' {
  export interface ProvidedContext {
    /** For `createTimeSkipping({ server: { executable: { type: 'existing-path', path } } })`. */
    testServerPath: string;
    /** A real dev server, shared by the run: use task queues and workflow ids of your own. */
    temporalAddress: string;
  }
}

const begin = (label: string, total?: number) => startProgress(label, total === undefined ? {} : { total });

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { temporal, cacheDir } = platformSettings();
  const env = inheritedEnvironment();
  project.provide('testServerPath', await findTestServer({ path: temporal.testServerPath, cacheDir, env, begin }));
  if (temporal.address) {
    project.provide('temporalAddress', temporal.address);
    return async () => {};
  }
  const cli = await findTemporalCli({ cliPath: temporal.cliPath, cacheDir, env, begin });
  const folder = mkdtempSync(join(tmpdir(), 'wuyou-test-temporal-'));
  const server = await startTemporal({ cli, folder, namespace: 'default', codecEndpoint: 'http://127.0.0.1:1/codec', env });
  project.provide('temporalAddress', server.address);
  return async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
