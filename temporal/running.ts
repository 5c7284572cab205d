/** What Temporal says of open episodes, for the audit: one pass over what runs, and a closer look at whoever is missing there. */
import { Client, WorkflowNotFoundError, type Connection } from '@temporalio/client';
import type { RunningState } from '../db/audit/breach.js';
import type { EpisodeId } from '../pathways/engine/vocabulary.js';
import { episodeWorkflowId, workflowType } from '../workflows/contract.js';

export const createRunning = ({ connection, namespace }: { connection: Connection; namespace: string }) => {
  const { workflow } = new Client({ connection, namespace });

  async function look(id: EpisodeId): Promise<RunningState> {
    try {
      const { status } = await workflow.getHandle(episodeWorkflowId(id)).describe();
      return { status: status.name === 'RUNNING' ? 'running' : 'closed', nextDueAt: null };
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return { status: 'missing', nextDueAt: null };
      throw error;
    }
  }

  return async function running(episodes: EpisodeId[]): Promise<Map<EpisodeId, RunningState>> {
    const open = new Set<string>();
    for await (const { workflowId } of workflow.list({ query: `WorkflowType = '${workflowType}' AND ExecutionStatus = 'Running'` })) open.add(workflowId);
    const states = new Map<EpisodeId, RunningState>();
    // Visibility lags behind by a moment, so absence there is asked about once more.
    for (const id of episodes) states.set(id, open.has(episodeWorkflowId(id)) ? { status: 'running', nextDueAt: null } : await look(id));
    return states;
  };
};
