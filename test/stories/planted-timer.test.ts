/** What replay cannot see: it compares commands and not for how long a timer was set. The stories name due times, so they go red. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { definitionsFolder } from '../../cli/load-definition.js';
import { firstDifference, goldenOf } from '../../pathways/story/golden.js';

const story = join(definitionsFolder, 'discharge-follow-up/stories/unanswered.story.yaml');

async function differenceToday(): Promise<unknown> {
  vi.resetModules();
  const { goldenPath, runStoryFile } = await import('../../cli/story.js');
  return firstDifference(readFileSync(goldenPath(story), 'utf8'), goldenOf(runStoryFile(story).result));
}

it('a timer that rings an hour late changes the events of a story', async () => {
  expect(await differenceToday()).toBeNull();
  vi.doMock('../../pathways/time.js', async (original) => {
    const time = await original<typeof import('../../pathways/time.js')>();
    return { ...time, addHours: (at: string, hours: number) => time.addHours(at, hours + 1) };
  });
  expect(await differenceToday()).not.toBeNull();
  vi.doUnmock('../../pathways/time.js');
});
