/** A process that stands still while its files are copied, and goes on however the copying ends: done, failed, cut off by a signal, or killed. */
import { spawn } from 'node:child_process';
import { PlainError } from './plain-error.js';

const cuttingOff = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** In a session of its own: `cat` ends when the other end of its pipe closes, as it does when this process is gone. */
const thaw = `trap '' HUP INT TERM; cat > /dev/null; kill -CONT "$1"`;

/** A signal is heard when `work` next waits for something: what it copies synchronously is finished first. */
export async function whileFrozen<T>(pid: number, work: () => Promise<T>): Promise<T> {
  const watcher = spawn('/bin/sh', ['-c', thaw, 'thaw', String(pid)], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  watcher.on('error', () => {}); // told by its missing pid
  if (watcher.pid === undefined) throw new PlainError('/bin/sh cannot be run, so nobody would let Temporal go on if this process were killed: nothing was copied.');
  watcher.unref();
  let cut: (signal: NodeJS.Signals) => void = () => {};
  const cutOff = new Promise<never>((_, reject) => {
    cut = (signal) => reject(new PlainError(`The copy was cut off by ${signal}. What lies there is no backup: take it again, into another folder.`));
  });
  for (const signal of cuttingOff) process.on(signal, cut);
  try {
    process.kill(pid, 'SIGSTOP');
    return await Promise.race([work(), cutOff]);
  } finally {
    process.kill(pid, 'SIGCONT');
    watcher.stdin.end();
    for (const signal of cuttingOff) process.off(signal, cut);
  }
}
