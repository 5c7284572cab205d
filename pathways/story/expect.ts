/** `expect` of a story: each line is part of an event that must occur, in this order. `never`: part of an event that must not occur at all. */
export type Expectation = Readonly<Record<string, unknown>>;

type Happened = { readonly [field: string]: unknown };
/** `nearest`: of the same type, the one that differs in least; null: there was none. `differs`: its fields that are otherwise; empty: it came before the event that the line above was met by. */
export type Unmet = { kind: 'missing'; wanted: Expectation; nearest: Happened | null; differs: string[] } | { kind: 'happened'; wanted: Expectation; event: Happened };

/** The expectations that found no event, each looking on from where the one before it was found; then what should never have been. */
export function unmet(expected: readonly Expectation[], never: readonly Expectation[], events: readonly object[]): Unmet[] {
  const happened = events.map((event): Happened => ({ ...event }));
  let from = 0;
  const missing = expected.flatMap((wanted): Unmet[] => {
    const found = happened.findIndex((event, index) => index >= from && contains(event, wanted));
    if (found >= 0) from = found + 1;
    return found < 0 ? [{ kind: 'missing', wanted, ...nearestTo(wanted, happened, from) }] : [];
  });
  const unwanted = never.flatMap((wanted): Unmet[] => {
    const event = happened.find((one) => contains(one, wanted));
    return event ? [{ kind: 'happened', wanted, event }] : [];
  });
  return [...missing, ...unwanted];
}

/** Of equally near ones the first that was still to come. */
function nearestTo(wanted: Expectation, events: readonly Happened[], from: number): Pick<Extract<Unmet, { kind: 'missing' }>, 'nearest' | 'differs'> {
  const alike = events.map((event, index) => ({ event, index })).filter(({ event }) => event['type'] === wanted['type'])
    .map(({ event, index }) => ({ event, late: index >= from ? 0 : 1, differs: Object.entries(wanted).filter(([key, value]) => !contains(event[key], value)).map(([key]) => key) }))
    .sort((a, b) => a.differs.length - b.differs.length || a.late - b.late);
  const [first] = alike;
  return first ? { nearest: first.event, differs: first.differs } : { nearest: null, differs: [] };
}

/** One sentence for whoever wrote the story. */
export function sayUnmet(one: Unmet): string {
  if (one.kind === 'happened') return `expected never to happen, but did: ${JSON.stringify(one.wanted)} at ${String(one.event['at'])} in ${String(one.event['in'])}`;
  const { wanted, nearest, differs } = one;
  const missing = `expected, but did not happen: ${JSON.stringify(wanted)}`;
  if (nearest === null) return `${missing}; no ${String(wanted['type'])} happened at all`;
  const where = `the nearest is at ${String(nearest['at'])} in ${String(nearest['in'])}`;
  return differs.length === 0 ? `${missing} after what the line above it expects; ${where}, before that` : `${missing}; ${where}, with ${differs.map((key) => `${key} ${JSON.stringify(nearest[key])}`).join(', ')}`;
}

/** Objects: every named field. Lists: every named member, in any order. */
function contains(actual: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted)) return Array.isArray(actual) && wanted.every((member) => actual.some((other) => contains(other, member)));
  if (typeof wanted === 'object' && wanted !== null) {
    return typeof actual === 'object' && actual !== null && Object.entries(wanted).every(([key, value]) => contains(Object.entries(actual).find(([name]) => name === key)?.[1], value));
  }
  return actual === wanted;
}
