/** Loaded into worker and API of a run: a promise that nobody awaited says what it was, before whoever is responsible decides about the process. */
import { inspect } from 'node:util';

process.on('unhandledRejection', (reason, promise) => {
  process.stderr.write(`UNHANDLED ${inspect(reason, { depth: 2 })}\nof ${inspect(promise, { depth: 1 }).slice(0, 2_000)}\n`);
  if (process.listenerCount('unhandledRejection') === 1) process.exit(1);
});
