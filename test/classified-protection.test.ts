/** docs/classified-protection.md: every file that it shows an assessor exists, no row is without an answer, no control area is missing. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const text = readFileSync(`${root}docs/classified-protection.md`, 'utf8');
const rows = text.split('\n').filter((line) => line.startsWith('| 8.1')).map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim()));
const verdicts = ['met', 'part', 'hospital'];

describe('the evidence map of classified protection', () => {
  it('shows files that exist', () => {
    const paths = [...text.matchAll(/`([\w.-]+(?:\/[\w.-]+)*(?:\.(?:ts|md|yaml|sh|sql)|\/)|Dockerfile|\.ci\/run)`/g)].map(([, path]) => path ?? '');
    expect(paths.length).toBeGreaterThan(40);
    expect(paths.filter((path) => !existsSync(root + path))).toEqual([]);
  });

  it('has a verdict and the hospital’s part in every row, and a file for whatever it calls met', () => {
    expect(rows.length).toBeGreaterThan(35);
    expect(rows.filter(({ length }) => length !== 5)).toEqual([]);
    expect(rows.filter(([, requirement = '', verdict = '', , more = '']) => requirement === '' || more === '' || !verdicts.includes(verdict))).toEqual([]);
    expect(rows.filter(([, , verdict = '', where = '']) => verdict !== 'hospital' && !/`[^`]+`/.test(where))).toEqual([]);
  });

  it('covers the ten control areas', () => {
    const areas = new Set(rows.flatMap(([clause = '']) => [...clause.matchAll(/8\.1\.(\d+)/g)].map(([, area]) => Number(area))));
    expect([...areas].toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });
});
