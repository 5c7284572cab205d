/** Two packages of one patient that say different things about one matter: neither is sent, because a person must decide which is right. */
import type { Obligation } from '../engine/events.js';
import type { Instant } from '../engine/vocabulary.js';
import type { Advice, SharedFacts } from './facts.js';

/**
 * Advice holds from its message until the next one of the same package on that topic. Another package contradicts it when it says something
 * else at any time in that span: what was said last before it, or what is still planned.
 */
export function contradicted({ advice }: Pick<SharedFacts, 'advice'>, { id, dueAt, advises }: Pick<Obligation, 'id' | 'dueAt' | 'advises'>): boolean {
  if (advises === undefined) return false;
  const episode = id.slice(0, id.indexOf('/'));
  const about = advice.filter(({ topic }) => topic === advises.topic);
  const own = about.filter((one) => one.episode === episode && one.obligation !== id && one.from > dueAt).map(({ from }) => from).sort()[0];
  const others = [...new Set(about.map((one) => one.episode))].filter((one) => one !== episode);
  return others.some((other) => heldIn(about.filter((one) => one.episode === other), dueAt, own ?? null).some(({ value }) => value !== advises.value));
}

/** What a package says between two instants; `until` null: for good. */
function heldIn(said: readonly Advice[], from: Instant, until: Instant | null): Advice[] {
  const before = said.filter((one) => one.from <= from).sort((a, b) => (a.from < b.from ? 1 : -1))[0];
  return [...(before ? [before] : []), ...said.filter((one) => one.from > from && (until === null || one.from < until))];
}
