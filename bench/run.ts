/**
 * `npm run bench [-- <part> [options]]`: runs one part or, without a name, all that need no browser, each in a process of its own: one that fails or
 * hangs is named at the end and stops none of the others.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const parts = {
  latency: 'launch, answer, wake -> claimed, beside the bare workflow and queues',
  burst: 'reminders due at the same minute: CPU each, lateness, answers meanwhile',
  reads: 'API reads from 1, 1,000 and 100,000 episodes',
  import: 'a list of 10,000 discharges, 1 % of its rows bad',
  takeover: 'a new worker takes up many long episodes at once',
  memory: 'a cached idle episode, and an open episode in PostgreSQL',
  month: 'events, actions, bytes and cost of a patient-month',
  engine: 'a patient-year of 400 steps, a simulated patient',
  assignment: 'who goes to which visit',
  web: 'what a person waits for on each page (needs Chromium; not among all)',
} as const;
const onlyByName = ['web'];
/** A part that is not over by then hangs: none takes an hour on two cores at rest. */
const patienceMs = 2 * 3_600_000;

const [given, ...options] = process.argv.slice(2);
const named = given === undefined || given.startsWith('-') ? null : given;
if (named !== null && !Object.keys(parts).includes(named)) {
  process.stderr.write(`There is no part "${named}":\n${Object.entries(parts).map(([name, what]) => `  ${name.padEnd(12)} ${what}`).join('\n')}\n`);
  process.exit(2);
}

function run(name: string, args: readonly string[]): { line: string; ok: boolean } {
  const startedAt = performance.now();
  const { status, error, signal } = spawnSync(process.execPath, ['--import', 'tsx', fileURLToPath(new URL(`./${name}.ts`, import.meta.url)), ...args], { stdio: 'inherit', timeout: patienceMs });
  const ended = status === 0 ? 'printed its tables' : `FAILED (${error?.message ?? signal ?? `exit ${String(status)}`})`;
  return { line: `${name.padEnd(12)} ${ended} after ${((performance.now() - startedAt) / 60_000).toFixed(1)} minutes`, ok: status === 0 };
}

if (named === null) {
  const args = given === undefined ? [] : [given, ...options];
  const all = Object.keys(parts).filter((part) => !onlyByName.includes(part)).map((name) => {
    process.stdout.write(`\n=== ${name}: ${parts[name as keyof typeof parts]} ===\n`);
    return run(name, args);
  });
  process.stdout.write(`\n=== all parts ===\n${all.map(({ line }) => line).join('\n')}\n`);
  process.exitCode = all.every(({ ok }) => ok) ? 0 : 1;
} else {
  const { line, ok } = run(named, options);
  if (!ok) process.stderr.write(`${line}\n`);
  process.exitCode = ok ? 0 : 1;
}
