/**
 * The short form of test/contract, in every `npm test` where Python is: one seed, the examples of the document and a few random requests. What
 * the schemas ask for systematically and chains of requests take minutes and belong to `npm test -- contract`.
 */
import { expect, it } from 'vitest';
import { asked, never, operationsOf } from './asked.js';
import { schemathesis } from './schemathesis.js';

it('every operation of the OpenAPI document answers what the document says, and reaches its success', async () => {
  const { operations, requests, seconds, failures, errors, unreached } = await asked({ program: await schemathesis(), seed: 1, phases: 'examples,fuzzing', mostExamples: 2, name: 'contract-short' });
  process.stdout.write(`${operations} operations, ${requests} requests in ${seconds} s\n`);
  expect({ failures, errors, unreached }).toEqual({ failures: [], errors: [], unreached: unreached.filter((name) => name in never) });
});

it('a redirect is a success only where no 2xx is documented', () => {
  const found = operationsOf({ paths: { '/a': { get: { responses: { 200: {}, 302: {}, 404: {} } }, post: { responses: { 303: {}, 409: {} } } } } });
  expect([...found].map(([name, statuses]) => [name, [...statuses]])).toEqual([['GET /a', ['200']], ['POST /a', ['303']]]);
});
