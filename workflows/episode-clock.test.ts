import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromMs, toMs } from '../pathways/time.js';
import { episodeTime, isAhead, wallTimeOf } from './episode-clock.js';

const anchor = '2026-03-02T08:00:00.000Z';
const dayIn2Seconds = { wallAnchor: '2026-11-22T07:00:00.000Z', episodeAnchor: anchor, pace: 43_200 };

describe('the clock of an episode', () => {
  it('is the wall clock in a real hospital', () => {
    const clock = { wallAnchor: anchor, episodeAnchor: anchor, pace: 1 };
    expect(episodeTime(clock, toMs('2026-03-09T01:00:00.000Z'))).toBe('2026-03-09T01:00:00.000Z');
    expect(wallTimeOf(clock, '2026-03-09T01:00:00.000Z')).toBe(toMs('2026-03-09T01:00:00.000Z'));
  });

  it('runs one day in two seconds where a training hospital asks for it', () => {
    expect(episodeTime(dayIn2Seconds, toMs('2026-11-22T07:00:14.000Z'))).toBe('2026-03-09T08:00:00.000Z');
    expect(wallTimeOf(dayIn2Seconds, '2026-06-01T08:00:00.000Z')).toBe(toMs('2026-11-22T07:03:02.000Z'));
  });

  it('has reached a due time when the timer that was set for it fires, and not a millisecond earlier', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 400 * 86_400_000 }),
        fc.oneof(fc.constantFrom(1, 2, 43_200, 8640, 0.5), fc.double({ min: 0.01, max: 100_000, noNaN: true })),
        (afterMs, pace) => {
          const clock = { ...dayIn2Seconds, pace };
          const due = fromMs(toMs(anchor) + afterMs);
          const wall = wallTimeOf(clock, due);
          expect(episodeTime(clock, wall) >= due).toBe(true);
          if (pace > 1) expect(episodeTime(clock, wall - 1) < due).toBe(true);
        },
      ),
      { seed: 20260302, numRuns: 5_000 },
    );
  });
});

describe('a clock that is moved', () => {
  const now = Date.parse('2026-03-02T08:00:00.000Z');
  const clock = { wallAnchor: '2026-03-02T08:00:00.000Z', episodeAnchor: '2026-03-02T08:00:00.000Z', pace: 1 };
  it('goes ahead or stands, never back', () => {
    expect(isAhead({ ...clock, episodeAnchor: '2026-03-05T02:00:00.000Z' }, clock, now)).toBe(true);
    expect(isAhead(clock, clock, now)).toBe(true);
    expect(isAhead({ ...clock, episodeAnchor: '2026-03-02T07:59:59.999Z' }, clock, now)).toBe(false);
  });
});
