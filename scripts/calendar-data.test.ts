import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { chinaData } from './calendar-data.js';

it('the committed calendar is what the installed package says', () => {
  expect(readFileSync(new URL('../pathways/calendar/china-data.ts', import.meta.url), 'utf8')).toBe(chinaData());
});
