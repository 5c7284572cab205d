import { describe, expect, it } from 'vitest';
import { sayIn, speaker } from './text.js';

describe('wording of the screens', () => {
  it('says the same key in either language', () => {
    const texts = { open: ['打开', 'Open'] } as const;
    expect([speaker(texts, 'zh-CN')('open'), speaker(texts, 'en')('open')]).toEqual(['打开', 'Open']);
  });
  it('counts as English counts', () => {
    const visits = ['{n}次上门', '{n, plural, one {# visit} other {# visits}}'] as const;
    expect([sayIn('zh-CN', visits, { n: 1 }), sayIn('en', visits, { n: 1 }), sayIn('en', visits, { n: 3 })]).toEqual(['1次上门', '1 visit', '3 visits']);
  });
  it('refuses a wording whose value is missing', () => {
    expect(() => sayIn('en', ['第{n}天', 'day {n}'], {})).toThrow(/n/);
  });
});
