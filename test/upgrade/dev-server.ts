/** The dev server that the training runs on, for one rehearsal: which build is current on it must be nobody else's business. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProgress } from '../../platform/progress.js';
import { findTemporalCli } from '../../platform/temporal-binary.js';
import { startTemporal } from '../../platform/temporal-server.js';
import { inheritedEnvironment, platformSettings } from '../../settings.js';

export async function devServer(): Promise<{ address: string; stop(): Promise<void> }> {
  const { cacheDir, temporal } = platformSettings();
  const env = inheritedEnvironment();
  const cli = await findTemporalCli({ cliPath: temporal.cliPath, cacheDir, env, begin: (label, total) => startProgress(label, total === undefined ? {} : { total }) });
  const folder = mkdtempSync(join(tmpdir(), 'wuyou-upgrade-dev-'));
  const server = await startTemporal({ cli, folder, namespace: 'default', codecEndpoint: 'http://127.0.0.1:1/codec', env });
  return {
    address: server.address,
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
