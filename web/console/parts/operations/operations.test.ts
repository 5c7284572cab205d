import { describe, expect, it } from 'vitest';
import { isStale, percent } from './operations.js';

describe('A share of promises kept', () => {
  it.each([[1, 1, '100.0'], [2, 3, '66.6'], [9_999, 10_000, '99.9'], [0, 4, '0.0']])('%i of %i is %s percent, never rounded up', (part, whole, said) => expect(percent(part, whole)).toBe(said));
});

describe('A loop', () => {
  const now = '2026-03-02T10:00:00.000Z';
  it('of half a second is stale after half a minute, one of ten minutes is not', () => {
    expect(isStale({ name: 'relay', cameAt: '2026-03-02T09:59:40.000Z' }, now)).toBe(false);
    expect(isStale({ name: 'relay', cameAt: '2026-03-02T09:59:20.000Z' }, now)).toBe(true);
    expect(isStale({ name: 'file sweep', cameAt: '2026-03-02T09:45:00.000Z' }, now)).toBe(false);
  });
});
