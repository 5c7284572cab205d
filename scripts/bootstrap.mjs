// What must work before any dependency is installed: node builtins only.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
/** One sentence when this Node cannot run Wuyou, else null. Keep in step with "engines" of package.json. */
export function nodeProblem(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const fits = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22;
  return fits ? null : `Node ${version} is too old for Wuyou: install Node 20.19 or newer of 20, or 22.12 or newer (https://nodejs.org).`;
}

const packagesOf = (file) => JSON.parse(readFileSync(`${root}${file}`, 'utf8')).packages;

/** npm writes down what it installed, at the end of an installation; other platforms' optional packages may stay out. */
export function dependenciesFit() {
  try {
    const wanted = packagesOf('package-lock.json');
    const found = packagesOf('node_modules/.package-lock.json');
    const fits = ([path, { version, optional }]) => path === '' || found[path]?.version === version || (optional && !found[path]);
    return Object.entries(wanted).every(fits) && Object.keys(found).every((path) => path in wanted);
  } catch {
    return false;
  }
}

/** Runs a program; resolves to its exit code. `quiet` keeps its last lines instead of showing them; `into`: an open file that gets them all. */
export const run = (program, args, { quiet = false, into, env = process.env } = {}) =>
  new Promise((resolve) => {
    const lines = [];
    const child = spawn(program, args, { cwd: root, env, stdio: into !== undefined ? ['ignore', into, into] : quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit', shell: process.platform === 'win32' });
    for (const stream of quiet ? [child.stdout, child.stderr] : []) {
      stream.setEncoding('utf8').on('data', (text) => {
        lines.push(...text.split('\n').filter(Boolean));
        lines.splice(40, Math.max(0, lines.length - 80)); // the first and the last forty: npm says the reason first
      });
    }
    child.once('error', (error) => resolve({ code: 127, lines: [error.message] }));
    child.once('close', (code, signal) => resolve({ code: code ?? (signal === 'SIGINT' ? 130 : 1), lines }));
  });

/** A line that moves while `work` is under way: redrawn on a terminal, every ten seconds in a log. */
async function moving(label, work) {
  const startedAt = Date.now();
  const seconds = () => Math.round((Date.now() - startedAt) / 1000);
  const live = process.stderr.isTTY;
  const marks = ['|', '/', '-', '\\'];
  let turns = 0;
  process.stderr.write(live ? label : `${label}\n`);
  const timer = setInterval(
    () => process.stderr.write(live ? `\r\u001b[K${label} ${marks[turns++ % 4]} ${seconds()} s` : `${label}: ${seconds()} s\n`),
    live ? 200 : 10_000,
  );
  try {
    return await work();
  } finally {
    clearInterval(timer);
    process.stderr.write(live ? `\r\u001b[K` : '');
  }
}

const npmTrouble = (lines) => {
  const text = lines.join('\n');
  if (/ENOSPC|no space left/i.test(text)) return 'the disk is full: free at least 1.5 GB and run this again';
  if (/ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET/.test(text)) return 'the npm registry cannot be reached: check the network or npm config get registry, then run this again';
  if (/EACCES|EROFS/.test(text)) return `${root} cannot be written: run this as the user who owns it`;
  if (/can only install packages when your package.json and package-lock.json/.test(text)) return 'package.json and package-lock.json do not belong together: restore both from git';
  const reasons = lines.filter((line) => /^npm (error|ERR!)/.test(line)).map((line) => line.replace(/^npm (error|ERR!) ?(code \S+)?/, '').trim());
  return `${reasons.find(Boolean) ?? lines.at(-1) ?? 'it said nothing'}; npm ci shows the whole story`;
};

/** Makes the rest of the project runnable. Ends the process with one sentence when it cannot. */
export async function bootstrap() {
  const fail = (sentence) => {
    process.stderr.write(`${sentence}\n`);
    process.exit(1);
  };
  const problem = nodeProblem(process.versions.node);
  if (problem) fail(problem);
  if (dependenciesFit()) return;
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const { code, lines } = await moving('安装依赖 · Installing the locked dependencies (about 500 MB, once)', () => run('npm', args, { quiet: true }));
  if (code !== 0) fail(`The dependencies could not be installed: ${npmTrouble(lines)}.`);
  process.stderr.write('依赖已安装 · Installed the locked dependencies\n');
}
