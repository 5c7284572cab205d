/** The one armed timer of an episode. It is set again only when its time changes: a cancelled and restarted timer costs two events. */
import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';

export type AlarmClock = {
  /** Wall times in ms; the earlier counts, null never comes. The summary stands beside the timer in the Temporal UI. */
  set(dueMs: number | null, checkMs: number | null, summary: string): void;
  /** Its time has come since it was last set. */
  rang(): boolean;
};

export function alarmClock(): AlarmClock {
  let armed: { atMs: number; scope: CancellationScope | null; rang: boolean } | null = null;
  return {
    set(dueMs, checkMs, summary) {
      const atMs = dueMs === null ? checkMs : checkMs === null ? dueMs : Math.min(dueMs, checkMs);
      if (armed?.rang === false && armed.atMs === atMs) return;
      if (armed?.rang === false) armed.scope?.cancel();
      armed = null;
      if (atMs === null) return;
      if (atMs <= Date.now()) {
        armed = { atMs, scope: null, rang: true };
        return;
      }
      const mine = { atMs, scope: new CancellationScope(), rang: false };
      armed = mine;
      mine.scope
        .run(() => sleep(atMs - Date.now(), { summary }))
        .then(
          () => void (mine.rang = true),
          (error: unknown) => {
            if (!isCancellation(error)) throw error;
          },
        );
    },
    rang: () => armed?.rang === true,
  };
}
