import { describe, expect, it } from 'vitest';
import { exitCodeOf, formatted, packageRows } from './packages.js';

describe('wuyou packages', () => {
  const rows = packageRows();

  it('lists every package; each publishes clean, and every rule case has a story', () => {
    expect(rows.length).toBeGreaterThanOrEqual(17);
    expect(rows.flatMap(({ id, complaints, withoutStory }) => [...complaints, ...withoutStory].map((what) => `${id}: ${what}`))).toEqual([]);
    expect(exitCodeOf(rows)).toBe(0);
    expect(rows.find(({ id }) => id === 'hip-wound-care')).toMatchObject({ version: 1, facts: { days: 90, visits: 3, contacts: 8 }, complaints: [] });
  });

  it('fails for a rule case that no story tells, and names it', () => {
    const told = packageRows([[{ package: 'hip-wound-care', version: 1, rule: 'W-1', case: 0 }]]);
    const hip = told.find(({ id }) => id === 'hip-wound-care');
    expect(hip?.withoutStory).toContain('W-2 case 1');
    expect(hip?.withoutStory).not.toContain('W-1 case 1');
    expect(told.find(({ id }) => id === 'wound-visit')?.coverage?.find(({ rule }) => rule === 'W-1')).toMatchObject({ own: 0, others: 1 });
    expect(exitCodeOf(told)).toBe(1);
    expect(formatted(told)).toContain('hip-wound-care: W-2 case 1 has no story');
  });

  it('lists the packages of a build, which has stories without their events, and says that these are not looked at', () => {
    const built = packageRows(null);
    expect(built.every(({ coverage }) => coverage === null)).toBe(true);
    expect(exitCodeOf(built)).toBe(0);
    expect(formatted(built)).toMatch(/hip-wound-care@1 .* – +– +– +clean\n/);
    expect(formatted(built)).toContain('The events of the stories are not part of this build: which rules a story tells is seen where the sources are.');
    expect(formatted(built)).not.toContain('without a story');
  });

  it('fails for a package that does not publish clean, and says why', () => {
    const refused = [{ id: 'broken', version: null, title: null, facts: null, complaints: ['v1.yaml:3:1: no fragment'], stories: 0, coverage: [], withoutStory: [] }];
    expect(exitCodeOf(refused)).toBe(1);
    expect(formatted(refused)).toContain('v1.yaml:3:1: no fragment');
    expect(formatted(refused)).toContain('refused');
  });
});
