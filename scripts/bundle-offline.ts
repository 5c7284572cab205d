/**
 * `npm run bundle:offline [-- --built]`: one archive with everything that a server without a registry needs, for the platform it is made on:
 * the build, its production packages, Node itself, the Temporal CLI and PostgreSQL for a trial, documents, manifests, a bill of materials, checksums.
 * `--built`: dist/ is fresh. `deploy/offline/check.sh <archive>` unpacks and starts it without any network.
 */
import { createHash } from 'node:crypto';
import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startProgress } from '../platform/progress.js';
import { findTemporalCli } from '../platform/temporal-binary.js';
import { inheritedEnvironment, platformSettings } from '../settings.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
const name = `wuyou-${version}-${process.platform}-${process.arch}`;
const out = join(root, '.data', 'bundle');
const stage = join(out, name);
const carried = ['package.json', 'package-lock.json', 'dist', 'scripts/wuyou.mjs', 'docs', 'deploy/kubernetes', 'deploy/compose', 'docker-compose.yml', 'Dockerfile', 'README.md', 'CHANGELOG.md'];

function step(what: string, program: string, args: string[], cwd = root): string {
  process.stdout.write(`${what}\n`);
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 });
  if (status !== 0) throw new Error(`${what}: ${program} ended with ${status}: ${stderr.slice(-2_000)}`);
  return stdout;
}

/** Regular files, sorted; links carry no content of their own. */
function filesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesUnder(path) : entry.isFile() ? [path] : [];
  });
}
const sha256 = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');
const sumsOf = (folder: string): string => filesUnder(folder).map((path) => `${sha256(path)}  ./${relative(folder, path)}`).toSorted((a, b) => (a.slice(66) < b.slice(66) ? -1 : 1)).join('\n');

if (process.platform !== 'linux') throw new Error('A bundle is for the servers it will stand on: make it on Linux.');
if (!process.argv.includes('--built')) step('Building', 'npm', ['run', 'build']);
if (!existsSync(join(root, 'dist/workflow-bundle.js'))) throw new Error('dist/ is not whole: leave --built out.');

rmSync(stage, { recursive: true, force: true });
for (const path of carried) {
  mkdirSync(dirname(join(stage, path)), { recursive: true });
  cpSync(join(root, path), join(stage, path), { recursive: true });
}
// Links instead of copies save a gigabyte. Notes and caches of tools are no packages, and whoever rewrites one would rewrite it here too.
step('Taking the packages', 'cp', ['-al', join(root, 'node_modules'), join(stage, 'node_modules')]);
for (const entry of readdirSync(join(stage, 'node_modules'))) if (entry.startsWith('.')) rmSync(join(stage, 'node_modules', entry), { recursive: true });
step('Leaving out what only the development needs', 'npm', ['prune', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--offline'], stage);
rmSync(join(stage, 'node_modules/.bin'), { recursive: true, force: true }); // links that npm made anew
writeFileSync(join(stage, 'sbom.cdx.json'), step('Writing the bill of materials', 'npm', ['sbom', '--omit=dev', '--sbom-format=cyclonedx', '--package-lock-only'], stage));

mkdirSync(join(stage, 'node/bin'), { recursive: true });
cpSync(process.execPath, join(stage, 'node/bin/node'), { dereference: true });
const { temporal, cacheDir } = platformSettings();
const cli = await findTemporalCli({ cliPath: temporal.cliPath, cacheDir, env: inheritedEnvironment(), begin: (label, total) => startProgress(label, total === undefined ? {} : { total }) });
mkdirSync(join(stage, 'tools'));
cpSync(cli, join(stage, 'tools/temporal'), { dereference: true });
mkdirSync(join(stage, 'bin'));
cpSync(join(root, 'deploy/offline/wuyou'), join(stage, 'bin/wuyou'));
cpSync(join(root, 'deploy/offline/install.sh'), join(stage, 'install.sh'));
for (const program of ['bin/wuyou', 'install.sh', 'tools/temporal', 'node/bin/node']) chmodSync(join(stage, program), 0o755);

writeFileSync(join(stage, 'BUNDLE'), `${version} ${process.platform} ${process.arch}\n`);
writeFileSync(join(stage, 'SHA256SUMS'), `${sumsOf(stage)}\n`);
const archive = join(out, `${name}.tar.gz`);
step('Packing', 'tar', ['-I', 'gzip -1', '--owner=0', '--group=0', '--sort=name', '-cf', archive, '-C', out, name]);
rmSync(stage, { recursive: true });
writeFileSync(`${archive}.sha256`, `${sha256(archive)}  ${name}.tar.gz\n`);
process.stdout.write(`${archive}\n${Math.round(lstatSync(archive).size / 1024 / 1024)} MB, SHA-256 ${sha256(archive)}\n`);
