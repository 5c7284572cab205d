/** The same story told by two versions: which lines of its timeline come new, fall away, or happen at another time. */
import type { StoryResult } from './run.js';
import { timelineOf, type TimelineLine } from './timeline.js';

export type StoryChange = { gained: TimelineLine[]; lost: TimelineLine[]; moved: { before: TimelineLine; after: TimelineLine }[]; same: number };

type Told = Pick<StoryResult, 'world' | 'clocks'>;

export function compareStories(before: Told, after: Told): StoryChange {
  const [was, now] = [byWords(timelineOf(before)), byWords(timelineOf(after))];
  const change: StoryChange = { gained: [], lost: [], moved: [], same: 0 };
  for (const key of new Set([...was.keys(), ...now.keys()])) pair(was.get(key) ?? [], now.get(key) ?? [], change);
  return { ...change, gained: change.gained.sort(inTime), lost: change.lost.sort(inTime), moved: change.moved.sort((a, b) => inTime(a.after, b.after)) };
}

const inTime = (a: TimelineLine, b: TimelineLine): number => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0);

/** The version's own number is no difference. */
const keyOf = ({ episode, mark, text }: TimelineLine): string => `${episode} ${mark} ${text.replace(/@\d+ starts$/, ' starts')}`;

function byWords(lines: readonly TimelineLine[]): Map<string, TimelineLine[]> {
  const groups = new Map<string, TimelineLine[]>();
  for (const line of lines) groups.set(keyOf(line), [...(groups.get(keyOf(line)) ?? []), line]);
  return groups;
}

/** Lines of the same words: those at the same time are the same, the rest are matched in order. */
function pair(before: readonly TimelineLine[], after: readonly TimelineLine[], into: StoryChange): void {
  const [left, right] = [[...before], [...after]];
  for (const line of before) {
    const at = right.findIndex((other) => other.at === line.at);
    if (at < 0) continue;
    right.splice(at, 1);
    left.splice(left.indexOf(line), 1);
    into.same += 1;
  }
  const matched = Math.min(left.length, right.length);
  for (let n = 0; n < matched; n++) {
    const [one, other] = [left[n], right[n]];
    if (one && other) into.moved.push({ before: one, after: other });
  }
  into.lost.push(...left.slice(matched));
  into.gained.push(...right.slice(matched));
}
