/**
 * What the rest of the product may ask of Temporal: start an episode, hand it an input, wake it. Every call has a deadline, because an update
 * to a workflow without a worker is otherwise tried for ever. What a caller must decide about comes back as a value; only bugs throw.
 */
import {
  ApplicationFailure, Client, ServiceError, WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError, WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError, isGrpcServiceError, type Connection,
} from '@temporalio/client';
import type { DataConverter, UpdateDefinition } from '@temporalio/common';
import type { EpisodeId, ObligationId } from '../pathways/engine/vocabulary.js';
import {
  clockMoved, deliveriesChanged, driverVersion, episodeWorkflowId, lateWorkflowId, lateWorkflowType, nudge, refusedType, searchAttributes, taskQueue, updates, workflowType,
  type Accepted, type CarePathwayStart, type EpisodeClock, type UpdateKind, type UpdatePayload,
} from '../workflows/contract.js';

export type UpdateReply =
  /** Recorded. */
  | ({ kind: 'accepted' } & Accepted)
  /** By the validator, in words for the caller; nothing is recorded. */
  | { kind: 'refused'; code: string; message: string }
  /** Not answered inside the deadline; it may be applied yet. The same command id again is harmless. */
  | { kind: 'pending' }
  /** No such run is open: the episode ended (or was never started). */
  | { kind: 'ended' }
  /** Temporal itself does not answer. */
  | { kind: 'unavailable' };

export type StartReply = 'running' | 'ended';

export type CareClient = {
  /** Idempotent: a second start finds the running one, after its end it says so. Throws when Temporal does not answer. */
  startEpisode(start: CarePathwayStart): Promise<StartReply>;
  /** `episode/<id>/late/<n>`; the start carries the ended episode and the waiting answer. */
  startLateRun(start: CarePathwayStart, n: number): Promise<StartReply>;
  /** `late`: number of the late run to send it to, instead of the episode's own. */
  sendUpdate<K extends UpdateKind>(kind: K, episodeId: EpisodeId, payload: UpdatePayload<K>, deadlineMs: number, late?: number): Promise<UpdateReply>;
  /** False when no run is open: nobody needs the news any more. */
  deliveriesChanged(episodeId: EpisodeId, obligations: ObligationId[], late?: number): Promise<boolean>;
  /** Throws when Temporal does not answer. */
  isOpen(episodeId: EpisodeId, late?: number): Promise<boolean>;
  nudge(episodeId: EpisodeId): Promise<boolean>;
  /** False when no run is open. Throws when Temporal does not answer. */
  terminate(episodeId: EpisodeId, why: string, late?: number): Promise<boolean>;
  /** Training hospitals only. False when no run is open. Throws when Temporal does not answer. */
  moveClock(episodeId: EpisodeId, clock: EpisodeClock): Promise<boolean>;
  ping(): Promise<boolean>;
};

type Options = { connection: Connection; namespace: string; dataConverter: DataConverter; /** For everything but updates; 5 s unless told. */ deadlineMs?: number };

