/** What Temporal says of open episodes, for the audit: one pass over what runs, and a closer look at whoever is missing there. */
import { Client, WorkflowNotFoundError, type Connection } from '@temporalio/client';
import type { AskedAbout, RunningState } from '../db/audit/breach.js';
import type { EpisodeId } from '../pathways/engine/vocabulary.js';
import { episodeWorkflowId, lateWorkflowId, lateWorkflowType, workflowType } from '../workflows/contract.js';

export const createRunning = ({ connection, namespace }: { connection: Connection; namespace: string }) => {
  const { workflow } = new Client({ connection, namespace });

  async function look(workflowId: string): Promise<RunningState['status']> {
    try {
      const { status } = await workflow.getHandle(workflowId).describe();
      return status.name === 'RUNNING' ? 'running' : 'closed';
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return 'missing';
      throw error;
    }
  }

  return async function running(episodes: AskedAbout[]): Promise<Map<EpisodeId, RunningState>> {
    const open = new Set<string>();
    for await (const { workflowId } of workflow.list({ query: `WorkflowType IN ('${workflowType}', '${lateWorkflowType}') AND ExecutionStatus = 'Running'` })) open.add(workflowId);
    // Its own run, or the newest late one (temporal/open-run.ts). Visibility lags behind by a moment, so absence there is asked about once more.
    async function stateOf({ id, lateRuns }: AskedAbout): Promise<RunningState['status']> {
      const runs = [episodeWorkflowId(id), ...(lateRuns > 0 ? [lateWorkflowId(id, lateRuns)] : [])];
      if (runs.some((run) => open.has(run))) return 'running';
      const looked = await Promise.all(runs.map(look));
      return looked.find((state) => state === 'running') ?? looked.find((state) => state === 'closed') ?? 'missing';
    }
    const states = new Map<EpisodeId, RunningState>();
    for (const episode of episodes) states.set(episode.id, { status: await stateOf(episode), nextDueAt: null });
    return states;
  };
};
