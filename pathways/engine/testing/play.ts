/** Feeds a sequence of random inputs; what was really given is kept, so that a second run can repeat it exactly. */
import { addMinutes } from '../../time.js';
import type { EpisodeInput } from '../inputs.js';
import type { AnyInput } from './any-input.js';
import type { EpisodeUnderTest } from './episode-under-test.js';

export function play(test: EpisodeUnderTest, inputs: readonly AnyInput[]): { test: EpisodeUnderTest; given: EpisodeInput[] } {
  let at = test.episode.startedAt;
  const given: EpisodeInput[] = [];
  for (const { after, pick, make } of inputs) {
    at = addMinutes(at, after);
    const input = make(test, at, pick);
    given.push(input);
    test.feed(input);
  }
  return { test, given };
}
