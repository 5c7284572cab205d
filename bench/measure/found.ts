/** Waiting for what comes by itself. */
import { setTimeout as wait } from 'node:timers/promises';

/** A machine that others keep busy may take so long for what takes a second at rest. */
const patienceMs = 5 * 60_000;

/** Asks until there is an answer; after five minutes it says what is missing. */
export async function found<T>(ask: () => Promise<T | null>, missing: string): Promise<T> {
  for (const until = Date.now() + patienceMs; Date.now() < until; await wait(20)) {
    const answer = await ask();
    if (answer !== null) return answer;
  }
  throw new Error(`${missing} after five minutes`);
}
