import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { episodeWorkflowId, updates } from '../../workflows/contract.js';
import { day, type CareRun } from './care-run.js';
import { keepHistory } from './kept-history.js';
import { careInSkippedTime } from './skipped-time.js';

describe('what people tell an episode', () => {
  let run: CareRun;
  beforeAll(async () => {
    run = await careInSkippedTime();
  });
  afterAll(() => run.stop());

  it('is recorded when the call returns, once, however often it is sent', async () => {
    const patient = await run.launch();
    await patient.until(day(1, '09:00'));
    const first = await patient.tell('pause', { commandId: 'pause-a', reason: 'staff' });
    expect(first).toMatchObject({ kind: 'accepted', duplicate: false });
    expect(run.care.inputs(patient.id).at(-1)).toBe('pause');
    await patient.tell('resume', {});
    expect(await patient.tell('pause', { commandId: 'pause-a', reason: 'staff' })).toMatchObject({ kind: 'accepted' });
    expect(run.care.inputs(patient.id).filter((kind) => kind === 'pause')).toHaveLength(1);
    await keepHistory(run.raw, episodeWorkflowId(patient.id), 'duplicate-commands');
  });

  it('is refused in clear words before it enters the history', async () => {
    const patient = await run.launch();
    await patient.until(day(1, '09:00'));
    const entries = run.care.of(patient.id).journal.length;
    expect(await patient.tell('resume', {})).toEqual({ kind: 'refused', code: 'wrong-state', message: expect.stringContaining('needs it to be paused') });
    expect(await patient.tell('visit-completed', { occurrence: `${patient.id}/dressing/9`, record: {}, photos: [] })).toMatchObject({ kind: 'refused', code: 'no-open-occurrence' });
    expect(run.care.of(patient.id).journal).toHaveLength(entries);
  });

  it('is refused when it carries no command id', async () => {
    const patient = await run.launch();
    await patient.until(day(0, '17:00'));
    const update = run.raw.workflow.getHandle(episodeWorkflowId(patient.id)).executeUpdate(updates.pause, { args: [{ by: 'nurse-1', reason: 'staff' } as never] });
    await expect(update).rejects.toMatchObject({ cause: { type: 'Refused', details: ['no-command-id'] } });
  });

  it('finds nobody when the episode was never started', async () => {
    expect(await run.client.sendUpdate('pause', 'nobody', { commandId: 'x', by: 'nurse-1', reason: 'staff' }, 5_000)).toEqual({ kind: 'ended' });
  });

  it('does not start an episode twice', async () => {
    const patient = await run.launch();
    expect(await run.client.startEpisode(patient.start)).toBe('running');
    await patient.until(day(0, '17:00'));
    expect(run.care.inputs(patient.id).filter((kind) => kind === 'episode-started')).toHaveLength(1);
  });
});
