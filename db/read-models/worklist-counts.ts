/** How much there is under each heading of the worklist, in one query. */
import type { Db } from '../client.js';
import { ofSystem } from './worklist-alarms.js';
import { caseOwner } from './worklist-cases.js';
import { undeliveredFrom } from './worklist-undelivered.js';
import { neededFrom } from './worklist-visits.js';

export type WorklistCounts = {
  cases: number; /** RED and not contacted yet. */ red: number; /** A deadline has passed. */ overdue: number; mine: number; unowned: number;
  calls: number; /** Due by now. */ callsDue: number; callBacks: number; undelivered: number; visits: number; /** Not about the reader. */ questions: number; alarms: number;
};

/** Kinds of task that are a call, the work of a step, or a check; `book-visit` and `assign-visit` stand with the visits. */
export const callKinds = ['call', 'task', 'check', 'alert', 'offer-slot', 'entitlement-expiry'] as const;

export async function worklistCounts(sql: Db, hospitalId: string, accountId: string): Promise<WorklistCounts> {
  const [row] = await sql<WorklistCounts[]>`
    with open as (
      select x.level, x.contacted_at, x.breached, owner.id as owner_id from escalation x ${caseOwner(sql)} where x.hospital_id = ${hospitalId} and x.status not in ('closed', 'joined')
    ), work as (
      select wall_of(e.clock, t.due_at) <= now() as due from task t join episode e on e.id = t.episode_id
      where t.hospital_id = ${hospitalId} and t.status in ('ready', 'in-progress') and t.kind = any(${[...callKinds]})
    )
    select (select count(*)::int from open) as cases,
      (select count(*)::int from open where level = 'red' and contacted_at is null) as red,
      (select count(*)::int from open where cardinality(breached) > 0 and contacted_at is null) as overdue,
      (select count(*)::int from open where owner_id = ${accountId}) as mine,
      (select count(*)::int from open where owner_id is null) as unowned,
      (select count(*)::int from work) as calls, (select count(*)::int from work where due) as calls_due,
      (select count(*)::int from call_back where hospital_id = ${hospitalId} and state = 'open') as call_backs,
      (select count(distinct o.id)::int from ${undeliveredFrom(sql, hospitalId)}) as undelivered,
      (select count(*)::int from ${neededFrom(sql, hospitalId)}) as visits,
      (select count(*)::int from inquiry where hospital_id = ${hospitalId} and state <> 'closed' and subject is distinct from ${accountId}) as questions,
      (select count(*)::int from visit_alarm where hospital_id = ${hospitalId} and closed_at is null)
        + (select count(*)::int from alarm a where ${ofSystem(sql, hospitalId)}) as alarms`;
  if (!row) throw new Error('A query of counts alone returned no row');
  return row;
}
