/** What Temporal says of every run: no failed workflow task, none that is tried again and again, each either running or completed; and each can be run again (replays.ts). */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import proto from '@temporalio/proto'; // CommonJS: its names are not importable one by one
import type { Sql } from '../../db/client.js';
import { hasEndedStatus } from '../../db/episode-status.js';
import { episodeWorkflowId } from '../../workflows/contract.js';
import { prepareReplays } from './replays.js';
import { namespace } from './surroundings.js';

export type WorkflowComparison = { runs: number; running: number; completed: number; taskTimeouts: number; faults: string[] };

const { EventType } = proto.temporal.api.enums.v1;

/** `folder`: where the history of each run with a fault is left, to be looked at after its server is gone. */
export async function compareWorkflows(sql: Sql, address: string, folder: string): Promise<WorkflowComparison> {
  const connection = await Connection.connect({ address });
  try {
    const { workflow } = new Client({ connection, namespace });
    const result: WorkflowComparison = { runs: 0, running: 0, completed: 0, taskTimeouts: 0, faults: [] };
    const statuses = new Map((await sql<{ id: string; status: string }[]>`select id, status from episode`).map(({ id, status }) => [episodeWorkflowId(id), status]));
    const seen = new Set<string>();
    const replays = await prepareReplays();
    for await (const run of workflow.list()) {
      const { workflowId, runId } = run;
      result.runs += 1;
      if (run.status.name === 'RUNNING') seen.add(workflowId);
      const handle = workflow.getHandle(workflowId, runId);
      const history = await handle.fetchHistory();
      const { events } = history;
      const faultsBefore = result.faults.length;
      result.faults.push(...(await replays(workflowId, history)));
      const failed = (events ?? []).filter(({ eventType }) => eventType === EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED);
      result.taskTimeouts += (events ?? []).filter(({ eventType }) => eventType === EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT).length;
      const causes = new Set(failed.map(({ workflowTaskFailedEventAttributes: a }) => String(a?.cause)));
      // Someone else's update arrived while the task completed: the server's own way to say "once more".
      const unhandled = String(proto.temporal.api.enums.v1.WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND);
      const serious = [...causes].filter((cause) => cause !== unhandled);
      if (serious.length > 0) result.faults.push(`${workflowId}: ${failed.length} failed workflow tasks (causes ${serious.join(', ')})`);
      if (run.status.name === 'COMPLETED') result.completed += 1;
      else if (run.status.name === 'RUNNING') {
        result.running += 1;
        const { raw } = await handle.describe();
        const attempt = raw.pendingWorkflowTask?.attempt ?? 0;
        if (attempt > 2) result.faults.push(`${workflowId}: its workflow task is at attempt ${attempt}`);
        for (const activity of raw.pendingActivities ?? []) {
          if ((activity.attempt ?? 0) > 5) result.faults.push(`${workflowId}: activity ${activity.activityType?.name ?? ''} is at attempt ${activity.attempt ?? 0}: ${activity.lastFailure?.message ?? ''}`);
        }
      } else if (run.status.name !== 'CONTINUED_AS_NEW') result.faults.push(`${workflowId}: ${run.status.name}`);
      if (result.faults.length > faultsBefore) writeFileSync(join(folder, `history-${workflowId.replaceAll('/', '-')}-${runId}.json`), historyToJSON(history));
    }
    for (const [workflowId, status] of statuses) {
      if (!hasEndedStatus(status) && !seen.has(workflowId)) result.faults.push(`${workflowId}: the episode is ${status}, but no run is open`);
    }
    return result;
  } finally {
    await connection.close();
  }
}

/** Which updates a run has accepted and completed, event by event. */
export async function updatesIn(address: string, episodeId: string): Promise<string> {
  const connection = await Connection.connect({ address });
  try {
    const { events } = await new Client({ connection, namespace }).workflow.getHandle(episodeWorkflowId(episodeId)).fetchHistory();
    const lines = (events ?? []).flatMap(({ eventId, workflowExecutionUpdateAcceptedEventAttributes: taken, workflowExecutionUpdateCompletedEventAttributes: done }) =>
      taken ? [`${String(eventId)} accepted ${taken.acceptedRequest?.meta?.updateId ?? ''}`] : done ? [`${String(eventId)} completed ${done.meta?.updateId ?? ''}`] : []);
    return `${episodeId}: ${lines.join(', ')}`;
  } finally {
    await connection.close();
  }
}
