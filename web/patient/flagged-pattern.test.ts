import { describe, expect, it } from 'vitest';
import { patternWithout } from './flagged-pattern.js';

/** As a browser applies it: the whole value, with the `v` flag; an empty field is never judged. */
const isFlagged = (flagged: string[], typed: string): boolean => typed !== '' && !new RegExp(`^(?:${patternWithout(flagged)})$`, 'v').test(typed);

describe('A number that is a red flag', () => {
  it.each(['39.0', '39', '39.', '３９', '39.5', '39,5', '３９．５', ' 39.5 ', '039.5'])('is known as %s', (typed) => expect(isFlagged(['39.0', '39.5'], typed)).toBe(true));
  it.each(['', '3', '390', '39.4', '39.05', '-39', '38.9', '39.55', 'hoch', '395'])('is not %s', (typed) => expect(isFlagged(['39.0', '39.5'], typed)).toBe(false));
  it('may be a whole number or below zero', () => {
    expect(['5', '05', '５', '5.0', '15', '-5'].map((typed) => isFlagged(['5'], typed))).toEqual([true, true, true, false, false, false]);
    expect(isFlagged(['-1.5'], '-1.5')).toBe(true);
  });
});
