import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { episodeWorkflowId } from '../../workflows/contract.js';
import { episodeTime } from '../../workflows/episode-clock.js';
import { day, type CareRun } from './care-run.js';
import { careInRealTime } from './real-time.js';

/** The one test that waits on a real clock: that real timers run at a training hospital's pace is what it shows. */
describe('a training hospital at one day per two seconds, on a real server', () => {
  let run: CareRun;
  beforeAll(async () => {
    run = await careInRealTime();
  });
  afterAll(() => run.stop());

  it('lives four days in seconds: no message goes out before its day, they go out in order, and a person is heard at once', async () => {
    const patient = await run.launch({ pace: 43_200 });
    const mine = () => run.care.sent.filter(({ obligation }) => obligation.startsWith(patient.id));
    const at = (what: string) => mine().find(({ obligation }) => obligation.endsWith(what))?.at ?? '';
    await vi.waitUntil(() => at('follow-up-d3/1/0/invite/patient') !== '', { timeout: 60_000, interval: 50 });
    expect(mine().map((sent) => sent.at)).toEqual(mine().map((sent) => sent.at).toSorted());
    // A second of a busy machine is half a day here: never before its day is what can be said.
    expect(at('first-call/1/0/call/case-manager') >= day(0, '00:00')).toBe(true);
    expect(at('follow-up-d3/1/0/invite/patient') >= day(3, '00:00')).toBe(true);
    expect(await patient.tell('pause', { reason: 'staff' })).toMatchObject({ kind: 'accepted', duplicate: false });
    const paused = run.care.of(patient.id).journal.at(-1);
    expect(paused?.input.kind).toBe('pause');
    expect((paused?.input.at ?? '') <= episodeTime(patient.start.clock, Date.now())).toBe(true);
    const { staticSummary } = await run.raw.workflow.getHandle(episodeWorkflowId(patient.id)).describe();
    expect(await staticSummary()).toBe('hip-wound-care@1');
    await patient.tell('stop', { reason: 'transferred' });
  });
});
