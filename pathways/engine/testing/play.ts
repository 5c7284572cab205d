/** Feeds a sequence of random inputs; what was really given is kept, so that a second run can repeat it exactly. */
import { addMinutes } from '../../time.js';
import type { EpisodeInput } from '../inputs.js';
import type { Instant } from '../vocabulary.js';
import type { AnyInput } from './any-input.js';
import type { EpisodeUnderTest } from './episode-under-test.js';

/** One after the other, each made when its turn comes: what it is may depend on what those before it did. */
export function* inTurn(test: EpisodeUnderTest, inputs: readonly AnyInput[]): Generator<{ at: Instant; input: EpisodeInput }> {
  let at = test.episode.startedAt;
  for (const { after, pick, make } of inputs) {
    at = addMinutes(at, after);
    yield { at, input: make(test, at, pick) };
  }
}

export function play(test: EpisodeUnderTest, inputs: readonly AnyInput[]): { test: EpisodeUnderTest; given: EpisodeInput[] } {
  const given: EpisodeInput[] = [];
  for (const { input } of inTurn(test, inputs)) {
    given.push(input);
    test.feed(input);
  }
  return { test, given };
}
