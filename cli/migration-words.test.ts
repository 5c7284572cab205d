import { describe, expect, it } from 'vitest';
import type { Preview } from '../db/migration/live.js';
import { hindranceCodes } from '../pathways/engine/migration/change.js';
import type { Difference } from '../pathways/engine/migration/difference.js';
import { linesOf, notLedBack, notLookedAt, totalsOf } from './migration-words.js';

const key = { id: 'wound', version: 2, hash: 'h2' };
const none: Difference = { blocked: [], gains: [], loses: [], moves: [], asks: [], steps: [], judges: false };
const preview = (difference: Partial<Difference>, version = 1): Preview => ({ episodeId: 'e', version, now: '2026-03-04T04:00:00.000Z', undo: null, difference: { ...none, ...difference } });
const item = { step: 'dressing', occurrence: 'e/dressing/2', at: '2026-03-08T02:00:00.000Z' };
const lines = (difference: Partial<Difference>): string[] => linesOf(preview(difference), key);

describe('a difference in lines', () => {
  it.each<[string, Partial<Difference>, string]>([
    ['gains', { gains: [item] }, '  + dressing #2 2026-03-08 02:00'],
    ['loses', { loses: [item] }, '  - dressing #2 2026-03-08 02:00'],
    ['moves to another time', { moves: [{ ...item, to: '2026-03-10T02:00:00.000Z' }] }, '  > dressing #2 2026-03-08 02:00 → 2026-03-10 02:00'],
    ['moves in words alone', { moves: [{ ...item, to: item.at }] }, '  > dressing #2 2026-03-08 02:00 stays, announced by the new version'],
    ['asks', { asks: [item] }, '  ? dressing #2 2026-03-08 02:00 is agreed with the patient and stays; a person is asked'],
    ['steps', { steps: ['dressing', 'survey'] }, '  = from now on otherwise: dressing, survey'],
    ['judges', { judges: true }, '  = rules, forms or settings are judged otherwise from now on'],
  ])('%s', (_, difference, line) => {
    expect(lines(difference)).toEqual(['e  wound v1 → v2', line]);
  });

  it('says of an episode for which nothing changes just that', () => {
    expect(lines({})).toEqual(['e  wound v1 → v2  nothing changes']);
  });

  it('names what blocks by its place, and says when it ends', () => {
    expect(lines({ blocked: [{ code: 'step-under-way', step: 'dressing', detail: 'e/dressing/2' }, { code: 'open-case', detail: 'e/escalation/1' }, { code: 'second-look', detail: 'W-3' }, { code: 'not-running' }] })).toEqual([
      'e  wound v1 → v2  blocked',
      '  x dressing #2: the version has no such step, and this one has begun, was agreed or was brought about by a finding: let it end, or cancel it',
      '  x escalation/1: a case is open whose deadlines the version has otherwise: close it first',
      '  x W-3: a second look of this rule is under way, and the version has the rule otherwise: wait until it is over',
      '  x the episode is not under way',
    ]);
  });

  it('has words of its own for every code', () => {
    const said = hindranceCodes.map((code) => lines({ blocked: [{ code }] })[1]);
    expect(said.filter((line) => !/^ {2}x [a-z ]{12,}/.test(line ?? ''))).toEqual([]);
    expect(new Set(said).size).toBe(hindranceCodes.length);
  });
});

it('the totals count each kind over all episodes', () => {
  const all = [preview({ gains: [item, item], asks: [item] }), preview({ loses: [item], moves: [{ ...item, to: item.at }] }), preview({ blocked: [{ code: 'held' }] })];
  expect(totalsOf(all)).toBe('3 episodes, 1 blocked; 2 gained, 1 lost, 1 moved, 1 agreed visits for a person to look at (times in UTC)');
});

it('whoever is not led back is counted by the version that she stays on', () => {
  expect(notLedBack([preview({}, 3), preview({}, 2), preview({}, 3)], { ...key, version: 1 })).toEqual([
    expect.stringMatching(/^x 1 more on v2 cannot be led back: .* wuyou migrate wound --from v2 --to v1 --dry-run$/),
    expect.stringMatching(/^x 2 more on v3 cannot be led back: .* wuyou migrate wound --from v3 --to v1 --dry-run$/),
  ]);
});

it('whoever cannot be looked at is counted, and why', () => {
  expect(notLookedAt({ launching: 0, halted: 0 })).toEqual([]);
  expect(notLookedAt({ launching: 2, halted: 1 })).toEqual([expect.stringContaining('2 more not looked at, because just launched'), expect.stringContaining('1 more not looked at, because halted')]);
});
