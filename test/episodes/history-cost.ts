/** What a workflow's histories cost: events, bytes, workflow tasks, and actions as Temporal Cloud bills them. */
import type { Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { historiesOf } from './histories-of.js';

export type Cost = { events: number; bytes: number; workflowTasks: number; actions: number; byKind: Record<string, number> };

const { EventType } = temporal.api.enums.v1;
/** One action each: https://docs.temporal.io/cloud/actions. Local activities of one workflow task count as one; here there are none. */
const billed = new Map<number, string>([
  [EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED, 'start'],
  [EventType.EVENT_TYPE_TIMER_STARTED, 'timer'],
  [EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED, 'activity'],
  [EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED, 'update'],
  [EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED, 'signal'],
  [EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES, 'search attributes'],
]);

/** All runs of this workflow id together. */
export async function costOf(raw: Client, workflowId: string): Promise<Cost> {
  const cost: Cost = { events: 0, bytes: 0, workflowTasks: 0, actions: 0, byKind: {} };
  for (const history of await historiesOf(raw, workflowId)) {
    for (const { eventType } of history.events ?? []) {
      cost.events += 1;
      if (eventType === EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED) cost.workflowTasks += 1;
      const kind = billed.get(eventType ?? 0);
      if (kind === undefined) continue;
      cost.actions += 1;
      cost.byKind[kind] = (cost.byKind[kind] ?? 0) + 1;
    }
    cost.bytes += temporal.api.history.v1.History.encode(history).finish().length;
  }
  return cost;
}
