/** The worklist as a channel's mailbox: the ledger writes the row in its claim; here it is found and listed like a vendor's. */
import type { TaskBox } from '../channels/phone-task.js';
import { announceChanges } from './changes.js';
import { transact, type Sql } from './client.js';

export const createTaskBox = (sql: Sql): TaskBox => ({
  async store({ attemptId, hospitalId, instruction }) {
    const [row] = await sql<{ id: string }[]>`
      insert into task (id, hospital_id, episode_id, patient_id, kind, role, obligation_id, escalation, occurrence, instruction, due_at)
      select a.id, a.hospital_id, a.episode_id, a.patient_id, 'call', o.recipient, o.id, o.escalation, o.occurrence, ${instruction}, o.due_at
      from attempt a join obligation o on o.id = a.obligation_id where a.id = ${attemptId} and a.hospital_id = ${hospitalId} returning id`;
    if (!row) throw new Error(`There is no attempt ${attemptId} to make a task of`);
    return row;
  },
  async find(attemptId) {
    const [row] = await sql<{ id: string }[]>`select id from task where id = ${attemptId}`;
    return row ?? null;
  },
  since: (since) => sql<{ id: string; attemptId: string; to: string; at: string }[]>`
    select id, id as attempt_id, role as "to", created_at as at from task where obligation_id is not null and created_at >= ${since} order by created_at, id`,
});

/** A task that no event closes (a visit rebooked by phone, an undelivered message told in person). False: it is closed already, not here, or the work of a step that is still open, which ends in the episode. */
export function closeTask(sql: Sql, task: { hospitalId: string; taskId: string; status: 'completed' | 'cancelled'; reason: string }): Promise<boolean> {
  return transact(sql, async (tx) => {
    const rows = await tx`update task set status = ${task.status}, status_reason = ${task.reason}, closed_at = now()
      where id = ${task.taskId} and hospital_id = ${task.hospitalId} and status in ('ready', 'in-progress')
        and (kind <> 'task' or not exists (select 1 from occurrence o where o.id = task.occurrence and o.status not in ('completed', 'failed', 'cancelled'))) returning id`;
    if (rows.length > 0) await announceChanges(tx, task.hospitalId, [{ topic: 'task', ref: task.taskId }]);
    return rows.length > 0;
  });
}
