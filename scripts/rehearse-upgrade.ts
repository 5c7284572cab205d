/**
 * `npm run rehearse:upgrade`: old build -> new build -> back -> forward, under sleeping episodes, on a Temporal server of production's kind on
 * PostgreSQL, which it builds (once) and starts itself. `--dev-server`: on the dev server that the training runs on, to see what an older one does.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findTemporalCli } from '../platform/temporal-binary.js';
import { startTemporal } from '../platform/temporal-server.js';
import { startProgress } from '../platform/progress.js';
import { inheritedEnvironment, platformSettings } from '../settings.js';
import { quietRuntime } from '../test/episodes/care-run.js';
import { rehearse, type Rehearsed } from '../test/upgrade/rehearsal.js';
import { temporalBuild } from '../test/upgrade/server-binary.js';
import { temporalOnPostgres } from '../test/upgrade/temporal-on-postgres.js';
import { twoBuilds } from '../test/upgrade/two-builds.js';

const { values } = parseArgs({ options: { episodes: { type: 'string', default: '50' }, 'dev-server': { type: 'boolean', default: false } } });
const episodes = Number(values.episodes);
if (!Number.isInteger(episodes) || episodes < 1) {
  process.stderr.write('Give a whole number: npm run rehearse:upgrade -- --episodes 50\n');
  process.exit(2);
}
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const { cacheDir, temporal } = platformSettings();
const env = inheritedEnvironment();

async function devServer(): Promise<{ address: string; stop(): Promise<void> }> {
  const cli = await findTemporalCli({ cliPath: temporal.cliPath, cacheDir, env, begin: (label, total) => startProgress(label, total === undefined ? {} : { total }) });
  const folder = mkdtempSync(join(tmpdir(), 'wuyou-upgrade-dev-'));
  const server = await startTemporal({ cli, folder, namespace: 'default', codecEndpoint: 'http://127.0.0.1:1/codec', env });
  return {
    address: server.address,
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What must hold where the server knows how: everybody, every time. */
const shortfalls = (r: Rehearsed): string[] => {
  const full = ['asleepOnOld', 'stillOnOld', 'movedToNew', 'rolledBackToOld', 'movedForwardAgain', 'journalsUnbroken'] as const;
  return [...full.filter((name) => r[name] !== r.episodes).map((name) => `${name}: ${r[name]} of ${r.episodes}`), ...(r.answered === 2 * r.episodes ? [] : [`answered: ${r.answered} of ${2 * r.episodes}`]), ...(r.failedTasks === 0 ? [] : [`failed workflow tasks: ${r.failedTasks}`])];
};

quietRuntime();
const server = values['dev-server'] ? await devServer() : await temporalOnPostgres(await temporalBuild(cacheDir, env, say));
// Two servers and their folder must not outlive a rehearsal that was broken off.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void server.stop().finally(() => process.exit(130)));
try {
  const result = await rehearse({ address: server.address, episodes, builds: await twoBuilds(), say, patienceMs: values['dev-server'] ? 20_000 : 120_000 });
  say(JSON.stringify(result, null, 2));
  const short = shortfalls(result);
  for (const one of short) say(`✗ ${one}`);
  say(short.length === 0 ? `✓ ${episodes} sleeping episodes went old -> new -> old -> new on Temporal ${result.serverVersion}, and lost nothing; ${result.nudgedAgain.join(', ')} needed a second nudge` : `Temporal ${result.serverVersion} did not move them all (servers before 1.30 ignore the option silently)`);
  process.exitCode = short.length === 0 || values['dev-server'] ? 0 : 1;
} finally {
  await server.stop();
}
process.exit();
