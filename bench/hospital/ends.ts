/** The servers of a part are process groups of their own: when it is told to end (Ctrl-C, the time limit of run.ts) they would stay. A part ends by `stopAll`, too. */
const running = new Set<() => Promise<void>>();

/** The same stop, to be called any number of times, and called for us when the part is told to end. */
export function stoppedWithUs(stop: () => Promise<void>): () => Promise<void> {
  let stopped: Promise<void> | null = null;
  const once = (): Promise<void> => (stopped ??= stop().finally(() => running.delete(once)));
  running.add(once);
  return once;
}

/** What began last ends first; one that cannot be stopped keeps none of the others, and is thrown when they are. */
export async function stopAll(): Promise<void> {
  const failures: unknown[] = [];
  for (const stop of [...running].toReversed()) await stop().catch((failure: unknown) => failures.push(failure));
  if (failures.length > 0) throw failures[0];
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stopAll().catch(() => undefined).finally(() => process.exit(1)));
