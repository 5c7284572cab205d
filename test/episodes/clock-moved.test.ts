import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { episodeWorkflowId } from '../../workflows/contract.js';
import { fromMs, toMs } from '../../pathways/time.js';
import { day, type CareRun } from './care-run.js';
import { keepHistory } from './kept-history.js';
import { careInSkippedTime } from './skipped-time.js';

describe('a training clock that a person moves', () => {
  let run: CareRun;
  beforeAll(async () => {
    run = await careInSkippedTime();
  });
  afterAll(() => run.stop());

  it('makes everything due on the way happen at its own time, once, and goes on from there', async () => {
    const patient = await run.launch();
    await patient.until(day(0, '16:30'));
    const wall = toMs(patient.start.clock.wallAnchor) + (toMs(day(0, '16:30')) - toMs(patient.start.clock.episodeAnchor));
    const moved = { wallAnchor: fromMs(wall), episodeAnchor: day(3, '10:05'), pace: 1 };
    expect(await run.client.moveClock(patient.id, moved)).toBe(true);
    expect(await run.client.moveClock(patient.id, { ...moved, episodeAnchor: day(1, '09:00') })).toBe(true); // back: not taken on
    await patient.until(day(0, '16:35'));
    const invited = run.care.sent.filter(({ obligation }) => obligation === `${patient.id}/follow-up-d3/1/0/invite/patient`);
    expect(invited).toHaveLength(1);
    expect(run.care.of(patient.id).snapshot?.clock).toEqual(moved);
    expect(await patient.tell('pause', { reason: 'staff' })).toMatchObject({ kind: 'accepted' });
    const paused = run.care.of(patient.id).journal.at(-1);
    expect(paused?.input.at.slice(0, 10)).toBe(day(3, '10:10').slice(0, 10));
    await keepHistory(run.raw, episodeWorkflowId(patient.id), 'clock-moved');
    await patient.tell('stop', { reason: 'transferred' });
  });

  it('is recorded at once, also when nothing was due on the way: the patient’s other package shows the same time', async () => {
    const patient = await run.launch();
    await patient.until(day(0, '16:30'));
    const wall = toMs(patient.start.clock.wallAnchor) + (toMs(day(0, '16:30')) - toMs(patient.start.clock.episodeAnchor));
    const moved = { wallAnchor: fromMs(wall), episodeAnchor: day(0, '16:40'), pace: 1 };
    expect(await run.client.moveClock(patient.id, moved)).toBe(true);
    await patient.until(day(0, '16:31'));
    expect(run.care.of(patient.id).snapshot?.clock).toEqual(moved);
    await keepHistory(run.raw, episodeWorkflowId(patient.id), 'clock-moved-to-nothing-due');
    await patient.tell('stop', { reason: 'transferred' });
  });
});
