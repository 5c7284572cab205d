import { describe, expect, it } from 'vitest';
import { addUp, refusal } from '../test/chaos/adding-up.js';
import { sampleReport as run } from '../test/chaos/sample-report.js';

describe('Ten chaos runs of a hundred crashes', () => {
  it('are a thousand crashes, with the bound of a thousand', () => {
    const { passed, text } = addUp(Array.from({ length: 10 }, (_, i) => run(i + 1)));
    expect(passed).toBe(true);
    expect(text).toContain('10 runs of program p1, seeds 1, 2, 3, 4, 5, 6, 7, 8, 9, 10: 1000 crashes, 20 of PostgreSQL, 290 episodes, 300 min');
    expect(text).toContain('17000 obligations sent by a vendor');
    expect(text).toContain('fewer than 0.30 % of such crashes');
  });

  it('have failed when one of them has, and say which and why', () => {
    const lost = run(2, { vendors: { ...run(2).vendors, lost: ['e/dose/3'] } });
    const { passed, text } = addUp([run(1), lost]);
    expect(passed).toBe(false);
    expect(text).toContain('FAILED: 1 of 2 runs\n  - seed 2: 1 lost: e/dose/3');
    expect(text).not.toContain('passed:');
  });

  it('are not added up when two are one, or of two programs, or none', () => {
    expect(refusal([run(1), run(2)])).toBeNull();
    expect(refusal([run(1), run(1)])).toContain('Seed 1 is there twice');
    expect(refusal([run(1), run(2, { program: 'p2' })])).toContain('different programs (seed 1: p1, seed 2: p2)');
    expect(refusal([])).toContain('There is no report');
  });
});
