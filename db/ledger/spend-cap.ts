/** Whether the hospital has sent as many SMS today as it may. Counts POSTs to vendors that cost money, refused ones too: a loop costs as well. */
import { settingsOf } from '../visits/surroundings.js';
import { raiseAlarm } from '../alarms.js';
import type { Tx } from '../client.js';

/**
 * Reads at most `smsPerDay` index entries. Claims that run at the same moment do not see each other, so the cap may be overshot by as many
 * messages as are being claimed: it bounds spending, it is no budget. Tells ops once a day.
 */
export async function spendCapReached(tx: Tx, hospitalId: string): Promise<boolean> {
  const { smsPerDay } = await settingsOf(tx, hospitalId);
  const [row] = await tx<{ day: string; sent: number }[]>`
    with today as (select date_trunc('day', now() at time zone zone) at time zone zone as began, to_char(now() at time zone zone, 'YYYY-MM-DD') as day from hospital where id = ${hospitalId})
    select t.day, (select count(*)::int from (select 1 from attempt a where a.hospital_id = ${hospitalId} and a.channel = 'sms' and a.provider <> 'inbox' and a.claimed_at >= t.began limit ${smsPerDay}) s) as sent from today t`;
  // The day's first: what an earlier day used up is over.
  if (row?.sent === 0) await tx`update alarm set cleared_at = now() where hospital_id = ${hospitalId} and code = 'sms-spend-cap' and cleared_at is null`;
  if (!row || row.sent < smsPerDay) return false;
  await raiseAlarm(tx, {
    hospitalId, code: 'sms-spend-cap', ref: row.day,
    detail: `The hospital has sent its ${smsPerDay} SMS of this day (smsPerDay of the service settings): safety and dose texts go on, every other one is a task for a person. Look for a fault before you raise it`,
  });
  return true;
}
