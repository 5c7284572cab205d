/**
 * `npm run history:record [what] [--again]`: runs the episodes tests, which leave histories of synthetic patients under .data/test/histories, and
 * keeps them as goldens named `<date>-<what>.json` with the calls that their replay makes. A golden that exists is not touched: a change
 * of the workflow adds a new recording beside it, and its hash to `recorded.sha256`. `--again` replaces every recording of the same thing, which is right only while no
 * episode runs anywhere (before the first release).
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keptFolder } from '../test/episodes/kept-history.js';
import { filesOf, goldenNames, hashOf, historiesFolder, readHistory, readRecorded, whatOf, writeRecorded } from '../test/replay/goldens.js';
import { bundleForReplay, replay } from '../test/replay/replay.js';

/** The tests that leave a history. */
const keepers = ['founding-example', 'late-answer', 'time', 'trouble', 'commands', 'clock-moved', 'model-month', 'migration', 'forgetful-worker', 'refused-at-length', 'said-again'].map((name) => `test/episodes/${name}.test.ts`);
const again = process.argv.includes('--again');
const [wanted] = process.argv.slice(2).filter((argument) => argument !== '--again');
rmSync(keptFolder, { recursive: true, force: true });
/** Only the tests that name what is wanted. */
const asked = keepers.filter((file) => wanted === undefined || new RegExp(`['\`]${wanted}`).test(readFileSync(file, 'utf8')));
const { status } = spawnSync('npx', ['vitest', 'run', '--project', 'episodes', ...asked], { stdio: 'inherit' });
if (status !== 0) process.exit(status ?? 1);

const date = new Date().toISOString().slice(0, 10);
const bundle = await bundleForReplay();
const recorded = readRecorded();
for (const file of readdirSync(keptFolder).sort()) {
  const what = file.slice(0, -'.json'.length);
  const golden = `${date}-${what}`;
  if (wanted !== undefined && !what.startsWith(wanted)) continue;
  for (const older of again ? goldenNames().filter((name) => whatOf(name) === what) : []) {
    for (const name of filesOf(older)) {
      rmSync(join(historiesFolder, name), { force: true });
      recorded.delete(name);
    }
  }
  if (existsSync(join(historiesFolder, `${golden}.json`))) continue;
  const { error, calls } = await replay(bundle, readHistory(what, keptFolder));
  if (error) throw error;
  copyFileSync(join(keptFolder, file), join(historiesFolder, `${golden}.json`));
  writeFileSync(join(historiesFolder, `${golden}.calls.txt`), `${calls.join('\n')}\n`);
  for (const name of filesOf(golden)) recorded.set(name, hashOf(name));
  writeRecorded(recorded);
  console.log(`${golden}: ${calls.length} calls`);
}
