/** A question or complaint that nobody answered in time is an alarm, once; it ends with the answer. */
import { raiseAlarm } from '../alarms.js';
import { announceChanges } from '../changes.js';
import { transact, type Sql } from '../client.js';

export const overdueCode = 'inquiry-overdue';
/** As many in one round; the rest follow in the next. */
const mostAtOnce = 100;

/** How many alarms were raised. */
export const raiseOverdueInquiries = (sql: Sql): Promise<number> =>
  transact(sql, async (tx) => {
    const late = await tx<{ id: string; hospitalId: string }[]>`select i.id, i.hospital_id from inquiry i
      where i.state in ('open', 'investigating') and i.due_wall_at < now()
        and not exists (select 1 from alarm a where a.hospital_id = i.hospital_id and a.code = ${overdueCode} and a.ref = i.id::text and a.raised_at >= i.due_wall_at)
      order by i.due_wall_at limit ${mostAtOnce}`;
    for (const { id, hospitalId } of late) {
      await raiseAlarm(tx, { hospitalId, code: overdueCode, ref: id, detail: 'A patient waits longer than promised for an answer: answer it from the worklist, or call' });
      await announceChanges(tx, hospitalId, [{ topic: 'inquiry', ref: id }]);
    }
    return late.length;
  });
