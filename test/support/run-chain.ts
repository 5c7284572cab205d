/** Every run of one workflow: a history that is asked for by the workflow's id alone is the newest run's, and the runs before it would go unseen. */
import type { Client } from '@temporalio/client';

type History = Awaited<ReturnType<ReturnType<Client['workflow']['getHandle']>['fetchHistory']>>;

/** The oldest first; each closed run names the one that it went on as. */
export async function historiesOf({ workflow }: Client, workflowId: string): Promise<History[]> {
  const { raw } = await workflow.getHandle(workflowId).describe();
  const all: History[] = [];
  for (let runId = raw.workflowExecutionInfo?.firstRunId; runId; ) {
    const history: History = await workflow.getHandle(workflowId, runId).fetchHistory();
    all.push(history);
    runId = history.events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId;
  }
  if (all.length === 0) throw new Error(`The server did not say which run of ${workflowId} was the first`);
  return all;
}
