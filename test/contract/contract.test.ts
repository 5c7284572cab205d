/**
 * schemathesis asks the running API about every operation of /openapi.json: five seeds, a fresh hospital each. Nothing fails, and every
 * operation reaches success or is named below with the reason why it cannot. The report stands under .data/test-results.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { askAll, schemathesis, type Run } from './schemathesis.js';
import { servedApi } from './served-api.js';
import { targetsOf } from './targets.js';

const seeds = [1, 2, 3, 4, 5];
/** What the schemas ask for systematically is the same for every seed, so one run asks it. */
const phases = (seed: number): string => (seed === seeds[0] ? 'examples,coverage,fuzzing,stateful' : 'examples,fuzzing,stateful');
const mostExamples = 10;

/** Nobody here can give their success. */
const never: Record<string, string> = {
  'POST /orders/{orderId}/payments/wechat-pay': 'needs the provider and a hospital that takes real money; api/money.test.ts has both',
  'PUT /my/password': 'needs a session, and a key is refused on purpose; api/my-account.test.ts has one',
  ...Object.fromEntries(['', '/offer', '/recovery-codes', '/removal'].map((path) => [`PUT /my/second-factor${path}`, 'needs a session, and a key is refused on purpose; api/second-factor.test.ts has one'])),
  'POST /session/code': 'needs a right password before it and a code of that moment; api/second-factor.test.ts has both',
  'DELETE /my/sessions': 'needs a session, and a key is refused on purpose; api/my-account.test.ts has one',
  'DELETE /my/sessions/{sessionId}': 'needs a session, and a key is refused on purpose; api/my-account.test.ts has one',
};

const reports = '.data/test-results';
/** Each operation with the statuses by which the document says that it succeeded; a call is joined by a redirect. */
type Operations = ReadonlyMap<string, ReadonlySet<string>>;

function written(seed: number, successes: Operations, { calls, failures, errors, filtered, seconds }: Run): { unreached: string[] } {
  const operations = [...successes.keys()];
  const by = (name: string) => calls.filter(({ operation }) => operation === name);
  const reached = new Map(operations.flatMap((name) => {
    const first = by(name).find(({ status }) => successes.get(name)?.has(String(status)) === true);
    return first === undefined ? [] : [[name, first] as const];
  }));
  const unreached = operations.filter((name) => !reached.has(name));
  const phase = (name: string): number => [...reached.values()].filter((call) => call.phase === name).length;
  writeFileSync(`${reports}/contract-${seed}.md`, [
    `# Seed ${seed}: ${operations.length} operations, ${calls.length} requests in ${seconds} s, ${failures.length} failures, ${errors.length} errors`, '',
    `First success by an example: ${phase('examples')}, a systematic value: ${phase('coverage')}, a random one: ${phase('fuzzing')}, a chain of requests: ${phase('stateful')}.`,
    `Requests that fit the document and broke a rule that no schema can say (422 without \`reason: schema\`): ${filtered}.`, '',
    ...unreached.map((name) => `- ${name}: ${never[name] ?? 'NOT REACHED'}; answered ${[...new Set(by(name).map(({ status }) => status))].join(', ') || 'nothing: it was not asked'}`), '',
    ...failures.map(({ operation, check }) => `- FAILED ${operation}: ${check}`), '',
    '| operation | requests | first success by |', '|---|---|---|',
    ...operations.map((name) => `| ${name} | ${by(name).length} | ${reached.get(name) === undefined ? '-' : `${reached.get(name)?.phase} (${reached.get(name)?.status})`} |`), '',
  ].join('\n'));
  return { unreached };
}

describe.sequential('The API keeps to its OpenAPI document', () => {
  let program = '';
  beforeAll(async () => {
    mkdirSync(reports, { recursive: true });
    program = await schemathesis();
  }, 600_000);

  it.each(seeds)('with seed %i', async (seed) => {
    const served = await servedApi();
    const folder = mkdtempSync(join(tmpdir(), 'wuyou-contract-'));
    try {
      const targets = await targetsOf(served);
      const { paths } = (await served.api.call('GET', '/openapi.json')).body as { paths: Record<string, Record<string, { responses: object }>> };
      const successes = new Map(Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, { responses }]) =>
        [`${method.toUpperCase()} ${path}`, new Set(Object.keys(responses).filter((status) => /^[23]/.test(status)))] as const)).toSorted(([a], [b]) => (a < b ? -1 : 1)));
      const run = await askAll(program, { url: served.url, key: targets.key, seed, phases: phases(seed), mostExamples, targets, folder });
      writeFileSync(`${reports}/contract-${seed}.txt`, run.output);
      const { unreached } = written(seed, successes, run);
      expect({ failures: run.failures.map(({ operation, check }) => `${operation}: ${check}`), errors: run.errors, unreached }).toEqual({ failures: [], errors: [], unreached: unreached.filter((name) => name in never) });
    } finally {
      rmSync(folder, { recursive: true, force: true });
      await served.close();
    }
  });
});
