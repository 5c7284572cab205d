/**
 * Worker and API as an image runs them: compiled once, into the run's own folder. A start costs half of one from source (1.6 s of CPU instead of
 * 3.3 s), and a run starts one for every crash; and a process left behind is known to be the run's by its command line.
 */
import { createHash } from 'node:crypto';
import { copyFileSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../../platform/run.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Where `compileProgram` puts worker.js and api/server.js of a run. */
export const programIn = (folder: string): string => join(folder, 'program');

/** Types are not looked at again: that is another check's business. Answers what names the program: a hash of every compiled file. */
export async function compileProgram(folder: string): Promise<string> {
  const program = programIn(folder);
  const { code, output } = await run(join(root, 'node_modules/.bin/tsc'), ['-p', 'tsconfig.build.json', '--noCheck', '--sourceMap', 'false', '--outDir', program], { cwd: root });
  if (code !== 0) throw new Error(`The program for the run could not be compiled: ${output}`);
  const hash = createHash('sha256');
  for (const name of readdirSync(program, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js')).toSorted()) hash.update(`${name}\n`).update(readFileSync(join(program, name)));
  writeFileSync(join(program, 'package.json'), '{"type": "module"}\n');
  symlinkSync(join(root, 'node_modules'), join(program, 'node_modules'), 'dir');
  copyFileSync(join(root, 'temporal/failure-converter.cjs'), join(program, 'temporal/failure-converter.cjs'));
  return hash.digest('hex').slice(0, 12);
}
