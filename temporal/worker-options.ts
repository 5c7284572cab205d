/** How every worker of this product runs, in production and in tests. */
import type { DataConverter } from '@temporalio/common';
import type { NativeConnection, WorkerOptions, WorkflowBundleOption } from '@temporalio/worker';
import type { Activities } from '../activities/port.js';
import { taskQueue } from '../workflows/contract.js';
import { heartbeats } from './heartbeat.js';

/**
 * Workflow tasks under way at once. All of them run on one thread, so more of them end no sooner; they only share it, and each has ten seconds.
 * With the SDK's 40, a new worker that took up thirty long episodes at once finished none of them in time, and began again (ADR 0065).
 */
const workflowTasksAtOnce = 4;

/**
 * How long one step of a workflow may take by the wall before the SDK breaks it off as one that never ends; its own five seconds pass whenever a machine stands still or is overloaded. Breaking
 * off code in the middle of its promises ends the whole process in Node ("async hook stack has become corrupted", nodejs/node#38503; seen in a crash run), and ours has no endless loops to be
 * saved from: long after the server has given the task to another worker is soon enough. Convention (C).
 * The SDK takes it but does not name it among its options yet: the test beside this says when it no longer takes it.
 */
const longestStep = '2 minutes';

type Parts = {
  connection: NativeConnection;
  namespace: string;
  dataConverter: DataConverter;
  workflowBundle: WorkflowBundleOption;
  activities: Activities;
  maxCachedWorkflows: number;
  shutdownGraceSeconds: number;
  /** Worker Deployment: `name` and this build's id. Absent: an unversioned worker. */
  deployment?: { name: string; buildId: string };
};

export const workerOptions = ({ connection, namespace, dataConverter, workflowBundle, activities, ...how }: Parts): WorkerOptions & { isolateExecutionTimeout: string } => ({
  connection,
  namespace,
  taskQueue,
  dataConverter,
  workflowBundle,
  activities,
  maxCachedWorkflows: how.maxCachedWorkflows,
  maxConcurrentWorkflowTaskExecutions: workflowTasksAtOnce,
  isolateExecutionTimeout: longestStep,
  interceptors: { activity: [heartbeats] },
  // After `kill -9` of a worker its sticky tasks wait this long before another may take them: with the default 10 s an answer waited 10 s.
  stickyQueueScheduleToStartTimeout: '2 seconds',
  // The default is 0: a POST under way would be cut off and end as ambiguous.
  shutdownGraceTime: `${how.shutdownGraceSeconds} seconds`,
  shutdownForceTime: `${how.shutdownGraceSeconds + 10} seconds`,
  // Pinned: a run stays on its build until it continues as new. Needs a server from 1.30 on; older ones ignore it silently.
  ...(how.deployment === undefined
    ? {}
    : {
        workerDeploymentOptions: {
          version: { deploymentName: how.deployment.name, buildId: how.deployment.buildId },
          useWorkerVersioning: true,
          defaultVersioningBehavior: 'PINNED' as const,
        },
      }),
});
