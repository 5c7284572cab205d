// `npm test [suite ...]`: sets itself up, runs every suite in order, ends with `N passed, N failed` and the exit code that says the same.
import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { relative } from 'node:path';
import { bootstrap, root, run } from './bootstrap.mjs';

const node = process.execPath;
const bin = (name) => `${root}node_modules/.bin/${name}${process.platform === 'win32' ? '.cmd' : ''}`;
const results = `${root}.data/test-results`;

/** Suites that count as one test each. */
const checks = [
  { name: 'types', what: 'TypeScript; the domain without Node and DOM types', commands: ['.', 'pathways', 'web/console', 'web/tsconfig.islands.json'].map((project) => [bin('tsc'), ['-p', project]]) },
  { name: 'lint', what: 'type-aware: a promise that nobody awaits, the clock in pathways', commands: [[bin('oxlint'), ['--type-aware', '--deny-warnings', '--ignore-pattern', 'test/planted/**']]] },
  { name: 'imports', what: 'which folder may import which', commands: [[node, ['--import', 'tsx', 'scripts/check-imports.ts']]] },
];
/**
 * Projects of vitest.config.ts, cheapest first. `aside`: waits more than it works, so it is begun with the first of them and runs beside the
 * others; what it says is printed at its place, which is before those that give servers a certain time.
 */
const projects = [
  { name: 'unit', what: 'pure code and channels against stand-in vendors' },
  // `needs`: a system package (.ci/run installs it), and how to see whether it is there. Clips are refused in words where theirs is missing (ADR 0034).
  { name: 'clips', what: 'clips written anew by ffmpeg', needs: { what: 'ffmpeg', look: ['ffmpeg', ['-version']] } },
  { name: 'stories', what: 'every story of every package against its golden events' },
  { name: 'repository', what: 'the repository itself: documents, compose file, planted violations' },
  { name: 'replay', what: 'golden Temporal histories' },
  { name: 'db', what: 'ledger, journal and read models on a real PostgreSQL' },
  { name: 'episodes', what: 'workflows in skipped time' },
  { name: 'api', what: 'HTTP on a real PostgreSQL and a real Temporal server' },
  { name: 'contract-short', what: 'every operation asked by schemathesis, one seed', needs: { what: 'Python 3.11 with venv (and reach its package registry once)', look: [node, ['--import', 'tsx', 'scripts/schemathesis.ts']] } },
  { name: 'chaos-short', what: 'twenty crashes at named points of the circle, two of PostgreSQL, faulty vendors', aside: true },
  { name: 'e2e', what: 'the whole circle, processes killed' },
  { name: 'bench', what: 'three short forms of the bench: what they print, not how fast' },
  { name: 'browser', what: 'every face in a real browser (Chromium at CHROMIUM_PATH)', onDemand: true },
  { name: 'contract', what: 'every operation asked by schemathesis, five seeds (Python 3.11, minutes)', onDemand: true },
  { name: 'backup', what: 'a running installation backed up, restored elsewhere, audited', onDemand: true },
  // Minutes of real time against real time-outs: a noisy machine may make it red without a fault of ours, so it runs when asked for.
  { name: 'chaos', what: 'kill -9 at every point of the circle, faulty vendors, PostgreSQL crashed', onDemand: true },
];

async function check({ commands }) {
  for (const [program, args] of commands) if ((await run(program, args)).code !== 0) return { passed: 0, failed: 1 };
  return { passed: 1, failed: 0 };
}

/** Who failed, in the words of the tests: the summary says it again, because the beginning of a long log is what gets cut off. */
const failedIn = ({ testResults }) =>
  testResults.flatMap(({ name, status, assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === 'failed').map(({ fullName }) => fullName);
    return (failed.length === 0 && status === 'failed' ? ['(the file itself)'] : failed).map((which) => `${relative(root, name)}: ${which}`);
  });

