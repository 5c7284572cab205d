/**
 * Kill points. In production every one of them does nothing; the crash test names one, and the process ends there the hard way, after
 * leaving a line that proves the point was reached.
 */
import { appendFileSync } from 'node:fs';

export const killPoints = [
  'before-record', 'after-record', 'between-claim-and-post', 'between-post-and-settle', 'after-settle', 'before-lookup', 'between-lookup-and-settle',
] as const;
export type KillPoint = (typeof killPoints)[number];
export type Hook = (point: KillPoint) => void;

export const noHook: Hook = () => {};

/** `times`: die at the n-th passing and never again, so that the restarted worker gets through. */
export function killAt(point: KillPoint, { counterFile, pass = 1 }: { counterFile: string; pass?: number }): Hook {
  let passed = 0;
  return (reached) => {
    if (reached !== point) return;
    passed += 1;
    if (passed !== pass) return;
    appendFileSync(counterFile, `${point}\n`);
    process.kill(process.pid, 'SIGKILL');
  };
}
