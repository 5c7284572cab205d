/** Guesses at passwords, counted by login in this process's memory: at the sign-in and wherever somebody proves anew that she knows hers. */
import { Problem } from './problem.js';

export const passwordTries = { most: 10, withinMs: 60_000 } as const;

export type CountTry = (login: string, refused: () => Promise<void>) => Promise<void>;

/** One for the whole API. Throws `Problem` once a login had its tries; `refused` writes that down. */
export function signInCounter(now: () => number): CountTry {
  const recent = new Map<string, number[]>();
  return async (login, refused) => {
    const at = now();
    const list = (recent.get(login) ?? []).filter((then) => at - then < passwordTries.withinMs);
    if (list.length >= passwordTries.most) {
      await refused();
      throw new Problem('too-many-requests', 'Too many tries for this login; wait a minute.', { headers: { 'retry-after': '60' }, reason: 'too-many-password-tries' });
    }
    recent.set(login, [...list, at]);
    if (recent.size > 10_000) recent.clear();
  };
}
