import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
