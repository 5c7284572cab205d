/** `expect` of a story: each line is part of an event that must occur, in this order. */
export type Expectation = Readonly<Record<string, unknown>>;

/** The expectations that found no event. Each looks on from where the one before it was found. */
export function unmet(expected: readonly Expectation[], events: readonly object[]): Expectation[] {
  let from = 0;
  return expected.filter((wanted) => {
    const found = events.findIndex((event, index) => index >= from && contains(event, wanted));
    if (found >= 0) from = found + 1;
    return found < 0;
  });
}

/** Objects: every named field. Lists: every named member, in any order. */
function contains(actual: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted)) return Array.isArray(actual) && wanted.every((member) => actual.some((other) => contains(other, member)));
  if (typeof wanted === 'object' && wanted !== null) {
    return typeof actual === 'object' && actual !== null && Object.entries(wanted).every(([key, value]) => contains(Object.entries(actual).find(([name]) => name === key)?.[1], value));
  }
  return actual === wanted;
}
