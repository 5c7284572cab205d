import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CareRun } from './care-run.js';
import { careInSkippedTime } from './skipped-time.js';

describe('a command that comes between the launch and the first record', () => {
  let run: CareRun;
  beforeAll(async () => {
    run = await careInSkippedTime();
  });
  afterAll(() => run.stop());

  it('waits for the start and is then recorded, not refused as too early', async () => {
    const patient = await run.launch();
    const replies = await Promise.all([patient.tell('pause', { reason: 'staff' }), patient.tell('away-set', { away: [] })]);
    expect(replies).toEqual([expect.objectContaining({ kind: 'accepted' }), expect.objectContaining({ kind: 'accepted' })]);
    const [first, ...others] = run.care.inputs(patient.id).slice(0, 3);
    expect(first).toBe('episode-started');
    expect(others.toSorted()).toEqual(['away-set', 'pause']);
  });
});
