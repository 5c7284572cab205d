/** Loaded into worker and API of a run: a promise that nobody awaited says which query it was before it ends the process, as Node would. */
import { inspect } from 'node:util';

process.on('unhandledRejection', (reason, promise) => {
  process.stderr.write(`UNHANDLED ${inspect(reason, { depth: 2 })}\nof ${inspect(promise, { depth: 2 }).slice(0, 4_000)}\n`);
  process.exit(1);
});
