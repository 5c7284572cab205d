import { expect, it } from 'vitest';
import { openBook } from './book.js';
import { notesOf } from './notes.js';
import { packagePage } from './package-page.js';

it('takes the comments beside steps, rules and their cases, and no headings of parameter groups', () => {
  const file = [
    '# What the file is', 'pathway: a', '# Why this price', 'price: 1', 'parameters:', '  # Visits', '  count: 2', 'steps:', '  first: { kind: call }', '  # A wound does not wait', '  dressing: { kind: visit }',
    'rules:', '  W-1:', '    cases:', '      # Both belong', '      # together', '      - when: "a"', '        level: red',
  ].join('\n');
  expect(notesOf(file)).toEqual([{ of: 'pathway', says: 'What the file is' }, { of: 'price', says: 'Why this price' }, { of: 'steps.dressing', says: 'A wound does not wait' }, { of: 'rules.W-1', says: 'Both belong together' }]);
});

it('stand on the page of the package, those of its fragments too', () => {
  const page = packagePage(openBook('hip-wound-care'));
  expect(page).toContain('| `rules.W-2` | Redness in the morning and a fever in the evening belong together');
  expect(page).toContain('| `rules.CORE-10` | No text of any kind: a trained person calls.');
});
