/**
 * What the effects report back: outcomes of messages, and what the patient's other episodes do. It is kept apart from what people send, because
 * Temporal's SDK does not always keep the two in order: it may run a workflow task that left no command together with the next one, an update first,
 * and a later replay runs them apart (temporalio/sdk-rust#1146). So news that asks for nothing is not numbered when it comes (ADR 0059): it rests
 * until something else leaves a command, and then goes first.
 */
import type { EpisodeInput } from '../pathways/engine/inputs.js';
import type { Instant } from '../pathways/engine/vocabulary.js';

/** `request`: the number of the request that it answers. News that came together is read in this order, whichever landed first. */
type Item = { request: number; input: EpisodeInput };
type Settled = Extract<EpisodeInput, { kind: 'messages-settled' }>;
type Sent = { request: number; input: Settled };

export type News = {
  push(input: EpisodeInput, request: number): void;
  isEmpty(): boolean;
  /** The next that cannot rest, as of `at`; null: all else `rests`, taken together, and is set aside. */
  next(rests: (settled: Settled) => boolean, at: Instant): EpisodeInput | null;
  /** All that rests as one input; null when nothing does. It rests no longer. */
  takeResting(at: Instant): Settled | null;
};

const byRequest = (a: Item, b: Item): number => a.request - b.request;
const isSent = (item: Item): item is Sent => item.input.kind === 'messages-settled' && item.input.outcomes.every(({ outcome }) => outcome === 'sent');
const together = (items: readonly Sent[], at: Instant): Settled => ({ kind: 'messages-settled', at, outcomes: items.toSorted(byRequest).flatMap(({ input }) => input.outcomes) });

export function openNews(): News {
  let unread: Item[] = [];
  let resting: Sent[] = [];

  function takeResting(at: Instant): Settled | null {
    const taken = resting;
    resting = [];
    return taken.length === 0 ? null : together(taken, at);
  }

  return {
    push: (input, request) => void unread.push({ input, request }),
    isEmpty: () => unread.length === 0,
    next(rests, at) {
      const sent = unread.filter(isSent);
      unread = unread.filter((item) => !isSent(item)).toSorted(byRequest);
      resting = [...resting, ...sent];
      // Judged together: the last of several may be the one that ends the episode.
      if (sent.length > 0 && !rests(together(resting, at))) return takeResting(at);
      const first = unread.shift();
      return first === undefined ? null : { ...first.input, at };
    },
    takeResting,
  };
}
