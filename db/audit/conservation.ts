/** A: every obligation that was due has exactly one outcome with its proof, or is demonstrably still on its way. */
import { callOutcomes, failureReasons, suppressionReasons } from '../../pathways/engine/vocabulary.js';
import type { Db } from '../client.js';
import { worklist } from '../ledger/task.js';
import { grace, sinceOf, type AuditCheck, type Auditing, type Breach } from './breach.js';

type Row = { id: string; what: string };

const found = (rows: Row[]): Breach[] => rows.map(({ id, what }) => ({ check: 'A' as const, ref: id, what }));

/** Some attempt t for which this holds names it among what it carries. All that they carry is put together once: looked up message by message, a hospital of 100,000 episodes would take longer than a night's audit may. */
const carried = (a: Auditing, such: ReturnType<Db>) => a.sql`exists (select 1 from (select unnest(t.carries) as id from attempt t where ${such}) c where c.id = o.id)`;
const reached = (a: Auditing): ReturnType<Db> => a.sql`t.state in ('sent', 'delivered', 'accepted')`;

const forgotten = (a: Auditing) => a.sql<Row[]>`
  select o.id, 'was due at ' || o.due_at || ' and nobody carried it out' as what from obligation o join episode e on e.id = o.episode_id
  where o.state in ('planned', 'released') and o.wall_due_at < ${grace(a)} and e.status <> 'halted' and e.status <> 'paused'
    and not ${carried(a, a.sql`t.check_at > ${grace(a)} or (t.verdict = 'retry' and t.settled_at > ${grace(a)})`)}`;

const stuck = (a: Auditing) => a.sql<Row[]>`
  select o.id, case o.state when 'sending' then 'is marked as being sent, but no attempt is on its way' else 'is marked as accepted, but no attempt waits for its receipt' end as what
  from obligation o where o.state in ('sending', 'accepted')
    and not ${carried(a, a.sql`t.verdict is null and greatest(t.lease_until, t.check_at, t.receipt_due_at) > ${grace(a)}`)}`;

const unproved = (a: Auditing) => a.sql<Row[]>`
  select o.id, 'is marked as sent, but no attempt reached anybody' as what from obligation o
  where o.state = 'sent' and o.settled_at >= ${sinceOf(a)} and not ${carried(a, reached(a))}`;

const contradicted = (a: Auditing) => a.sql<Row[]>`
  select o.id, 'is marked as ' || o.state || ', but an attempt reached somebody' as what from obligation o
  where o.state in ('suppressed', 'failed') and o.settled_at >= ${sinceOf(a)}
    and ${carried(a, a.sql`${reached(a)} and not t.possibly_doubled`)}`;

const unexplained = (a: Auditing) => a.sql<Row[]>`
  select o.id, 'is ' || o.state || ' without a known reason' as what from obligation o
  where (o.state = 'suppressed' and (o.reason is null or o.reason <> all(${[...suppressionReasons]})))
    or (o.state = 'failed' and (o.reason is null or o.reason <> all(${[...failureReasons]})))`;

const unshared = (a: Auditing) => a.sql<Row[]>`
  select o.id, 'counts on another message that carries it, but there is none' as what from obligation o
  where o.state = 'suppressed' and o.reason in ('shared', 'same-text-today')
    and not exists (select 1 from obligation by where by.id = o.carried_by and by.patient_id = o.patient_id)`;

const abandoned = (a: Auditing) => a.sql<Row[]>`
  select o.id, 'has failed and nobody took it over' as what from obligation o join episode e on e.id = o.episode_id
  where o.state = 'failed' and o.escalated_to is null and o.settled_at < ${grace(a)} and coalesce(e.stop_reason, '') <> 'died'`;

const untold = (a: Auditing) => a.sql<Row[]>`
  select o.id, 'is settled, but its episode was never told' as what from obligation o join episode e on e.id = o.episode_id
  where o.state in ('failed', 'suppressed') and not o.told and o.settled_at < ${grace(a)} and e.status not in ('stopped', 'completed', 'halted')`;

const doubled = (a: Auditing) => a.sql<Row[]>`
  select o.id, 'reached somebody ' || count(*) || ' times, and no attempt admits a possible double' as what
  from attempt t cross join unnest(t.carries) as o(id)
  where ${reached(a)} and t.claimed_at >= ${sinceOf(a)}
  group by o.id having count(*) > 1 and not bool_or(t.possibly_doubled)`;

/** A task that a person has is the delivery itself, written with its attempt; nothing deletes it. */
const taskless = (a: Auditing) => a.sql<Row[]>`
  select t.obligation_id as id, 'was given to a person as a task, but there is no such task' as what
  from attempt t where t.provider = ${worklist} and t.claimed_at >= ${sinceOf(a)} and not exists (select from task k where k.id = t.id)`;

/** The work of a step is closed with the step, anew after a pause, or by a call recorded on it. Any other task a person may close as done or not needed, so that only its absence can be seen. */
const undone = (a: Auditing) => a.sql<Row[]>`
  select k.obligation_id as id, 'is ' || k.status || ' on the worklist, but the step that it is the work of is still ' || o.status as what
  from task k join occurrence o on o.id = k.occurrence
  where k.kind = 'task' and k.status not in ('ready', 'in-progress') and o.status not in ('completed', 'failed', 'cancelled')
    and coalesce(k.status_reason, '') <> all(${['paused', ...callOutcomes]})`;

export const conservation: AuditCheck = async (a) => {
  const rows = await Promise.all([forgotten(a), stuck(a), unproved(a), contradicted(a), unexplained(a), unshared(a), abandoned(a), untold(a), doubled(a), taskless(a), undone(a)]);
  const [count] = await a.sql<{ n: number }[]>`select count(*) as n from obligation where created_at >= ${sinceOf(a)}`;
  return { breaches: rows.flatMap(found), looked: count?.n ?? 0 };
};
