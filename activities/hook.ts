/**
 * Kill points. In production every one of them does nothing; the crash test names one, and the process ends there the hard way, after
 * leaving a line that proves the point was reached.
 */
import { appendFileSync } from 'node:fs';

export const killPoints = [
  'before-record', 'in-record', 'after-record', 'between-claim-and-post', 'between-post-and-settle', 'after-settle', 'before-lookup',
  'between-lookup-and-settle', 'relay-taken', 'relay-sent', 'starter-taken', 'sweep-found', 'api-after-inbox',
] as const;
export type KillPoint = (typeof killPoints)[number];
export type Hook = (point: KillPoint) => void;

export const noHook: Hook = () => {};

/** What the settings say (`KILL_AT`); nothing in every real installation. */
export type KillAt = { point: string; pass: number; counterFile: string; signal: 'SIGKILL' | 'SIGSTOP' };

export function hookOf(killAtSetting: KillAt | undefined): Hook {
  if (killAtSetting === undefined) return noHook;
  const { point: name, ...how } = killAtSetting;
  const point = killPoints.find((known) => known === name);
  if (point === undefined) throw new Error(`KILL_AT names no kill point "${name}"; known: ${killPoints.join(', ')}`);
  return killAt(point, how);
}

/** `pass`: die (or, with SIGSTOP, sleep until somebody wakes it) at the n-th passing and never again, so that the restarted worker gets through. */
export function killAt(point: KillPoint, { counterFile, pass = 1, signal = 'SIGKILL' }: { counterFile: string; pass?: number; signal?: 'SIGKILL' | 'SIGSTOP' }): Hook {
  let passed = 0;
  return (reached) => {
    if (reached !== point) return;
    passed += 1;
    if (passed !== pass) return;
    appendFileSync(counterFile, `${signal === 'SIGSTOP' ? 'paused-' : ''}${point}\n`);
    process.kill(process.pid, signal);
  };
}
