/**
 * What a visit does to its unit: booked reserves one, failed or cancelled releases it, and only completed AND redeemed uses it, whichever
 * fact comes last. Care is never blocked for want of a unit: a shortage is written down for a person instead.
 */
import type { EntryKind } from './ledger.js';

export type VisitFact =
  | { kind: 'booked' }
  | { kind: 'completed'; redeemed: boolean }
  /** Missed, cancelled, stopped at the door (unsafe home): not charged. */
  | { kind: 'not-completed' }
  | { kind: 'redeemed'; completed: boolean };

/** Where the unit of one occurrence stands. */
export type Hold = 'none' | 'reserved' | 'used';
export type Shortage = 'booked' | 'completed';
export type VisitMoves = { entries: EntryKind[]; shortage: Shortage | null };

const nothing: VisitMoves = { entries: [], shortage: null };

export function movesOfVisit(fact: VisitFact, hold: Hold, remaining: number): VisitMoves {
  if (hold === 'used') return nothing;
  switch (fact.kind) {
    case 'booked':
      return hold === 'reserved' ? nothing : take([], 'booked');
    case 'not-completed':
      return hold === 'reserved' ? { entries: ['release'], shortage: null } : nothing;
    case 'completed':
      return done(fact.redeemed);
    case 'redeemed':
      return fact.completed ? done(true) : nothing;
  }

  function done(redeemed: boolean): VisitMoves {
    const then: EntryKind[] = redeemed ? ['use'] : [];
    return hold === 'reserved' ? { entries: then, shortage: null } : take(then, 'completed');
  }
  function take(then: EntryKind[], shortage: Shortage): VisitMoves {
    return remaining > 0 ? { entries: ['reserve', ...then], shortage: null } : { entries: [], shortage };
  }
}
