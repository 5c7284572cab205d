/** `npm run chaos -- --crashes 100 --seed 7`: the crash test in its long form; the report stays under `.data/chaos/`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { breaches, show } from '../test/chaos/report.js';
import { chaos } from '../test/chaos/run.js';

const { values } = parseArgs({ options: { crashes: { type: 'string', default: '100' }, seed: { type: 'string' }, patients: { type: 'string', default: '10' } } });
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const crashes = Number(values.crashes);
if (!Number.isInteger(crashes) || crashes < 1 || !Number.isInteger(seed)) {
  process.stderr.write('Give whole numbers: npm run chaos -- --crashes 100 --seed 7\n');
  process.exit(2);
}
const folder = join('.data', 'chaos', `${new Date().toISOString().slice(0, 19).replaceAll(':', '')}-seed-${seed}`);
mkdirSync(folder, { recursive: true });
const say = (line: string): void => void process.stdout.write(`${line}\n`);
say(`seed ${seed}; report and logs in ${folder}`);
const report = await chaos({ crashes, seed, form: 'long', patients: Number(values.patients), say, logFolder: folder });
writeFileSync(join(folder, 'report.json'), `${JSON.stringify(report, null, 2)}\n`);
writeFileSync(join(folder, 'report.txt'), `${show(report)}\n`);
say(show(report));
process.exit(breaches(report).length === 0 ? 0 : 1);
