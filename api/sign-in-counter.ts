/** Guesses at passwords, counted by login in this process's memory: at the sign-in and wherever somebody proves anew that she knows hers. */
import { createHash } from 'node:crypto';
import { Problem } from './problem.js';

export const passwordTries = { most: 10, withinMs: 60_000 } as const;

export type CountTry = (login: string, refused: () => Promise<void>) => Promise<void>;

/** One for the whole API. Throws `Problem` once a login had its tries; `refused` writes that down. */
export function signInCounter(now: () => number): CountTry {
  const recent = new Map<string, number[]>();
  return async (login, refused) => {
    const at = now();
    // Of one length, whatever a stranger sends.
    const key = createHash('sha256').update(login).digest('base64');
    const list = (recent.get(key) ?? []).filter((then) => at - then < passwordTries.withinMs);
    if (list.length >= passwordTries.most) {
      await refused();
      throw new Problem('too-many-requests', 'Too many tries for this login; wait a minute.', { headers: { 'retry-after': '60' }, reason: 'too-many-password-tries' });
    }
    recent.set(key, [...list, at]);
    if (recent.size > 10_000) recent.clear();
  };
}
