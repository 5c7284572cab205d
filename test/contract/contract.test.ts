/**
 * schemathesis asks the running API about every operation of /openapi.json: five seeds, a fresh hospital each. Nothing fails, and every
 * operation reaches success or is named in `never` with the reason why it cannot. The report stands under .data/test-results.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { asked, never } from './asked.js';
import { schemathesis } from './schemathesis.js';

const seeds = [1, 2, 3, 4, 5];
/** What the schemas ask for systematically is the same for every seed, so one run asks it. */
const phases = (seed: number): string => (seed === seeds[0] ? 'examples,coverage,fuzzing,stateful' : 'examples,fuzzing,stateful');
const mostExamples = 10;

describe.sequential('The API keeps to its OpenAPI document', () => {
  let program = '';
  beforeAll(async () => {
    program = await schemathesis();
  }, 600_000);

  it.each(seeds)('with seed %i', async (seed) => {
    const { failures, errors, unreached } = await asked({ program, seed, phases: phases(seed), mostExamples, name: `contract-${seed}` });
    expect({ failures, errors, unreached }).toEqual({ failures: [], errors: [], unreached: unreached.filter((name) => name in never) });
  });
});
