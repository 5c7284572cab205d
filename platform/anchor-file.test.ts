import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anchorFile } from './anchor-file.js';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wuyou-anchor-'));
  path = join(folder, 'deep', 'anchor.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const line = (seq: number) => ({ seq, hash: `hash-${seq}`, at: '2026-03-02T01:00:00.000Z' });

describe('The anchor in a file', () => {
  it('is empty before anything was written, and gives back in order what was', async () => {
    const anchor = anchorFile(path);
    expect(await anchor.read()).toEqual({ lines: [], fault: null });
    await anchor.append([line(1), line(2)]);
    await anchorFile(path).append([line(3)]);
    expect(await anchor.read()).toEqual({ lines: [line(1), line(2), line(3)], fault: null });
  });

  it.each<[string, (lines: string[]) => string[]]>([
    ['a line is changed', ([first = '', ...others]) => [first.replace('hash-1', 'hash-9'), ...others]],
    ['a line is taken out', ([first = '', , ...others]) => [first, ...others]],
    ['two lines change places', ([first = '', second = '', ...others]) => [second, first, ...others]],
  ])('says so when %s', async (_, change) => {
    const anchor = anchorFile(path);
    await anchor.append([line(1), line(2), line(3)]);
    writeFileSync(path, change(readFileSync(path, 'utf8').split('\n')).join('\n'));
    expect((await anchor.read()).fault).toMatch(/^line \d of .* does not follow from the one before/);
  });

  it('goes on after a line that a crash cut off, which says nothing', async () => {
    const anchor = anchorFile(path);
    await anchor.append([line(1)]);
    appendFileSync(path, '{"at":"2026-03-02T01:0');
    await anchor.append([line(2)]);
    expect(await anchor.read()).toEqual({ lines: [line(1), line(2)], fault: null });
  });
});
