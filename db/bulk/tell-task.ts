/** The call that tells a patient at once that the visit was moved (or moved back): no plan text knows of it, so both languages stand in it. No personal data. */
import { sayDate, saySlot } from '../../pathways/calendar/words.js';
import { localDateOf } from '../../pathways/time.js';
import { announceChanges } from '../changes.js';
import { transact, type Sql } from '../client.js';
import { openTask } from '../visits/service-tasks.js';
import type { Placed } from './bulk-rows.js';

export const tellTaskId = (actId: string, occurrence: string, back: boolean): string => `bulk/${actId}/${back ? 'back' : 'moved'}/${occurrence}`;

type Telling = { hospitalId: string; actId: string; occurrence: string; episodeId: string; before: Placed; after: Placed; reason: string; zone: string; back: boolean };

export function openTellTask(sql: Sql, { hospitalId, actId, occurrence, episodeId, before, after, reason, zone, back }: Telling): Promise<void> {
  const say = ({ from, until }: Placed, language: string): string => `${sayDate(localDateOf(from, zone), language)} ${saySlot(from, until, zone)}`;
  return transact(sql, (tx) => openTask(tx, hospitalId, {
    id: tellTaskId(actId, occurrence, back), episodeId, occurrence, kind: 'call', role: 'case-manager',
    instruction: `上门访视${back ? '恢复原时间' : '已改期'}：原定${say(before, 'zh-CN')}，改为${say(after, 'zh-CN')}。原因：${reason}。请今天电话告知患者，并确认新时间可行。 / The home visit ${back ? 'is back at its former time' : 'was moved'}: from ${say(before, 'en')} to ${say(after, 'en')}. Reason: ${reason}. Phone the patient today and ask whether the new time suits.`,
  }));
}

/** Nobody has phoned yet: there is nothing to tell any more. False: the patient was told already, or nobody was to be. */
export const dropTellTask = (sql: Sql, hospitalId: string, actId: string, occurrence: string): Promise<boolean> =>
  transact(sql, async (tx) => {
    const dropped = await tx<{ id: string }[]>`update task set status = 'cancelled', status_reason = 'undone', closed_at = now()
      where id = ${tellTaskId(actId, occurrence, false)} and hospital_id = ${hospitalId} and status in ('ready', 'in-progress') returning id`;
    await announceChanges(tx, hospitalId, dropped.map(({ id }) => ({ topic: 'task', ref: id })));
    return dropped.length > 0;
  });
