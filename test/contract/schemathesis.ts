/** schemathesis in a Python environment of its own, installed once into the cache in exactly the versions of requirements.txt. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../../platform/run.js';
import { inheritedEnvironment, platformSettings } from '../../settings.js';

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const python = 'python3';

/** The program's path. Throws in words when Python or the package registry is missing. */
export async function schemathesis(): Promise<string> {
  const requirements = here('requirements.txt');
  const folder = join(platformSettings().cacheDir, 'schemathesis', createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12));
  const complete = join(folder, 'complete');
  if (existsSync(complete)) return join(folder, 'bin', 'schemathesis');
  rmSync(folder, { recursive: true, force: true });
  const env = inheritedEnvironment();
  for (const [program, args, help] of [
    [python, ['-m', 'venv', folder], 'install Python 3.11 or newer with its venv module'],
    [join(folder, 'bin', 'pip'), ['install', '--quiet', '--disable-pip-version-check', '--no-deps', '--requirement', requirements], 'the package registry of Python must be reached once'],
  ] as const) {
    const { code, output } = await run(program, [...args], { env });
    if (code !== 0) throw new Error(`schemathesis could not be installed (${help}): ${output}`);
  }
  writeFileSync(complete, '');
  return join(folder, 'bin', 'schemathesis');
}

/** `answer`: how a refusal begins. */
type Call = { operation: string; method: string; status: number; phase: string; mode: string; answer: string | null };
/** How it came about stands in the output. */
type Failure = { operation: string; check: string };
export type Run = { calls: Call[]; failures: Failure[]; errors: string[]; filtered: number; seconds: number; output: string };
type Report = {
  running_time: number;
  filtered: number;
  /** One entry per kind of failure. */
  failures: { code: string; title: string; operations: string[] }[];
  errors: unknown[];
};

/** Each operation is asked at most so often in the random phases; the systematic phase asks what the schemas give it to ask. */
type Asking = { url: string; key: string; seed: number; phases: string; mostExamples: number; targets: unknown; folder: string };

export async function askAll(program: string, { url, key, seed, phases, mostExamples, targets, folder }: Asking): Promise<Run> {
  const [targetsFile, callsFile, reportFile] = ['targets.json', 'calls.ndjson', 'report.json'].map((name) => join(folder, name)) as [string, string, string];
  writeFileSync(targetsFile, JSON.stringify(targets));
  writeFileSync(callsFile, '');
  // All of it is kept in the report.
  const said: string[] = [];
  await run(
    program,
    [
      '--config-file', here('schemathesis.toml'), 'run', `${url}/openapi.json`, '--header', `Authorization: Bearer ${key}`, '--seed', String(seed), '--phases', phases, '--max-examples', String(mostExamples),
      '--request-timeout', '60', '--generation-database', 'none', '--no-color', '--report', 'json', '--report-json-path', reportFile,
    ],
    { cwd: folder, env: { ...inheritedEnvironment(), SCHEMATHESIS_HOOKS: here('hooks.py'), CONTRACT_TARGETS: targetsFile, CONTRACT_CALLS: callsFile, PYTHONHASHSEED: '0' }, onLine: (line) => said.push(line) },
  );
  const output = said.join('\n');
  if (!existsSync(reportFile)) throw new Error(`schemathesis came to no end:\n${output.slice(-4000)}`);
  const report = JSON.parse(readFileSync(reportFile, 'utf8')) as Report;
  return {
    calls: readFileSync(callsFile, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line) as Call),
    failures: report.failures.flatMap(({ code, title, operations }) => operations.map((operation) => ({ operation, check: `${title} (${code})` }))),
    errors: report.errors.map((error) => JSON.stringify(error)),
    filtered: report.filtered, seconds: Math.round(report.running_time), output,
  };
}
