import { describe, expect, it } from 'vitest';
import { ofSameSubject } from './same-subject.js';

const stays = (now: readonly unknown[], before: readonly unknown[]): boolean => ofSameSubject(now)('what was read', { queryKey: before }) !== undefined;

describe('While the next answer is on its way', () => {
  it('what was read under another filter, page or language stays', () => {
    expect(stays(['/patients/a/lanes?language=en&days=30'], ['/patients/a/lanes?language=zh-CN&days=90'])).toBe(true);
    expect(stays(['/worklist/cases', { language: 'en', owner: 'mine' }], ['/worklist/cases', { language: 'en', owner: null }])).toBe(true);
    expect(stays(['timeline', 'a', { kinds: 'visit' }], ['timeline', 'a', { kinds: 'call' }])).toBe(true);
  });

  it('nothing of another patient, episode, case or visit does, wherever the address names it', () => {
    expect(stays(['/patients/b/chart?language=en'], ['/patients/a/chart?language=en'])).toBe(false);
    expect(stays(['/orders?patientId=b&limit=50'], ['/orders?patientId=a&limit=50'])).toBe(false);
    expect(stays(['/episodes/e/why?id=e%2F2&lang=en'], ['/episodes/e/why?id=e%2F1&lang=en'])).toBe(false);
    expect(stays(['timeline', 'b', { kinds: 'visit' }], ['timeline', 'a', { kinds: 'visit' }])).toBe(false);
    expect(stays(['/inquiries', { state: 'open', patientId: 'b' }], ['/inquiries', { state: 'open', patientId: 'a' }])).toBe(false);
  });

  it('nothing does where there was nothing, or no address', () => {
    expect(ofSameSubject(['/a'])('x', undefined)).toBeUndefined();
    expect(stays(['/a'], [null])).toBe(false);
    expect(stays(['/a', {}], ['/a'])).toBe(false);
  });
});