export function createCareClient({ connection, namespace, dataConverter, deadlineMs = 5000 }: Options): CareClient {
  const { workflow } = new Client({ connection, namespace, dataConverter });
  const soon = <T>(call: () => Promise<T>, ms = deadlineMs): Promise<T> => connection.withDeadline(Date.now() + ms, call);

  const runOf = (id: EpisodeId, late?: number) => workflow.getHandle(late === undefined ? episodeWorkflowId(id) : lateWorkflowId(id, late));

  async function start(type: string, workflowId: string, started: CarePathwayStart): Promise<StartReply> {
    try {
      await soon(() =>
        workflow.start(type, {
          workflowId,
          taskQueue,
          args: [{ ...started, v: driverVersion }],
          workflowIdReusePolicy: 'REJECT_DUPLICATE',
          workflowIdConflictPolicy: 'USE_EXISTING',
          staticSummary: `${started.plan.id}@${started.plan.version}`,
          staticDetails: `Plan ${started.plan.hash.slice(0, 12)}, engine semantics ${started.semantics}, pace ${started.clock.pace}.`,
          priority: { fairnessKey: started.hospitalId },
          typedSearchAttributes: [
            { key: searchAttributes.hospital, value: started.hospitalId },
            { key: searchAttributes.program, value: started.plan.id },
            { key: searchAttributes.version, value: started.plan.version },
            // What the run would show first, so that it need not write it.
            ...(started.carried ? [] : [{ key: searchAttributes.phase, value: 'course/launching' }, { key: searchAttributes.needsAttention, value: false }]),
          ],
        }),
      );
      return 'running';
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) return 'ended';
      throw error;
    }
  }

  /** False: no such run is open. */
  async function toOpen(send: () => Promise<unknown>): Promise<boolean> {
    try {
      await soon(send);
      return true;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return false;
      throw error;
    }
  }

  async function isOpen(id: EpisodeId, late?: number): Promise<boolean> {
    try {
      return (await soon(() => runOf(id, late).describe())).status.name === 'RUNNING';
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return false;
      throw error;
    }
  }

  return {
    startEpisode: (started) => start(workflowType, episodeWorkflowId(started.episodeId), started),
    startLateRun: (started, n) => start(lateWorkflowType, lateWorkflowId(started.episodeId, n), started),
    async sendUpdate(kind, episodeId, payload, updateDeadlineMs, late) {
      const update = updates[kind] as unknown as UpdateDefinition<Accepted, [typeof payload]>;
      try {
        const accepted = await soon(
          () => runOf(episodeId, late).executeUpdate(update, { updateId: payload.commandId, args: [payload] }),
          updateDeadlineMs,
        );
        return { kind: 'accepted', ...accepted };
      } catch (error) {
        const reply = replyTo(error);
        // What a run had taken and not recorded when it was terminated, it will never answer: every later try is told so, whoever goes on in its place.
        const over = error instanceof WorkflowUpdateFailedError && reply.kind === 'pending' && !(await isOpen(episodeId, late).catch(() => true));
        return over ? { kind: 'ended' } : reply;
      }
    },
    deliveriesChanged: (id, obligations, late) => toOpen(() => runOf(id, late).signal(deliveriesChanged, obligations)),
    isOpen,
    terminate: (id, why, late) => toOpen(() => runOf(id, late).terminate(why)),
    nudge: (id) => toOpen(() => runOf(id).signal(nudge)),
    moveClock: (id, clock) => toOpen(() => runOf(id).signal(clockMoved, clock)),
    async ping() {
      try {
        await soon(() => connection.workflowService.getSystemInfo({}), 2000);
        return true;
      } catch {
        return false;
      }
    },
  };
}

/**
 * gRPC: nobody there, gone while we spoke (1, 4, 14), or not just now: too many requests (8), the run lost its worker before it could take
 * the update (9, 10), a hiccup of the server (13). Nothing was taken for certain, so whoever holds the command keeps it.
 */
const unavailableCodes: readonly number[] = [1, 4, 8, 9, 10, 13, 14];

function replyTo(error: unknown): UpdateReply {
  if (error instanceof WorkflowUpdateFailedError) {
    const { cause } = error;
    if (cause instanceof ApplicationFailure && cause.type === refusedType) {
      return { kind: 'refused', code: String(cause.details?.[0] ?? 'refused'), message: cause.message };
    }
    return { kind: 'pending' }; // the run ended or rolled over between acceptance and record
  }
  if (error instanceof WorkflowNotFoundError) return { kind: 'ended' };
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return { kind: 'pending' };
  const cause = error instanceof ServiceError ? error.cause : error;
  if (isGrpcServiceError(cause) && unavailableCodes.includes(cause.code)) return { kind: 'unavailable' };
  throw error;
}
