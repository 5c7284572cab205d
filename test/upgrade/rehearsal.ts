/**
 * An upgrade under sleeping episodes, and back, as docs/operations.md describes it: two builds of the workflow on pinned workers, the new
 * one made current, every sleeper woken by `nudge`. Counted by what the server itself says of each run.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { loadDefinitionOrThrow } from '../../cli/load-definition.js';
import { calendarFor } from '../../pathways/calendar/calendar-for.js';
import { semantics } from '../../pathways/engine/semantics.js';
import { canonicalJson } from '../../pathways/schema/canonical.js';
import { fromMs } from '../../pathways/time.js';
import { createCareClient } from '../../temporal/client.js';
import { plainDataConverter } from '../../temporal/data-converter.js';
import { registerSearchAttributes } from '../../temporal/register.js';
import { workerOptions } from '../../temporal/worker-options.js';
import { driverVersion, episodeState, episodeWorkflowId, type CarePathwayStart } from '../../workflows/contract.js';
import { inMemoryCare } from '../episodes/in-memory-care.js';
import { zone } from '../episodes/care-run.js';
import { historiesOf } from '../support/run-chain.js';
import { movesSleepers } from './judgement.js';
import type { Builds } from './two-builds.js';

const deployment = 'care';
const namespace = 'default';
export type Build = 'old' | 'new';

/** Every count is of episodes. */
export type Rehearsed = {
  serverVersion: string; episodes: number; asleepOnOld: number;
  /** After the new build was made current and before anybody was woken. */
  stillOnOld: number;
  movedToNew: number; rolledBackToOld: number; movedForwardAgain: number;
  /** Episodes that a first nudge had not moved within ten seconds, of each of the three moves: they were woken again. */
  nudgedAgain: number[];
  /** Commands taken and journalled after a move, and episodes whose journal is what it was but for them. */
  answered: number; journalsUnbroken: number;
  /** Workflow tasks that failed, which is how a run on the wrong build would show. */
  failedTasks: number;
};

type Options = { address: string; episodes: number; builds: Builds; say: (line: string) => void };

/** How long a step may take. On a server that moves nobody a move is not waited for: only so long that a nudge has run its workflow task. */
const [patienceMs, inVainMs] = [120_000, 5_000];

