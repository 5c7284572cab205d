/** Ports that stay a run's own while the process behind them is down: the system gives those above 32,768 to whoever asks for any port. */
import { isFree } from '../../platform/ports.js';

const [first, blocks, perBlock] = [20_000, 300, 40];
let next = 0;

/** The next free one of this process's block. */
export async function ownPort(): Promise<number> {
  while (next < perBlock) {
    const port = first + (process.pid % blocks) * perBlock + next;
    next += 1;
    if (await isFree(port)) return port;
  }
  throw new Error(`All ports from ${first + (process.pid % blocks) * perBlock} on are taken: run again.`);
}
