/** One round of everything the service loop does by itself: freed slots, offers, visits that are not finished in time, alarms that nobody has acknowledged. */
import type { Sql } from '../client.js';
import type { Channels } from '../ledger/deps.js';
import { dispatch } from './dispatch.js';
import { watchFinishes } from './overdue-finish.js';
import { pageAlarms } from './page-alarms.js';
import { offerFreedSlots } from './waitlist-round.js';

/** How much was done. A part that fails does not keep the others from their turn. */
export async function serviceRound({ sql, channels }: { sql: Sql; channels: Channels }): Promise<number> {
  let done = 0;
  const failures: unknown[] = [];
  // The waitlist first: a slot that somebody waits for is not given to a visit without anybody in between.
  for (const part of [() => offerFreedSlots(sql), () => dispatch(sql), () => watchFinishes(sql), () => pageAlarms({ sql, channels })]) {
    try {
      done += await part();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} part(s) of the service loop failed`, { cause: failures[0] });
  return done;
}