/** A suite that found no test has failed: an empty folder proves nothing. */
async function project({ name }, into) {
  const file = `${results}/${name}.json`;
  rmSync(file, { force: true });
  const { code } = await run(bin('vitest'), ['run', '--project', name, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`], { into });
  try {
    const report = JSON.parse(readFileSync(file, 'utf8'));
    const { numPassedTests: passed, numFailedTests: failed, numTotalTestSuites: suites, numFailedTestSuites: failedSuites } = report;
    if (passed + failed === 0 || suites === 0) process.stdout.write(`The suite ${name} found no tests.\n`);
    const unseen = failed === 0 && (code !== 0 || passed === 0 || failedSuites > 0) ? 1 : 0; // broke before or beside its tests
    return { passed, failed: failed + unseen, names: failedIn(report) };
  } catch {
    process.stdout.write(`The suite ${name} did not come to an end.\n`);
    return { passed: 0, failed: 1 };
  }
}

/** One after the other, beside whatever else runs. */
function runAside(suites) {
  process.stdout.write(suites.map(({ name }) => `\n${name} runs beside the others; what it says comes at its place.\n`).join(''));
  const outcomes = new Map();
  let former = Promise.resolve();
  for (const suite of suites) {
    former = former.then(async () => {
      const startedAt = Date.now();
      const log = `${results}/${suite.name}.log`;
      const into = openSync(log, 'w');
      const outcome = await project(suite, into).finally(() => closeSync(into));
      return { outcome, seconds: secondsSince(startedAt), said: readFileSync(log, 'utf8') };
    });
    outcomes.set(suite.name, former);
  }
  return outcomes;
}

const secondsSince = (startedAt) => Math.round((Date.now() - startedAt) / 1000);
const heading = (name, what) => process.stdout.write(`\n=== ${name}: ${what} ===\n`);

await bootstrap();
const wanted = process.argv.slice(2);
const known = [...checks, ...projects].map(({ name }) => name);
const unknown = wanted.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`There is no suite ${unknown.join(', ')}: the suites are ${known.join(', ')}.\n`);
  process.exit(2);
}
const isMissing = ({ look: [program, args] }) => spawnSync(program, args, { cwd: root, stdio: 'ignore' }).status !== 0;
const missing = new Set(wanted.length > 0 ? [] : projects.filter(({ needs }) => needs && isMissing(needs)).map(({ name }) => name));
const waits = ({ name, onDemand = false }) => onDemand || missing.has(name);
const chosen = (suite) => (wanted.length === 0 ? !waits(suite) : wanted.includes(suite.name));
mkdirSync(results, { recursive: true });

heading('set-up', 'Temporal dev server, time-skipping test server');
let passed = 0;
let failed = 0;
const summary = [];
const broken = [];
const add = (name, outcome, seconds) => {
  passed += outcome.passed;
  failed += outcome.failed;
  broken.push(...(outcome.names ?? []));
  summary.push(`${name.padEnd(15)} ${String(outcome.passed).padStart(5)} passed ${String(outcome.failed).padStart(4)} failed ${String(seconds).padStart(5)} s`);
};
if ((await run(node, ['scripts/wuyou.mjs', 'prepare', '--tests'])).code !== 0) add('set-up', { passed: 0, failed: 1 }, 0);
async function inTurn(suites, runOne) {
  for (const suite of suites) {
    heading(suite.name, suite.what);
    const startedAt = Date.now();
    add(suite.name, await runOne(suite), secondsSince(startedAt));
  }
}
await inTurn(checks.filter(chosen), check);
const wantedProjects = projects.filter(chosen);
const aside = runAside(wantedProjects.length > 1 ? wantedProjects.filter((suite) => suite.aside) : []);
for (const suite of wantedProjects) {
  if (!aside.has(suite.name)) {
    await inTurn([suite], project);
    continue;
  }
  const { outcome, seconds, said } = await aside.get(suite.name);
  heading(suite.name, suite.what);
  process.stdout.write(`${said}(run beside the others)\n`);
  add(suite.name, outcome, seconds);
}
heading('summary', '');
if (wanted.length === 0) summary.push(...projects.filter(waits).map(({ name, needs }) => `${name.padEnd(15)} not run; ${needs ? `install ${needs.what}, then ` : ''}npm test -- ${name}`));
process.stdout.write(`${[...summary, ...broken.map((test) => `FAILED ${test}`)].join('\n')}\n\n${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
