/**
 * What the end of a package does to the unit that it took of the package within which it was started. While it runs the unit is reserved: it can
 * neither be given back nor start another one. A course that ended before anything of it took place gives its unit back (C).
 */
export type EmbeddedEnd = {
  /** It ran to its end; else it was stopped. */
  completed: boolean;
  /** Its plan has visits: then a visit is what counts as having taken place. */
  hasVisits: boolean;
  visitsDone: number;
  /** Anything done: calls, forms, visits. */
  contactsDone: number;
};

export function moveOfEmbedded({ completed, hasVisits, visitsDone, contactsDone }: EmbeddedEnd): 'use' | 'release' {
  return completed || (hasVisits ? visitsDone : contactsDone) > 0 ? 'use' : 'release';
}
