import { describe, expect, it } from 'vitest';
import { localDateOf } from '../time.js';
import { windowDays } from './window-days.js';

describe('the days of a window', () => {
  it('end with the last day on which the visit may begin, not with the midnight after it', () => {
    const { from, until } = windowDays({ windowFrom: '2026-11-28T16:00:00.000Z', windowUntil: '2026-11-30T16:00:00.000Z' });
    expect([from, until].map((day) => localDateOf(day, 'Asia/Shanghai'))).toEqual(['2026-11-29', '2026-11-30']);
  });
});
