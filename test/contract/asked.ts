/** One run of schemathesis over the whole document in a fresh hospital, and what it says: written down, and judged. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askAll, type Run } from './schemathesis.js';
import { servedApi } from './served-api.js';
import { targetsOf } from './targets.js';

const reports = '.data/test-results';

/** Nobody here can give their success. */
export const never: Record<string, string> = {
  'POST /orders/{orderId}/payments/wechat-pay': 'needs the provider and a hospital that takes real money; api/money.test.ts has both',
};

type Document = { paths: Record<string, Record<string, { responses: object }>> };
/** Each operation with the statuses by which it succeeds. */
type Operations = ReadonlyMap<string, ReadonlySet<string>>;

/** What the document says: 2xx; a redirect only where no 2xx is documented (a call is joined by one), since elsewhere it only leads to the success. */
export function operationsOf({ paths }: Document): Operations {
  const all = Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, { responses }]) => {
    const [direct, redirects] = ['2', '3'].map((digit) => Object.keys(responses).filter((status) => status.startsWith(digit))) as [string[], string[]];
    return [`${method.toUpperCase()} ${path}`, new Set(direct.length > 0 ? direct : redirects)] as const;
  }));
  return new Map(all.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

type Asking = { program: string; seed: number; phases: string; mostExamples: number; /** Of the report. */ name: string };
/** `unreached`: without a success, those of `never` included. */
type Asked = { operations: number; requests: number; seconds: number; failures: string[]; errors: string[]; unreached: string[] };

export async function asked({ program, seed, phases, mostExamples, name }: Asking): Promise<Asked> {
  mkdirSync(reports, { recursive: true });
  const served = await servedApi();
  const folder = mkdtempSync(join(tmpdir(), 'wuyou-contract-'));
  try {
    const targets = await targetsOf(served);
    const operations = operationsOf((await served.api.call('GET', '/openapi.json')).body as Document);
    const run = await askAll(program, { url: served.url, key: targets.key, seed, phases, mostExamples, targets, folder });
    writeFileSync(`${reports}/${name}.txt`, run.output);
    const unreached = written(name, seed, operations, run);
    return { operations: operations.size, requests: run.calls.length, seconds: run.seconds, failures: run.failures.map(({ operation, check }) => `${operation}: ${check}`), errors: run.errors, unreached };
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await served.close();
  }
}

function written(report: string, seed: number, successes: Operations, { calls, failures, errors, filtered, seconds }: Run): string[] {
  const operations = [...successes.keys()];
  const by = (name: string) => calls.filter(({ operation }) => operation === name);
  const reached = new Map(operations.flatMap((name) => {
    const first = by(name).find(({ status }) => successes.get(name)?.has(String(status)) === true);
    return first === undefined ? [] : [[name, first] as const];
  }));
  const unreached = operations.filter((name) => !reached.has(name));
  const phase = (name: string): number => [...reached.values()].filter((call) => call.phase === name).length;
  writeFileSync(`${reports}/${report}.md`, [
    `# Seed ${seed}: ${operations.length} operations, ${calls.length} requests in ${seconds} s, ${failures.length} failures, ${errors.length} errors`, '',
    `First success by an example: ${phase('examples')}, a systematic value: ${phase('coverage')}, a random one: ${phase('fuzzing')}, a chain of requests: ${phase('stateful')}.`,
    `Requests that fit the document and broke a rule that no schema can say (422 without \`reason: schema\`): ${filtered}.`, '',
    ...unreached.map((name) => `- ${name}: ${never[name] ?? 'NOT REACHED'}; answered ${[...new Set(by(name).map(({ status }) => status))].join(', ') || 'nothing: it was not asked'}`), '',
    ...failures.map(({ operation, check }) => `- FAILED ${operation}: ${check}`), '',
    '| operation | requests | first success by |', '|---|---|---|',
    ...operations.map((name) => `| ${name} | ${by(name).length} | ${reached.get(name) === undefined ? '-' : `${reached.get(name)?.phase} (${reached.get(name)?.status})`} |`), '',
  ].join('\n'));
  return unreached;
}
