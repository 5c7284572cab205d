import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { firedInAll } from './package-stories.js';

const folder = mkdtempSync(join(tmpdir(), 'wuyou-stories-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('tells a build, which carries no events, from a story whose events were forgotten', () => {
  mkdirSync(join(folder, 'stories'));
  const [first, second] = ['01.story.yaml', '02.story.yaml'].map((name) => join(folder, 'stories', name)) as [string, string];
  expect(firedInAll([first, second])).toBeNull();
  writeFileSync(join(folder, 'stories', '01.events.json'), '[]');
  expect(firedInAll([first])).toEqual([[]]);
  expect(() => firedInAll([first, second])).toThrow(`${second} has no events beside it`);
});
