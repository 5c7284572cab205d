/**
 * What the effects report back: outcomes of messages, and what the patient's other episodes do. It is kept apart from what people send, because
 * Temporal's SDK does not always keep the two in order: it may run a workflow task that left no command together with the next one, an update first,
 * and a later replay runs them apart (temporalio/sdk-rust#1146). So news that asks for nothing is not numbered when it comes (ADR 0059): it rests
 * until something else leaves a command, and then goes first.
 */
import type { EpisodeInput, MessageOutcome } from '../pathways/engine/inputs.js';
import type { Instant } from '../pathways/engine/vocabulary.js';

/** `request`: the number of the request that it answers. News that came together is read in this order, whichever landed first. */
type Item = { request: number; input: EpisodeInput };
type Settled = Extract<EpisodeInput, { kind: 'messages-settled' }>;

export type News = {
  push(input: EpisodeInput, request: number): void;
  isEmpty(): boolean;
  /** The next that cannot rest, as of `at`; null: all else `rests`, taken together, and is set aside. */
  next(rests: (settled: Settled) => boolean, at: Instant): EpisodeInput | null;
  /** All that rests as one input; null when nothing does. It rests no longer. */
  takeResting(at: Instant): Settled | null;
};

const byRequest = (a: Item, b: Item): number => a.request - b.request;
const isSent = ({ input }: Item): boolean => input.kind === 'messages-settled' && input.outcomes.every(({ outcome }) => outcome === 'sent');

export function openNews(): News {
  let unread: Item[] = [];
  let resting: Item[] = [];

  function takeResting(at: Instant): Settled | null {
    const outcomes: MessageOutcome[] = resting.flatMap(({ input }) => (input.kind === 'messages-settled' ? input.outcomes : []));
    resting = [];
    return outcomes.length === 0 ? null : { kind: 'messages-settled', at, outcomes };
  }

  return {
    push: (input, request) => void unread.push({ input, request }),
    isEmpty: () => unread.length === 0,
    next(rests, at) {
      const sent = unread.filter(isSent);
      unread = unread.filter((item) => !isSent(item)).toSorted(byRequest);
      if (sent.length > 0) {
        const all = [...resting, ...sent].toSorted(byRequest);
        resting = all;
        // Judged together: the last of several may be the one that ends the episode.
        const together = takeResting(at);
        if (together !== null && !rests(together)) return together;
        resting = all;
      }
      const first = unread.shift();
      return first === undefined ? null : { ...first.input, at };
    },
    takeResting,
  };
}
