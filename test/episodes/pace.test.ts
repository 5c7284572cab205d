import { setTimeout as wait } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { episodeWorkflowId } from '../../workflows/contract.js';
import { episodeTime } from '../../workflows/episode-clock.js';
import { day, quietRuntime, startCareRun, type CareRun } from './care-run.js';

/** The one test that waits on a real clock: that real timers run at a training hospital's pace is what it shows. */
describe('a training hospital at one day per two seconds, on a real server', () => {
  let run: CareRun;
  let close: () => Promise<void>;
  beforeAll(async () => {
    quietRuntime();
    const address = inject('temporalAddress');
    const [connection, nativeConnection] = [await Connection.connect({ address }), await NativeConnection.connect({ address })];
    run = await startCareRun({ connection, nativeConnection, namespace: 'default', nowMs: async () => Date.now(), sleep: (ms) => wait(ms) });
    close = async () => {
      await run.stop();
      await nativeConnection.close();
      await connection.close();
    };
  });
  afterAll(() => close());

  it('lives four days in eight seconds: each message goes out on its day, in order, and a person is heard at once', async () => {
    const patient = await run.launch({ pace: 43_200 });
    await patient.until(day(3, '23:59'));
    const mine = run.care.sent.filter(({ obligation }) => obligation.startsWith(patient.id));
    expect(mine.map(({ obligation }) => obligation.slice(patient.id.length + 1))).toEqual(expect.arrayContaining(['first-call/1/0/call/case-manager', 'follow-up-d3/1/0/invite/patient']));
    expect(mine.map(({ at }) => at)).toEqual(mine.map(({ at }) => at).toSorted());
    const invited = mine.find(({ obligation }) => obligation.endsWith('follow-up-d3/1/0/invite/patient'));
    expect(invited?.at.slice(0, 10)).toBe('2026-03-05');
    expect(await patient.tell('pause', { reason: 'staff' })).toMatchObject({ kind: 'accepted', duplicate: false });
    const paused = run.care.of(patient.id).journal.at(-1);
    expect(paused?.input.kind).toBe('pause');
    expect((paused?.input.at ?? '') <= episodeTime(patient.start.clock, Date.now())).toBe(true);
    const { staticSummary } = await run.raw.workflow.getHandle(episodeWorkflowId(patient.id)).describe();
    expect(await staticSummary()).toBe('hip-wound-care@1');
    await patient.tell('stop', { reason: 'transferred' });
  });
});
