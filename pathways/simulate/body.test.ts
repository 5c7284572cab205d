import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { everything } from '../engine/testing/everything.js';
import { addDays } from '../time.js';
import { createBody } from './body.js';
import { anchorsOf } from './life.js';
import { readProfiles } from './profile.js';
import { random } from './random.js';

describe('a virtual body', () => {
  it('counts how often a tally was asked, each for itself', () => {
    const body = createBody({ items: { 'courseRecord.number': { tally: true }, 'other.number': { tally: true } } }, 30, random(1));
    expect([1, 4, 4.5].map((day) => body.number('courseRecord.number', day))).toEqual([1, 2, 3]);
    expect(body.number('other.number', 9)).toBe(1);
  });
});

describe('the dates of a mother', () => {
  it('bring her home after the birth and before the launch', () => {
    const profiles = readProfiles(readFileSync(new URL('profiles.yaml', import.meta.url), 'utf8'));
    const [latest] = profiles.launchAfter.delivery ?? [0, 0];
    const launch = '2026-03-20';
    const birth = addDays(launch, -latest);
    for (let seed = 1; seed <= 40; seed++) {
      const { discharge = '' } = anchorsOf({ ...everything, mainAnchor: 'delivery', anchors: { delivery: 'required', discharge: 'required' } }, launch, birth, profiles, random(seed));
      expect(discharge > birth && discharge <= launch).toBe(true);
    }
  });
});
