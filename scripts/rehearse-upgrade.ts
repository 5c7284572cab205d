/**
 * `npm run rehearse:upgrade`: old build -> new build -> back -> forward, under sleeping episodes, on a Temporal server of production's kind on
 * PostgreSQL, which it builds (once) and starts itself. `--dev-server`: on the dev server that the training runs on, where nobody moves and nothing may be lost either.
 */
import { parseArgs } from 'node:util';
import { inheritedEnvironment, platformSettings } from '../settings.js';
import { quietRuntime } from '../test/episodes/care-run.js';
import { devServer } from '../test/upgrade/dev-server.js';
import { movesSleepers, shortfalls } from '../test/upgrade/judgement.js';
import { rehearse } from '../test/upgrade/rehearsal.js';
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

quietRuntime();
const server = values['dev-server'] ? await devServer() : await temporalOnPostgres(await temporalBuild(platformSettings().cacheDir, inheritedEnvironment(), say));
// Two servers and their folder must not outlive a rehearsal that was broken off.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void server.stop().finally(() => process.exit(130)));
try {
  const result = await rehearse({ address: server.address, episodes, builds: await twoBuilds(), say });
  say(JSON.stringify(result, null, 2));
  const short = shortfalls(result);
  for (const one of short) say(`✗ ${one}`);
  if (short.length === 0) {
    say(movesSleepers(result.serverVersion)
      ? `✓ ${episodes} sleeping episodes went old -> new -> old -> new on Temporal ${result.serverVersion}, and lost nothing; ${result.nudgedAgain.join(', ')} further nudges were needed`
      : `✓ Temporal ${result.serverVersion} moves nobody, as servers before 1.30 do; ${episodes} sleeping episodes stayed on their build, answered, and lost nothing`);
  }
  process.exitCode = short.length === 0 ? 0 : 1;
} finally {
  await server.stop();
}
process.exit();
