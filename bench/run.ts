/** `npm run bench [-- <part> [options]]`: runs one part or, without a name, all that need neither a browser nor an hour, each in a process of its own. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const parts = {
  latency: 'launch, answer, wake -> claimed, beside the bare workflow and queues',
  burst: 'reminders due at the same minute: CPU each, lateness, answers meanwhile',
  reads: 'API reads from 1, 1,000 and 100,000 episodes',
  import: 'a list of 10,000 discharges, 1 % of its rows bad',
  memory: 'a cached idle episode, and an open episode in PostgreSQL',
  month: 'events, actions, bytes and cost of a patient-month',
  engine: 'a patient-year of 400 steps, a simulated patient',
  assignment: 'who goes to which visit',
  web: 'what a person waits for on each page (needs Chromium; not among all)',
} as const;
const onlyByName = ['web'];

const [given, ...options] = process.argv.slice(2);
const named = given === undefined || given.startsWith('-') ? null : given;
if (named !== null && !Object.keys(parts).includes(named)) {
  process.stderr.write(`There is no part "${named}":\n${Object.entries(parts).map(([name, what]) => `  ${name.padEnd(12)} ${what}`).join('\n')}\n`);
  process.exit(2);
}
const rest = named === null && given !== undefined ? [given, ...options] : options;
let failed = 0;
for (const name of named === null ? Object.keys(parts).filter((part) => !onlyByName.includes(part)) : [named]) {
  if (named === null) process.stdout.write(`\n=== ${name} ===\n`);
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', fileURLToPath(new URL(`./${name}.ts`, import.meta.url)), ...rest], { stdio: 'inherit' });
  if (status !== 0) failed += 1;
}
process.exitCode = failed === 0 ? 0 : 1;
