/** Random lives of a line, for the ledger alone (`ledger.test.ts`) and for PostgreSQL (`db/entitlements.property.test.ts`). */
import fc from 'fast-check';
import { refundReasons, type RefundReason } from '../refund.js';

export type Operation =
  | { do: 'book' | 'complete' | 'fail' | 'cancel' | 'check-in' | 'redeem'; visit: number }
  | { do: 'refund'; units: number; reason: RefundReason; hoursBefore: number }
  | { do: 'expire' }
  /** A package is started for a unit; the oldest of them ends. */
  | { do: 'embed' }
  | { do: 'end'; completed: boolean; visitsDone: number }
  | { do: 'purchase'; units: number };

/** So few visits that the same one is booked, redeemed and closed again and again, in every order. */
export const visits = 5;

const visit = fc.integer({ min: 1, max: visits });
/** `visitShare`: how many of each visit's own steps there are to seven of the others. */
export const operationWith = (visitShare: number): fc.Arbitrary<Operation> => fc.oneof(
  { weight: visitShare, arbitrary: fc.record({ do: fc.constantFrom('book' as const, 'complete' as const, 'fail' as const, 'cancel' as const, 'check-in' as const, 'redeem' as const), visit }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('refund' as const), units: fc.integer({ min: 1, max: 3 }), reason: fc.constantFrom(...refundReasons), hoursBefore: fc.integer({ min: 0, max: 48 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('expire' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('embed' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('end' as const), completed: fc.boolean(), visitsDone: fc.integer({ min: 0, max: 1 }) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('purchase' as const), units: fc.integer({ min: 1, max: 3 }) }) },
);
export const operation = operationWith(10);
