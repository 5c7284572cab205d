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

/** Where a test or a group of tests begins: its word, and what follows the word by dots. */
const beginning = /(?<![.\w])(it|test|describe)((?:\.\w+)*)\s*[(`]/g;
const isOff = (line: string): boolean => [...line.matchAll(beginning)].some(([, , how = '']) => /\.(skip|todo)\b/.test(how)) || /^\s*(\/\/|\*)/.test(line);
const indent = (line: string): number => line.search(/\S|$/);

/** The line on which it begins and those of the groups around it, which stand further left. */
function beginnings(lines: readonly string[]): string[] {
  const around: string[] = [];
  for (const line of lines.toReversed()) if (line.trim() !== '' && (around.length === 0 || indent(line) < indent(around.at(-1) ?? ''))) around.push(line);
  return around;
}

function placesOf(source: string, text: string): number[] {
  const places: number[] = [];
  for (let at = source.indexOf(text); at >= 0; at = source.indexOf(text, at + 1)) places.push(at);
  return places;
}

/** In source a title stands in quotes, its own quotes escaped, right behind the bracket of `it` or of its table. One that is skipped proves nothing. */
function isTitledIn(source: string, name: string): boolean {
  return ["'", '"', '`'].flatMap((quote) => placesOf(source, `(${quote}${name.replaceAll(quote, `\\${quote}`)}${quote},`)).some((place) => {
    const own = [...source.slice(0, place + 1).matchAll(beginning)].at(-1);
    return own !== undefined && own[1] !== 'describe' && !beginnings(source.slice(0, own.index + own[0].length).split('\n')).some(isOff);
  });
}

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

  it.each([
    ['a test', "it('holds', () => {})", true],
    ['a table', "it.each([\n  ['a', 'b'],\n])('holds', () => {})", true],
    ['a test in a group', "describe('all', () => {\n  it('holds', () => {});\n});", true],
    ['a test that runs on some machines', "describe.runIf(linux)('all', () => {\n  it('holds', () => {});\n});", true],
    ['a test after a skipped one', "it.skip('other', () => {});\nit('holds', () => {})", true],
    ['a skipped test', "it.skip('holds', () => {})", false],
    ['a skipped table', "it.skip.each([\n  ['a', 'b'],\n])('holds', () => {})", false],
    ['one that is to be written', "it.todo('holds', {})", false],
    ['a test in a skipped group', "describe.skip('all', () => {\n  describe('some', () => {\n    it('other', () => {});\n\n    it('holds', () => {});\n  });\n});", false],
    ['a test that is commented out', "// it('holds', () => {})", false],
    ['a group', "it('other', () => {});\ndescribe('holds', () => {})", false],
  ])('counts, or does not: %s', (_, source, counts) => {
    expect(isTitledIn(source, 'holds')).toBe(counts);
  });
});
