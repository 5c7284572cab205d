/** Every story of the built-in packages happens today exactly as it was reviewed. After a wanted change: `npx wuyou story <file> --update`, and read the diff. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { definitionsFolder } from '../../cli/load-definition.js';
import { goldenPath, runStoryFile } from '../../cli/story.js';
import { firstDifference, goldenOf } from '../story/golden.js';

const packages = readdirSync(definitionsFolder, { withFileTypes: true }).filter((entry) => entry.isDirectory() && !entry.name.startsWith('_')).map(({ name }) => name);

describe.each(packages)('%s', (id) => {
  const folder = join(definitionsFolder, id, 'stories');
  const files = readdirSync(folder).sort();

  it.each(files.filter((name) => name.endsWith('.story.yaml')))('%s', (name) => {
    const path = join(folder, name);
    const { result } = runStoryFile(path);
    expect(result.refused.map(({ input, refusal }) => `${input.kind}: ${refusal.message}`)).toEqual([]);
    expect(result.unmet).toEqual([]);
    expect(firstDifference(readFileSync(goldenPath(path), 'utf8'), goldenOf(result))).toBeNull();
  });

  it('keeps no events without their story', () => {
    const stories = new Set(files.filter((name) => name.endsWith('.story.yaml')).map((name) => goldenPath(name)));
    expect(files.filter((name) => name.endsWith('.events.json') && !stories.has(name))).toEqual([]);
  });
});
