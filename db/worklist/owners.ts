/**
 * Who has a case or a task. Append-only: the newest row counts. Nobody has been named: whoever acknowledged the case has it, until its
 * clock starts again (an upgrade asks for a new acknowledgement, so it has nobody again).
 */
import { v7 as uuidv7 } from 'uuid';
import { announceChanges } from '../changes.js';
import type { Db, Sql, Tx } from '../client.js';
import { transact } from '../client.js';

/** Joins the newest row of case_owner to the case row x. */
export const newestOwnerOfCase = (sql: Db) => sql`left join lateral (select o.account_id, true as named from case_owner o where o.escalation = x.id and o.hospital_id = x.hospital_id order by o.id desc limit 1) own on true`;
/** Whose the case row x is: by that row, else whoever acknowledged it. Null: nobody's. */
export const ownerOfCase = (sql: Db) => sql`case when own.named then own.account_id::text else x.acknowledged_by end`;
/** Whose the task row t is. Null: nobody's. */
export const ownerOfTask = (sql: Db) => sql`(select o.account_id from case_owner o where o.task = t.id and o.hospital_id = t.hospital_id order by o.id desc limit 1)`;

export type Subject = { escalation: string } | { task: string };
export type Assignment = { hospitalId: string; subject: Subject; /** null: given back. */ accountId: string | null; by: string };
export type Assigned = 'assigned' | 'unchanged' | 'unknown-subject' | 'unknown-account';

/** Roles that may act on a case, so that no case is given to somebody who cannot close it. */
const carers = ['case-manager', 'nurse', 'therapist', 'doctor', 'head', 'admin'];

export const assign = (sql: Sql, assignment: Assignment): Promise<Assigned> => transact(sql, (tx) => assignIn(tx, assignment));

async function assignIn(tx: Tx, { hospitalId, subject, accountId, by }: Assignment): Promise<Assigned> {
  const episodeId = await episodeOf(tx, hospitalId, subject);
  if (episodeId === null) return 'unknown-subject';
  if (accountId !== null && !(await isCarer(tx, hospitalId, accountId))) return 'unknown-account';
  if ((await ownerOf(tx, hospitalId, subject)) === accountId) return 'unchanged';
  await writeOwner(tx, { hospitalId, episodeId, subject, accountId, how: accountId === null ? 'released' : accountId === by ? 'taken' : 'assigned', by, handoverId: null });
  await announceChanges(tx, hospitalId, ['escalation' in subject ? { topic: 'escalation', ref: subject.escalation } : { topic: 'task', ref: subject.task }]);
  return 'assigned';
}

type OwnerRow = { hospitalId: string; episodeId: string; subject: Subject; accountId: string | null; how: 'taken' | 'assigned' | 'released' | 'handover'; handoverId: string | null; by: string };

export async function writeOwner(tx: Tx, { hospitalId, episodeId, subject, accountId, how, handoverId, by }: OwnerRow): Promise<void> {
  await tx`insert into case_owner (id, hospital_id, episode_id, escalation, task, account_id, how, handover_id, by_account)
    values (${uuidv7()}, ${hospitalId}, ${episodeId}, ${'escalation' in subject ? subject.escalation : null}, ${'task' in subject ? subject.task : null},
      ${accountId}, ${how}, ${handoverId}, ${by})`;
}

/** Locks the case or task, so that two colleagues who take it at once do so one after the other. null: not open, or not here. */
async function episodeOf(tx: Tx, hospitalId: string, subject: Subject): Promise<string | null> {
  const [row] = 'escalation' in subject
    ? await tx<{ episodeId: string }[]>`select episode_id from escalation where id = ${subject.escalation} and hospital_id = ${hospitalId} and status <> 'closed' for no key update`
    : await tx<{ episodeId: string }[]>`select episode_id from task where id = ${subject.task} and hospital_id = ${hospitalId} and status in ('ready', 'in-progress') for no key update`;
  return row?.episodeId ?? null;
}

async function isCarer(tx: Tx, hospitalId: string, accountId: string): Promise<boolean> {
  const [row] = await tx<{ id: string }[]>`select id from account where id = ${accountId} and hospital_id = ${hospitalId} and active and roles && ${carers}`;
  return row !== undefined;
}

async function ownerOf(tx: Tx, hospitalId: string, subject: Subject): Promise<string | null> {
  const [row] = 'escalation' in subject
    ? await tx<{ accountId: string | null }[]>`select o.account_id from case_owner o where o.escalation = ${subject.escalation} and o.hospital_id = ${hospitalId} order by o.id desc limit 1`
    : await tx<{ accountId: string | null }[]>`select o.account_id from case_owner o where o.task = ${subject.task} and o.hospital_id = ${hospitalId} order by o.id desc limit 1`;
  return row?.accountId ?? null;
}

export type OwnerEntry = { accountId: string | null; displayName: string | null; how: string; by: string; byName: string; at: string };

/** Everybody who had the case, oldest first. */
export const ownerHistory = (sql: Db, hospitalId: string, escalation: string): Promise<OwnerEntry[]> =>
  sql<OwnerEntry[]>`select o.account_id, a.display_name, o.how, o.by_account as by, b.display_name as by_name, o.at
    from case_owner o left join account a on a.id = o.account_id join account b on b.id = o.by_account
    where o.hospital_id = ${hospitalId} and o.escalation = ${escalation} order by o.id`;

export type Assignee = { accountId: string; displayName: string; roles: string[]; /** Duties that this person has now by the roster. */ onDuty: string[] };

/** Colleagues who can be given a case, those on duty first. */
export const assignees = (sql: Db, hospitalId: string): Promise<Assignee[]> =>
  sql<Assignee[]>`select a.id as account_id, a.display_name, a.roles,
      coalesce(array_agg(s.role order by s.role) filter (where s.role is not null), '{}') as on_duty
    from account a left join roster_shift s on s.account_id = a.id and s.hospital_id = a.hospital_id and s.starts_at <= now() and now() < s.ends_at
    where a.hospital_id = ${hospitalId} and a.active and a.roles && ${carers}
    group by a.id order by count(s.role) = 0, a.display_name, a.id`;
