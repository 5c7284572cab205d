/** docs/faults.md is true in this: forty rows, each with a behaviour, a result, and tests that exist under exactly that name in that file. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const rows = readFileSync(`${root}docs/faults.md`, 'utf8').split('\n').filter((line) => /^\| \d+ \|/.test(line)).map((line) => line.slice(2, -2).split(' | '));

/** `file` the test's name. */
const testsOf = (cell: string): { file: string; name: string }[] => cell.split('<br>').map((entry) => {
  const [, file = '', name = ''] = /^`([^`]+)` (.+)$/.exec(entry) ?? [];
  return { file, name };
});

/** In source a title stands in quotes, its own quotes escaped, right behind the bracket of `it` or of its table. */
const isTitledIn = (source: string, name: string): boolean =>
  ["'", '"', '`'].some((quote) => source.includes(`(${quote}${name.replaceAll(quote, `\\${quote}`)}${quote},`));

describe('The table of faults', () => {
  it('has forty rows, in order, each with five cells', () => {
    expect(rows.map(([number]) => Number(number))).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
    expect(rows.filter((cells) => cells.length !== 5 || cells.some((cell) => cell.trim() === ''))).toEqual([]);
  });

  it.each(rows.map(([number = '', fault = '', , tests = '']) => [number, fault, testsOf(tests)] as const))('%s %s: names tests that exist', (_, __, tests) => {
    expect(tests.length).toBeGreaterThan(0);
    const missing = tests.filter(({ file, name }) => !/\.test\.tsx?$/.test(file) || !existsSync(root + file) || !isTitledIn(readFileSync(root + file, 'utf8'), name));
    expect(missing).toEqual([]);
  });

  it('would notice a test that is called otherwise', () => {
    const [{ file, name } = { file: '', name: '' }] = testsOf(rows[0]?.[3] ?? '');
    const source = readFileSync(root + file, 'utf8');
    expect([isTitledIn(source, name), isTitledIn(source, `${name} twice`), isTitledIn(source, name.slice(1))]).toEqual([true, false, false]);
  });
});
