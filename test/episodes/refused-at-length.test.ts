/**
 * Who is refused leaves nothing in the history, though the workflow was asked: Temporal drops the task, and no replay will ever see it. So nothing may
 * follow from such a task, also when the history has passed the length at which a run continues as new, which the workflow reads in that very task.
 */
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { deliveriesChanged, episodeWorkflowId, updates } from '../../workflows/contract.js';
import { mostEvents } from '../../workflows/roll-policy.js';
import { bundleForReplay, replay } from '../replay/replay.js';
import type { CareRun, Patient } from './care-run.js';
import { historiesOf, type History } from './histories-of.js';
import { keepHistory } from './kept-history.js';
import { careInRealTime } from './real-time.js';

/** What a task of one signal writes: the signal, scheduled, started, completed. A task that is dropped shows the workflow two events more than there are. */
const [perSignal, shown] = [4, 2];

describe('a refusal when the history is just as long as it may get', () => {
  let run: CareRun;
  beforeAll(async () => {
    run = await careInRealTime();
  });
  afterAll(() => run.stop());

  const handleOf = ({ id }: Patient) => run.raw.workflow.getHandle(episodeWorkflowId(id));
  const lengthOf = async (patient: Patient): Promise<number> => (await handleOf(patient).describe()).historyLength;
  const runIdOf = async (patient: Patient): Promise<string> => (await handleOf(patient).describe()).runId;

  const patience = { timeout: 60_000, interval: 20 };
  const atRest = (patient: Patient) =>
    vi.waitUntil(async () => {
      const { raw } = await handleOf(patient).describe();
      return !raw.pendingWorkflowTask && (raw.pendingActivities ?? []).length === 0;
    }, patience);
  /** Signals that ask for nothing. */
  async function signals(patient: Patient, n: number): Promise<void> {
    for (let i = 0; i < n; i++) await handleOf(patient).signal(deliveriesChanged, []);
    await atRest(patient);
  }
  const replayed = async (history: History | undefined) => (await replay(await bundleForReplay(), JSON.parse(historyToJSON(history ?? {})))).error;

  it('changes nothing; the run goes on as a new one when something comes that stays, and both can be replayed', async () => {
    const patient = await run.launch();
    const paused = { commandId: 'pause-a', reason: 'staff' } as const;
    expect(await patient.tell('pause', paused)).toMatchObject({ kind: 'accepted' });
    await atRest(patient);
    const first = await runIdOf(patient);

    while ((await lengthOf(patient)) < mostEvents - 100) await signals(patient, 10);
    // A repeated command writes five events, so that single signals meet the mark.
    while (((mostEvents - (await lengthOf(patient))) % perSignal) === shown) {
      await handleOf(patient).executeUpdate(updates.pause, { args: [{ ...paused, by: 'nurse-1' }] });
      await atRest(patient);
    }
    while ((await lengthOf(patient)) + shown <= mostEvents) await signals(patient, 1);
    const length = await lengthOf(patient);
    expect(length - 1).toBeLessThanOrEqual(mostEvents);
    expect(length + shown).toBeGreaterThan(mostEvents);

    expect(await patient.tell('pause', { commandId: 'pause-b', reason: 'staff' })).toMatchObject({ kind: 'refused' });
    expect(await replayed((await historiesOf(run.raw, episodeWorkflowId(patient.id)))[0])).toBeNull();
    expect([await runIdOf(patient), await lengthOf(patient)]).toEqual([first, length]);
    await signals(patient, 1);
    await vi.waitUntil(async () => (await runIdOf(patient)) !== first, patience);
    const runs = await historiesOf(run.raw, episodeWorkflowId(patient.id));
    expect(runs).toHaveLength(2);
    for (const one of runs) expect(await replayed(one)).toBeNull();
    await keepHistory(run.raw, episodeWorkflowId(patient.id), 'refused-at-length');
  });
});
