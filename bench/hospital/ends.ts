/** The servers of a part are process groups of their own: when it is told to end (Ctrl-C, the time limit of run.ts) they would stay. */
const running = new Set<() => Promise<void>>();

/** The same stop, to be called any number of times, and called for us when the part is told to end. */
export function stoppedWithUs(stop: () => Promise<void>): () => Promise<void> {
  let stopped: Promise<void> | null = null;
  const once = (): Promise<void> => (stopped ??= stop().finally(() => running.delete(once)));
  running.add(once);
  return once;
}

async function stopAll(): Promise<void> {
  for (const stop of [...running].toReversed()) await stop().catch(() => undefined); // the next one has to be stopped all the same
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stopAll().finally(() => process.exit(1)));
