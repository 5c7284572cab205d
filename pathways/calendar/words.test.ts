import { describe, expect, it } from 'vitest';
import { parseStoryTime, sayDate, sayDay, saySlot } from './words.js';

const clock = { anchor: '2026-03-02', zone: 'Asia/Shanghai', previous: '2026-03-04T02:00:00.000Z' };

describe('times in a story', () => {
  it.each([
    ['D2 10:00', '2026-03-04T02:00:00.000Z'],
    ['D0 00:00', '2026-03-01T16:00:00.000Z'],
    ['D-6 09:00', '2026-02-24T01:00:00.000Z'],
    ['+20m', '2026-03-04T02:20:00.000Z'],
    ['+4h', '2026-03-04T06:00:00.000Z'],
    ['+2d', '2026-03-06T02:00:00.000Z'],
    ['2026-03-02T09:00:00+08:00', '2026-03-02T01:00:00.000Z'],
    ['2026-03-02T01:00:00.000Z', '2026-03-02T01:00:00.000Z'],
  ])('%s is %s', (text, at) => {
    expect(parseStoryTime(text, clock)).toBe(at);
  });

  it.each(['D2', 'D2 25:00', '2 days later', '+1w', '2026-03-02 09:00', '2026-13-02T09:00:00Z', ''])('refuses "%s" and says what to write', (text) => {
    expect(() => parseStoryTime(text, clock)).toThrow(/is not a story time: write D2 10:00|is not an instant: write it like/);
  });

  it('refuses to count from a previous input that is not there', () => {
    expect(() => parseStoryTime('+4h', { ...clock, previous: null })).toThrow('counts from the previous input');
  });
});

describe('times in a text', () => {
  it('are said as people say them', () => {
    expect(sayDate('2026-03-05', 'zh-CN')).toBe('3月5日周四');
    expect(sayDate('2026-03-05', 'en')).toBe('Thu 5 March');
    expect(saySlot('2026-03-04T02:00:00.000Z', '2026-03-04T03:00:00.000Z', 'Asia/Shanghai')).toBe('10:00-11:00');
    expect(sayDay('2026-03-04T02:00:00.000Z', '2026-03-02', 'Asia/Shanghai')).toBe('D2 10:00');
  });
});
