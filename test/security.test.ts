/** docs/security.md and docs/threats.md are true in this: every requirement once, every file that is named exists, tables as in the program. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { rateLimits } from '../api/rate-limit.js';
import { canaries, type Canary } from './canary/canaries.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (file: string): string => readFileSync(root + file, 'utf8');
const security = read('docs/security.md');
const threats = read('docs/threats.md');
const rowsOf = (text: string): string[][] => text.split('\n').filter((line) => line.startsWith('| ')).map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim()));
const requirements = rowsOf(security).filter(([number = '']) => /^V\d+\.\d+\.\d+$/.test(number));
const filesIn = (text: string): string[] => [...text.matchAll(/`([\w./-]+\.(?:tsx?|md|mjs|yaml))`/g)].map(([, file = '']) => file);
const verdicts = ['met', 'partly', 'not met', 'not applicable', 'the hospital’s'];

describe('The table of ASVS 5.0', () => {
  it('has the 253 requirements of levels 1 and 2, each once and in order', () => {
    const numbers = requirements.map(([number = '']) => number.slice(1).split('.').map(Number));
    expect(numbers).toHaveLength(253);
    const weights = numbers.map(([chapter = 0, section = 0, n = 0]) => chapter * 10_000 + section * 100 + n);
    expect(weights).toEqual([...new Set(weights)].toSorted((a, b) => a - b));
    expect([...new Set(numbers.map(([chapter]) => chapter))]).toEqual(Array.from({ length: 17 }, (_, i) => i + 1));
  });
  it('says of each whether it is met, and how or why not', () => {
    expect(requirements.filter((cells) => cells.length !== 4 || !verdicts.includes(cells[2] ?? '') || (cells[3] ?? '').trim().length < 4)).toEqual([]);
  });
  it('names for what is met a test or a file that shows it, or says in a sentence why none does', () => {
    const wordsOfASentence = 8;
    expect(requirements.filter(([, , verdict, how = '']) => verdict === 'met' && filesIn(how).length === 0 && how.split(' ').length < wordsOfASentence).map(([number]) => number)).toEqual([]);
  });
  it('adds up as it says', () => {
    const count = (verdict: string): number => requirements.filter(([, , said]) => said === verdict).length;
    expect(security).toContain(`${verdicts.map((verdict) => `${count(verdict)} ${verdict}`).join(', ')}.`);
  });
});

describe.each([['docs/security.md', security], ['docs/threats.md', threats]])('%s', (_, text) => {
  it('names files that exist', () => {
    const named = filesIn(text);
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((file) => !existsSync(root + file))).toEqual([]);
  });
  it('links to pages that exist', () => {
    expect([...text.matchAll(/\]\(([\w./-]+\.md)\)/g)].map(([, page = '']) => page).filter((page) => !existsSync(`${root}docs/${page}`))).toEqual([]);
  });
});

describe('The threats', () => {
  const rows = rowsOf(threats).filter(([, letter = '']) => /^[STRIDE]$/.test(letter));
  it('name a test or say why they are accepted', () => {
    expect(rows.length).toBeGreaterThan(40);
    expect(rows.filter(([, , , , proof = '']) => !proof.startsWith('accepted: ') && !filesIn(proof).some((file) => /\.test\.tsx?$/.test(file)))).toEqual([]);
  });
  it('cover each letter', () => expect([...new Set(rows.map(([, letter = '']) => letter))].toSorted()).toEqual(['D', 'E', 'I', 'R', 'S', 'T']));
});

describe('The tables on the page are those of the program:', () => {
  const said = rowsOf(security);
  it('limits', () => {
    const limits = rateLimits.map(({ name, by, limit }) => [name, by, `${limit.most} in ${limit.withinMs / 60_000} minutes`]);
    expect(said.filter(([name]) => limits.some(([known]) => known === name))).toEqual(limits);
  });
  it('where personal data lies', () => {
    const homes = Object.values<Canary>(canaries).filter((canary) => canary.homes.length > 0).map(({ name, homes: columns }) => [name, columns.map((column) => `\`${column}\``).join(', ')]);
    expect(said.filter(([name]) => homes.some(([known]) => known === name))).toEqual(homes);
  });
});
