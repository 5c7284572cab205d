import { describe, expect, it } from 'vitest';
import { sayDay } from './phone/when.js';
import { windowDays } from './visit-window.js';

describe('the days of a window', () => {
  it('end with the last day on which the visit may begin, not with the midnight after it', () => {
    const { from, until } = windowDays({ windowFrom: '2026-11-28T16:00:00.000Z', windowUntil: '2026-11-30T16:00:00.000Z' });
    expect([from, until].map((day) => sayDay(day, 'zh-CN', 'Asia/Shanghai'))).toEqual(['11月29日周日', '11月30日周一']);
  });
});
