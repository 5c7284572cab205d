/**
 * A case of the call ladder whose calls nobody made. The published text says that several calls failed, which is true only when they were
 * tried; published versions never change, so the screens of staff say the truth instead.
 */
import type { Cause } from '../../pathways/engine/events.js';
import type { Db } from '../client.js';

const instruction = 'do.calls-exhausted';

/**
 * Of an escalation row x: raised because a planned call was not made in time, and none has failed since. Not by `exists`: PostgreSQL may answer that for all
 * cases at once, by reading the timelines of the whole hospital.
 */
export const neverCalled = (sql: Db) => sql`(x.instruction = ${instruction}
  and (select true from timeline r where r.episode_id = x.episode_id and r.escalation = x.id and r.type = 'EscalationRaised' and r.data->'cause'->>'kind' = 'schedule' limit 1) is not null
  and not exists (select 1 from timeline c where c.episode_id = x.episode_id and c.type = 'CallRecorded' and c.at >= x.raised_at and c.data->>'outcome' in ('busy', 'off', 'wrong-number')))`;

/** The same of the event that raised a case. */
export const raisedUncalled = ({ instruction: of, cause }: { instruction: string; cause: Cause }): boolean => of === instruction && cause.kind === 'schedule';

/** What to do then. */
export const uncalledWords = { zh: '计划中的电话没有按时拨打（没有通话记录）：请致电患者；联系不上时再联系家属联系人，必要时上门或联系社区', en: 'A planned call was not made in time (no call is on record): call the patient; if they cannot be reached, the family contact, then a visit or the community' } as const;
