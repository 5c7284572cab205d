/** A pool whose transactions end for their caller when `cut` is called while their work goes on: as when the server ends a session. */
import type { Sql } from '../client.js';

export function cutOff(sql: Sql): { locks: Sql; cut: () => void } {
  let cut = (): void => {};
  const gone = new Promise<never>((_, reject) => { cut = () => reject(new Error('write CONNECTION_CLOSED')); });
  gone.catch(() => {}); // also where nothing is under way
  const begin = (work: (session: unknown) => Promise<unknown>): Promise<unknown> => Promise.race([sql.begin(work as never), gone]);
  return { locks: { begin } as unknown as Sql, cut };
}
