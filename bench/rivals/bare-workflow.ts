/** The floor: the least workflow that does the same. One activity at its start, one per timer, one per update, and it stays open. */
import { condition, defineSignal, defineUpdate, proxyActivities, setHandler, sleep } from '@temporalio/workflow';
import type { BareActivities } from './bare-activities.js';

const { mark } = proxyActivities<BareActivities>({ startToCloseTimeout: '10 seconds' });

/** Only accepted: durable in the history, nothing more. */
export const accept = defineUpdate<number, [string]>('accept');
/** Written to the database before the caller hears of it, as an answer is. */
export const answer = defineUpdate<number, [string]>('answer');
export const end = defineSignal('end');

/** `dues`: wall times in ms, rising. */
export async function bare(id: string, dues: number[]): Promise<void> {
  let [answers, over] = [0, false];
  setHandler(accept, () => (answers += 1));
  setHandler(answer, async (key) => {
    await mark(key, Date.now());
    return (answers += 1);
  });
  setHandler(end, () => void (over = true));
  await mark(`${id}/begun`, Date.now());
  for (const [n, due] of dues.entries()) {
    await sleep(Math.max(1, due - Date.now()));
    await mark(`${id}/due-${n + 1}`, due);
  }
  await condition(() => over);
}
