/** `npm run chaos:sum -- .data/chaos/*-seed-{1,2,3}`: several finished runs of one program as one. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { addUp, refusal } from '../test/chaos/adding-up.js';
import type { Report } from '../test/chaos/report.js';

const folders = process.argv.slice(2);
const unfinished = folders.filter((folder) => !existsSync(join(folder, 'report.json')));
const reports = folders.filter((folder) => !unfinished.includes(folder)).map((folder) => JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as Report);
for (const folder of unfinished) process.stdout.write(`not finished, so not counted: ${folder}\n`);
const refused = refusal(reports);
if (refused !== null) {
  process.stderr.write(`${refused}\n`);
  process.exit(2);
}
const { passed, text } = addUp(reports);
process.stdout.write(`${text}\n`);
process.exit(passed ? 0 : 1);
