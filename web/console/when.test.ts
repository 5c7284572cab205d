import { describe, expect, it } from 'vitest';
import { sayWindow } from './when.js';

describe('A window in words', () => {
  const zone = 'Asia/Shanghai';
  it('names its last day, which ends with the midnight after it', () => {
    const window = { windowFrom: '2026-11-28T16:00:00.000Z', windowUntil: '2026-11-30T16:00:00.000Z' };
    expect(sayWindow(window, 'zh-CN', zone)).toBe('时间窗 11月29日周日 至 11月30日周一');
    expect(sayWindow(window, 'en', zone)).toBe('window Sun 29 Nov to Mon 30 Nov');
  });
  it('of one day says the day once', () => {
    expect(sayWindow({ windowFrom: '2026-11-28T16:00:00.000Z', windowUntil: '2026-11-29T16:00:00.000Z' }, 'zh-CN', zone)).toBe('时间窗 11月29日周日');
  });
});
