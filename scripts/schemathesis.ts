/** Lays schemathesis out for the contract suites; ends with 1 and one sentence where it cannot be had. */
import { schemathesis } from '../test/contract/schemathesis.js';

try {
  await schemathesis();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
