/** `wuyou story`: plays a story and shows what happens, or compares it with the events kept beside it. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { PlainError, UsageError } from '../platform/plain-error.js';
import { firstDifference, goldenOf } from '../pathways/story/golden.js';
import type { Packages } from '../pathways/story/resolve.js';
import { sayUnmet } from '../pathways/story/expect.js';
import { runStory, type StoryResult } from '../pathways/story/run.js';
import { readStory, StoryRefused, type Story } from '../pathways/story/schema.js';
import { describePlan } from '../pathways/story/describe.js';
import { escalationsOf, tasksOf, visitsOf } from '../pathways/story/outcome.js';
import { formatTimeline, timelineOf } from '../pathways/story/timeline.js';
import { loadDefinitionOrThrow } from './load-definition.js';

export const summary = 'Play a story: inputs in clinical time, all events, messages, visits, tasks and escalations out';
export const usage = `wuyou story <file.story.yaml>... [--json] [--update]
wuyou story --describe <package>

  Prints the timeline. The format is described in docs/story-format.md.
  --json     prints everything as JSON instead: events, messages, refused inputs, expectations not met
  --describe <package>   prints what a story for this package may say: steps, forms, answers, readings, rules
  --update   writes the events beside the story (<name>.events.json), to be reviewed as a diff
  Exit code 1 when an expectation is not met, an input was refused, or the events differ from those kept beside the story.`;

export async function run(args: string[]): Promise<number> {
  if (args[0] === '--describe') return describe(args[1]);
  const paths = args.filter((arg) => !arg.startsWith('--'));
  const unknown = args.find((arg) => arg.startsWith('--') && arg !== '--json' && arg !== '--update');
  if (paths.length === 0 || unknown !== undefined) throw new UsageError(`${unknown === undefined ? 'Which story?' : `Unknown option ${unknown}.`}\n\n${usage}`);
  const good = paths.map((path) => play(path, { json: args.includes('--json'), update: args.includes('--update') }));
  return good.every((ok) => ok) ? 0 : 1;
}

function describe(name: string | undefined): number {
  if (name === undefined) throw new UsageError(`Which package?\n\n${usage}`);
  print(describePlan(loadDefinitionOrThrow(name).plan));
  return 0;
}

/** Reads and runs the story of a file with the packages it names; refuses in plain words. */
export function runStoryFile(path: string): { story: Story; result: StoryResult } {
  if (!existsSync(path)) throw new PlainError(`There is no file ${path}: give the path of a .story.yaml file.`);
  try {
    const story = readStory(readFileSync(path, 'utf8'), path);
    return { story, result: runStory(story, packagesOf(story)) };
  } catch (error) {
    throw error instanceof StoryRefused ? new PlainError(error.message) : error;
  }
}

function packagesOf(story: Story): Packages {
  return Object.fromEntries([...new Set(story.episodes.map((episode) => episode.package))].map((name) => [name, loadDefinitionOrThrow(name)]));
}

/** `x.story.yaml` -> `x.events.json`. */
export const goldenPath = (path: string): string => path.replace(/(\.story)?\.ya?ml$/, '.events.json');

function play(path: string, { json, update }: { json: boolean; update: boolean }): boolean {
  const { story, result } = runStoryFile(path);
  const golden = goldenOf(result);
  const kept = goldenPath(path);
  if (update) writeFileSync(kept, golden);
  const difference = existsSync(kept) ? firstDifference(readFileSync(kept, 'utf8'), golden) : null;
  if (json) print(JSON.stringify(asJson(result), null, 2));
  else printTimeline(story, result);
  for (const { episode, input, refusal } of result.refused) complain(`${path}: ${input.kind} for ${episode} at ${input.at} was refused: ${refusal.message}`);
  for (const wanted of result.unmet) complain(`${path}: ${sayUnmet(wanted)}`);
  if (difference) complain(`${path}: the events differ from ${kept}, first in line ${difference.line}:\n  kept ${difference.was}\n  now  ${difference.is}\nIf the change is right, run again with --update and review the diff.`);
  if (update) complain(`${kept} written.`);
  return result.refused.length === 0 && result.unmet.length === 0 && difference === null;
}

function printTimeline(story: Story, result: StoryResult): void {
  const several = story.episodes.length > 1;
  const patients = result.messages.filter(({ outcome, recipient }) => outcome === 'sent' && (recipient === 'patient' || recipient === 'family')).length;
  const cases = result.events.filter(({ type }) => type === 'EscalationRaised').length;
  print(`${story.story}\n`);
  print(formatTimeline(timelineOf(result), several));
  print(`\n${result.events.length} events, ${patients} messages to patient and family, ${result.messages.filter(({ outcome }) => outcome === 'suppressed').length} suppressed at sending, ${cases} ${cases === 1 ? 'case' : 'cases'}.`);
}

const asJson = ({ title, clocks, events, messages, refused, unmet, world }: StoryResult): object => ({
  story: title, clocks, events, messages, visits: visitsOf(events, world), tasks: tasksOf(events), escalations: escalationsOf(events), refused, unmet,
  episodes: Object.fromEntries([...world.running].map(([id, { episode }]) => [id, episode])),
});

const print = (text: string): boolean => process.stdout.write(`${text}\n`);
const complain = (text: string): boolean => process.stderr.write(`${text}\n`);