export async function rehearse({ address, episodes, builds, say }: Options): Promise<Rehearsed> {
  const [connection, native] = [await Connection.connect({ address }), await NativeConnection.connect({ address })];
  const serverVersion = await versionOf(connection);
  const moveMs = movesSleepers(serverVersion) ? patienceMs : inVainMs;
  await registerSearchAttributes(connection, namespace);
  const { plan, hash } = loadDefinitionOrThrow('discharge-follow-up@1');
  const care = inMemoryCare({ [hash]: canonicalJson(plan) });
  const raw = new Client({ connection, namespace, dataConverter: plainDataConverter });
  const client = createCareClient({ connection, namespace, dataConverter: plainDataConverter, deadlineMs: 30_000 });
  const workers = new Map<Build, { worker: Worker; running: Promise<void> }>();
  const work = async (build: Build): Promise<void> => {
    const worker = await Worker.create(workerOptions({
      connection: native, namespace, dataConverter: plainDataConverter, workflowBundle: builds[build], activities: care.activities, maxCachedWorkflows: 200, shutdownGraceSeconds: 2,
      deployment: { name: deployment, buildId: build },
    }));
    workers.set(build, { worker, running: worker.run() });
  };
  const makeCurrent = async (build: Build): Promise<void> => {
    await until(async () => {
      await connection.workflowService.setWorkerDeploymentCurrentVersion({ namespace, deploymentName: deployment, buildId: build, version: `${deployment}.${build}`, identity: 'rehearsal' });
      return true;
    }, 60_000);
  };
  const ids = Array.from({ length: episodes }, () => randomUUID());
  /** Episodes that the server says are pinned to another build, or to none. */
  const notOn = async (build: Build): Promise<string[]> => {
    const each = await Promise.all(ids.map(async (id) => {
      const { versioningInfo } = (await raw.workflow.getHandle(episodeWorkflowId(id)).describe()).raw.workflowExecutionInfo ?? {};
      return (versioningInfo?.deploymentVersion?.buildId ?? versioningInfo?.version?.split('.').at(-1)) === build ? [] : [id];
    }));
    return each.flat();
  };
  const on = async (build: Build): Promise<number> => episodes - (await notOn(build)).length;
  const nudgedAgain: number[] = [];
  /**
   * Wakes those that are not on the build, as the command of docs/operations.md does, until none is left: which build is current reaches the
   * partitions of a task queue one after the other, and who is woken before that is told of no change.
   */
  const move = async (build: Build): Promise<number> => {
    const end = Date.now() + moveMs;
    let again = 0;
    for (let waiting: readonly string[] = ids; waiting.length > 0 && Date.now() < end; again += waiting.length) {
      await Promise.all(waiting.map((id) => client.nudge(id)));
      await until(async () => (await notOn(build)).length === 0, Math.min(10_000, moveMs));
      waiting = await notOn(build);
    }
    nudgedAgain.push(again);
    return on(build);
  };
  let commands = 0;
  /** A pause or its end, by turns: it must be taken by whatever build the run is on now. */
  const tellAll = async (kind: 'pause' | 'resume'): Promise<number> => {
    const replies = await Promise.all(ids.map((id) => client.sendUpdate(kind, id, { commandId: `${kind}-${(commands += 1)}`, by: 'nurse-1', reason: 'staff' } as never, 60_000)));
    return replies.filter((reply) => reply.kind === 'accepted').length;
  };

  try {
    await work('old');
    await makeCurrent('old');
    for (const id of ids) await client.startEpisode(startOf(id, plan, hash));
    await until(async () => (await on('old')) === episodes, patienceMs);
    const asleepOnOld = await on('old');
    await until(() => Promise.resolve(ids.every((id) => care.of(id).journal.length > 0)), 60_000);
    say(`${asleepOnOld} of ${episodes} episodes sleep on the old build`);

    await work('new');
    await makeCurrent('new');
    await wait(3_000);
    const stillOnOld = await on('old');
    say(`the new build is current; ${stillOnOld} sleep on the old one until they are woken`);
    const movedToNew = await move('new');
    say(`${movedToNew} moved to the new build, with ${nudgedAgain.at(-1)} further nudges`);
    let answered = await tellAll('pause');

    await makeCurrent('old');
    const rolledBackToOld = await move('old');
    say(`${rolledBackToOld} rolled back to the old build, with ${nudgedAgain.at(-1)} further nudges`);
    answered += await tellAll('resume');

    await makeCurrent('new');
    const movedForwardAgain = await move('new');
    say(`${movedForwardAgain} moved forward again, with ${nudgedAgain.at(-1)} further nudges`);
    const states = await Promise.all(ids.map((id) => raw.workflow.getHandle(episodeWorkflowId(id)).query(episodeState)));
    const unbroken = states.filter((state, index) => {
      const kept = care.of(ids[index] ?? '').journal;
      return kept.length === state.seq && kept.every(({ seq }, at) => seq === at + 1) && kept.filter(({ input }) => input.kind === 'pause' || input.kind === 'resume').length === 2;
    });
    return { serverVersion, episodes, asleepOnOld, stillOnOld, movedToNew, rolledBackToOld, movedForwardAgain, nudgedAgain, answered, journalsUnbroken: unbroken.length, failedTasks: await failedTasks(raw, ids) };
  } finally {
    // Before the runs are terminated: a worker that is told to throw them out while it shuts down fails (IllegalStateError in SDK 1.24, seen once).
    for (const { worker, running } of workers.values()) {
      worker.shutdown();
      await running;
    }
    await Promise.all(ids.map((id) => raw.workflow.getHandle(episodeWorkflowId(id)).terminate('the rehearsal is over').catch(() => null)));
    await connection.close();
    await native.close();
  }
}

const versionOf = async (connection: Connection): Promise<string> => (await connection.workflowService.getSystemInfo({})).serverVersion ?? 'unknown';

/** Of all runs of the episodes, those closed by continue-as-new too. */
async function failedTasks(raw: Client, ids: readonly string[]): Promise<number> {
  let failed = 0;
  for (const id of ids) {
    const histories = await historiesOf(raw, episodeWorkflowId(id));
    failed += histories.flatMap(({ events }) => events ?? []).filter(({ workflowTaskFailedEventAttributes }) => workflowTaskFailedEventAttributes).length;
  }
  return failed;
}

/** Discharged now: the first item comes hours later, so everybody sleeps. */
function startOf(id: string, plan: { id: string; version: number }, hash: string): CarePathwayStart {
  const at = fromMs(Date.now());
  const today = at.slice(0, 10);
  return {
    v: driverVersion, hospitalId: 'training', episodeId: id, plan: { id: plan.id, version: plan.version, hash }, semantics, clock: { wallAnchor: at, episodeAnchor: at, pace: 1 },
    started: { kind: 'episode-started', at, anchors: { discharge: today, surgery: today }, zone, calendar: calendarFor(today, '2030-12-31'), facts: { age: 72, flags: {}, hasFamilyContact: true, optedOut: false, away: [], spreadSeconds: 0 } },
  };
}

/** Real servers take their time; gives up quietly, and the caller counts. */
async function until(holds: () => Promise<boolean>, withinMs: number): Promise<void> {
  const end = Date.now() + withinMs;
  for (;;) {
    try {
      if (await holds()) return;
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    if (Date.now() > end) return;
    await wait(1_000);
  }
}
