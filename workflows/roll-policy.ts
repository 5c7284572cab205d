/** When a run continues as new. Only asked while nothing is queued, in flight or half handled (care-pathway.ts). */
import type { WorkflowInfo } from '@temporalio/workflow';

/** The server itself suggests it at 4,096 events, which a typical 90-day package never reaches; replaying 1,000 takes well under a second. */
export const mostEvents = 1000;
/** A month bounds how long a run can stay on one build, and what stays in active storage. */
const longestRunMs = 30 * 86_400_000;

export const shouldRoll = (
  run: Pick<WorkflowInfo, 'continueAsNewSuggested' | 'targetWorkerDeploymentVersionChanged' | 'historyLength' | 'runStartTime'>,
  nowMs: number,
): boolean =>
  run.continueAsNewSuggested ||
  run.targetWorkerDeploymentVersionChanged ||
  run.historyLength > mostEvents ||
  nowMs - run.runStartTime.getTime() > longestRunMs;
