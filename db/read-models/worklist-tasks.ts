/**
 * Work for a person: calls with their script, checks, tasks that follow an alert. What is due comes first, what is not due yet stands below.
 * A call's outcome is recorded by the task's obligation, which also names the call step or case that it was for.
 */
import type { Instant } from '../../pathways/engine/vocabulary.js';
import type { Db } from '../client.js';
import { decodeCursor, pageOf } from './cursor.js';
import type { Page } from './cursor.js';
import { personColumns, type WorklistPerson } from './worklist-cases.js';
import { neverCalled, uncalledWords } from './never-called.js';
import { packageWords } from './package-words.js';
import type { Language } from '../../pathways/schema/definition.js';

export type TaskRow = WorklistPerson & {
  taskId: string; episodeId: string; kind: string; role: string; purpose: string | null; obligationId: string | null; escalation: string | null; occurrence: string | null;
  /** As it was written when the task was made, but for calls that it says were tried and were not (never-called.ts). */
  instruction: string; dueAt: Instant; dueWall: Instant; /** How many seconds of the patient's time pass in one of ours; 1 but in a training. */ pace: number; planId: string; planVersion: number; planHash: string; recipient: string | null;
  status: string; ownerId: string | null; ownerName: string | null; /** Attempts at this call so far, with their outcomes. */ attempts: { at: Instant; outcome: string }[]; /** The patient's forms that wait for answers. */ openForms: number; /** How many numbers could have been dialled. */ numbers: number;
};
export type WorklistTask = TaskRow & { packageTitle: string };

export type TaskFilter = { hospitalId: string; language: Language; kinds: readonly string[]; escalation?: string | undefined; taskId?: string | undefined; after?: string | undefined; limit: number };

export async function worklistTasks(sql: Db, f: TaskFilter): Promise<Page<WorklistTask>> {
  const after = decodeCursor(f.after);
  const rows = await sql<(TaskRow & { neverCalled: boolean })[]>`
    with work as (
      select t.*, date_trunc('milliseconds', wall_of(e.clock, t.due_at)) as due_wall from task t join episode e on e.id = t.episode_id
      where t.hospital_id = ${f.hospitalId} and t.kind = any(${[...f.kinds]})
        ${f.taskId === undefined ? sql`and t.status in ('ready', 'in-progress')` : sql`and t.id = ${f.taskId}`}
        ${f.escalation === undefined ? sql`` : sql`and t.escalation = ${f.escalation}`}
    ), paged as (
      select * from work ${after === null ? sql`` : sql`where (due_wall, id) > (${after[0] ?? ''}, ${after[1] ?? ''})`} order by due_wall, id limit ${f.limit + 1}
    )
    select t.id as task_id, t.episode_id, t.kind, t.role, o.purpose, t.obligation_id, t.escalation, t.occurrence,
        t.instruction, coalesce(${neverCalled(sql)}, false) as never_called, t.status, t.due_at, t.due_wall, (e.clock->>'pace')::float8 as pace, e.plan_id, e.plan_version, e.plan_hash, o.recipient,
        owner.id as owner_id, owner.display_name as owner_name,
        coalesce((select jsonb_agg(jsonb_build_object('at', to_char(l.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'outcome', l.data->>'outcome') order by l.seq, l.idx) from timeline l
          where l.episode_id = t.episode_id and l.type = 'CallRecorded' and (l.obligation = t.obligation_id or l.occurrence = t.occurrence)), '[]') as attempts,
        (select count(*)::int from occurrence w where w.episode_id = t.episode_id and w.kind in ('form', 'call') and w.status = 'open') as open_forms,
        (select count(*)::int from contact c where c.patient_id = p.id and c.hospital_id = t.hospital_id and c.kind in ('mobile', 'landline') and c.quarantined_at is null and (c.owner = 'patient' or coalesce((p.consents->>'family')::boolean, false))) as numbers,
        ${personColumns(sql)}
      from paged t join episode e on e.id = t.episode_id join patient p on p.id = t.patient_id
        left join obligation o on o.id = t.obligation_id left join escalation x on x.id = t.escalation and x.hospital_id = t.hospital_id
        left join lateral (select w.account_id from case_owner w where w.task = t.id and w.hospital_id = t.hospital_id order by w.id desc limit 1) own on true
        left join account owner on owner.id = own.account_id
    order by due_wall, task_id`;
  const { items, next } = pageOf(rows, f.limit, (r) => [r.dueWall, r.taskId]);
  const titled = items.map(async ({ neverCalled: uncalled, ...row }) => ({ ...row, instruction: uncalled ? uncalledWords[f.language === 'en' ? 'en' : 'zh'] : row.instruction, packageTitle: (await packageWords(sql, f.hospitalId, { id: row.planId, version: row.planVersion, hash: row.planHash }, f.language)).title }));
  return { items: await Promise.all(titled), next };
}
