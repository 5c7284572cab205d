/** One LISTEN connection for all open streams: `wuyou_change` carries a hospital id. */
import type { Database } from './env.js';

export type Live = { awaitChange: (hospitalId: string, atMostMs: number) => Promise<void>; stop: () => Promise<void> };

export async function listenForChanges(sql: Database): Promise<Live> {
  const waiting = new Map<string, Set<() => void>>();
  const wake = (hospitalId: string): void => {
    for (const resolve of waiting.get(hospitalId) ?? []) resolve();
  };
  const listener = await sql.listen('wuyou_change', wake);
  return {
    awaitChange: (hospitalId, atMostMs) =>
      new Promise((resolve) => {
        const list = waiting.get(hospitalId) ?? new Set();
        waiting.set(hospitalId, list);
        const done = (): void => {
          clearTimeout(timer);
          list.delete(done);
          resolve();
        };
        const timer = setTimeout(done, atMostMs);
        list.add(done);
      }),
    stop: async () => {
      for (const hospital of waiting.keys()) wake(hospital);
      await listener.unlisten();
    },
  };
}
