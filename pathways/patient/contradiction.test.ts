import { describe, expect, it } from 'vitest';
import { day } from '../engine/testing/episode-under-test.js';
import { contradicted } from './contradiction.js';
import type { Advice } from './facts.js';

const said = (episode: string, n: number, on: number, value: string, topic = 'fluid'): Advice => ({ obligation: `${episode}/tip/${n}/0/tell/patient`, episode, topic, value, from: day(on, '09:00') });
const asks = (episode: string, n: number, on: number, value: string) => ({ id: `${episode}/tip/${n}/0/tell/patient`, dueAt: day(on, '09:00'), advises: { topic: 'fluid', value } });

describe('advice', () => {
  it('is contradicted by what another package said before, and by what it is still to say', () => {
    expect(contradicted({ advice: [said('a', 1, 5, 'drink'), said('b', 1, 3, 'restrict')] }, asks('a', 1, 5, 'drink'))).toBe(true);
    expect(contradicted({ advice: [said('a', 1, 3, 'drink'), said('b', 1, 5, 'restrict')] }, asks('a', 1, 3, 'drink'))).toBe(true);
  });

  it('is not by the same advice, by another topic, or by the package\'s own change of mind', () => {
    expect(contradicted({ advice: [said('b', 1, 3, 'drink')] }, asks('a', 1, 5, 'drink'))).toBe(false);
    expect(contradicted({ advice: [said('b', 1, 3, 'restrict', 'salt')] }, asks('a', 1, 5, 'drink'))).toBe(false);
    expect(contradicted({ advice: [said('a', 1, 1, 'restrict')] }, asks('a', 2, 5, 'drink'))).toBe(false);
  });

  it('holds until the package says otherwise: a change that both make is none', () => {
    const both = [said('a', 1, 1, 'restrict'), said('a', 2, 20, 'drink'), said('b', 1, 20, 'drink')];
    expect(contradicted({ advice: both }, asks('a', 1, 1, 'restrict'))).toBe(false);
    expect(contradicted({ advice: both }, asks('b', 1, 20, 'drink'))).toBe(false);
  });

  it('is judged alike from both sides', () => {
    const both = [said('a', 1, 1, 'restrict'), said('b', 1, 8, 'drink')];
    expect([contradicted({ advice: both }, asks('a', 1, 1, 'restrict')), contradicted({ advice: both }, asks('b', 1, 8, 'drink'))]).toEqual([true, true]);
  });

  it('of nothing contradicts nothing', () => {
    const { id, dueAt } = asks('a', 1, 1, 'x');
    expect(contradicted({ advice: [said('b', 1, 1, 'y')] }, { id, dueAt })).toBe(false);
  });
});
