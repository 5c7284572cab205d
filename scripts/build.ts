/** `npm run build`: dist/ with the compiled program, the workflow bundle and the files that the program reads. */
import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildWeb } from '../platform/web-build.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');

/** From -> to; read at run time by their own folders through import.meta.url. */
const files: [string, string][] = [
  ['db/migrations', 'db/migrations'],
  ['pathways/definitions', 'pathways/definitions'],
  ['pathways/simulate/profiles.yaml', 'pathways/simulate/profiles.yaml'],
  ['pathways/simulate/bands.yaml', 'pathways/simulate/bands.yaml'],
  ['web/dist', 'web/dist'],
  ['identity/common-passwords.txt.gz', 'identity/common-passwords.txt.gz'],
  ['web/phone/phone.css', 'web/phone/phone.css'],
  ['web/phone/favicon.svg', 'web/phone/favicon.svg'],
  ['temporal/failure-converter.cjs', 'temporal/failure-converter.cjs'],
  ['node_modules/@scalar/api-reference/dist/browser/standalone.js', 'docs-ui/standalone.js'],
];

const step = (program: string, ...args: string[]): void => {
  const { status } = spawnSync(program, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
};

await buildWeb();
rmSync(dist, { recursive: true, force: true });
step(join(root, 'node_modules/.bin/tsc'), '-p', 'tsconfig.build.json');
for (const [from, to] of files) {
  if (!existsSync(join(root, from))) throw new Error(`${from} is missing, and the program reads it`);
  mkdirSync(dirname(join(dist, to)), { recursive: true });
  cpSync(join(root, from), join(dist, to), { recursive: true, filter: (path) => !path.endsWith('.test.ts') && !path.endsWith('.events.json') });
}
step(process.execPath, '--import', import.meta.resolve('tsx'), 'scripts/bundle-workflows.ts');
