/** The events of a story as they are kept beside it: one JSON object per line, so that a change reads as a diff of lines. */
import type { StoryEvent, StoryResult } from './run.js';

/** `InputApplied` only counts inputs, which the story itself lists. */
const isKept = ({ type }: StoryEvent): boolean => type !== 'InputApplied';

export const goldenOf = ({ events }: Pick<StoryResult, 'events'>): string =>
  `[\n${events.filter(isKept).map((event) => JSON.stringify(inOrder(event))).join(',\n')}\n]\n`;

/** Time, episode and type first: a line is read from the left. */
function inOrder({ at, in: episode, type, cause, ...rest }: StoryEvent): object {
  return { at, in: episode, type, ...rest, cause };
}

/** First line that differs, for a message that a person can act on; null when equal. */
export function firstDifference(golden: string, now: string): { line: number; was: string; is: string } | null {
  if (golden === now) return null;
  const [before, after] = [golden.split('\n'), now.split('\n')];
  const line = Math.max(0, before.findIndex((text, index) => text !== after[index]));
  return { line: line + 1, was: before[line] ?? '(nothing)', is: after[line] ?? '(nothing)' };
}
