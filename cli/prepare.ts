/** Gets what `npm start` and `npm test` need beyond the npm packages, so that neither has to wait for it later. */
import { builtIsIntact, findTemporalCli, serverVersion } from '../platform/temporal-binary.js';
import { findTestServer } from '../platform/test-server.js';
import { startProgress } from '../platform/progress.js';
import { inheritedEnvironment, platformSettings } from '../settings.js';

export const summary = 'Get the Temporal dev server, and with --tests the time-skipping test server';
export const usage = `wuyou prepare [--tests]

  Looks for the Temporal CLI (TEMPORAL_CLI_PATH, PATH, the cache), downloads it, or builds it with Go.
  --tests   also gets the test server (TEMPORAL_TEST_SERVER_PATH, the cache, download, Maven).`;

export async function run(args: string[]): Promise<number> {
  const { temporal, cacheDir } = platformSettings();
  const env = inheritedEnvironment();
  const begin = (label: string, total?: number) => startProgress(label, total === undefined ? {} : { total });
  const cli = await findTemporalCli({ cliPath: temporal.cliPath, cacheDir, env, begin });
  if (cli.startsWith(cacheDir) && cli.includes('temporal-cli') && !(await builtIsIntact(cacheDir))) {
    process.stderr.write(`${cli} is not what was built there: delete it and run this again.\n`);
    return 1;
  }
  process.stdout.write(`Temporal server ${await serverVersion(cli, env)}: ${cli}\n`);
  if (args.includes('--tests')) process.stdout.write(`Time-skipping test server: ${await findTestServer({ path: temporal.testServerPath, cacheDir, env, begin })}\n`);
  return 0;
}
