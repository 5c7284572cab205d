/** The built-in packages with their stories, as they lie on disk. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { firedCases, type FiredCase } from '../pathways/story/coverage.js';
import { PlainError } from '../platform/plain-error.js';
import { definitionsFolder } from './load-definition.js';
import { goldenPath } from './story.js';

/** Paths of the stories kept with a built-in package. */
export function storiesOf(id: string): string[] {
  const folder = join(definitionsFolder, id, 'stories');
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.story.yaml')).sort().map((name) => join(folder, name)) : [];
}

/** Which rule cases a story makes fire, read from the events kept beside it. */
export function firedIn(story: string): FiredCase[] {
  const kept = goldenPath(story);
  if (!existsSync(kept)) throw new PlainError(`${story} has no events beside it: npx wuyou story ${story} --update writes them, then review them.`);
  return firedCases(JSON.parse(readFileSync(kept, 'utf8')));
}

/** Of each story. null: none has its events beside it, as in a build, which does not carry them. */
export const firedInAll = (stories: readonly string[]): FiredCase[][] | null => (stories.some((story) => existsSync(goldenPath(story))) ? stories.map(firedIn) : null);
