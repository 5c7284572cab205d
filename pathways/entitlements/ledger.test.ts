import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyBalance, faultOf, post, type Balance, type Entry } from './ledger.js';
import { moveOfEmbedded } from './embedded-units.js';
import { firstUnits, refundParts, sumOf, type HeldUnit, type RefundLine } from './refund.js';
import { operation, type Operation } from './testing/operations.js';
import { movesOfVisit, type Hold } from './visit-units.js';

const unitFen = 333;
const policy = { lateCancellationHours: 4, lateCancellationPercent: 20 };
type Visit = { hold: Hold; status: 'planned' | 'booked' | 'checked-in' | 'completed' | 'failed'; redeemed: boolean };
type Life = { balance: Balance; visits: Map<number, Visit>; bought: number; refundedUnits: number; refundedFen: number; stages: Set<string>; /** Packages that run for a unit. */ embedded: number; embeddedUsed: number };

const newLife = (): Life => ({ balance: emptyBalance, visits: new Map(), bought: 0, refundedUnits: 0, refundedFen: 0, stages: new Set(), embedded: 0, embeddedUsed: 0 });
const open = (life: Life, n: number): Visit => life.visits.get(n) ?? { hold: 'none', status: 'planned', redeemed: false };

function posting(life: Life, entries: Entry[]): void {
  const posted = post(life.balance, entries);
  if (posted.outcome === 'refused') throw new Error(`refused: ${posted.entry.kind}`);
  life.balance = posted.balance;
}

function ofVisit(life: Life, n: number, fact: Parameters<typeof movesOfVisit>[0], visit: Visit): void {
  const { entries } = movesOfVisit(fact, visit.hold, life.balance.remaining);
  posting(life, entries.map((kind) => ({ kind, units: 1 })));
  const last = entries.at(-1);
  life.visits.set(n, { ...visit, hold: last === 'use' ? 'used' : last === 'reserve' ? 'reserved' : last === 'release' ? 'none' : visit.hold });
}

function step(life: Life, op: Operation): void {
  switch (op.do) {
    case 'purchase':
      life.bought += op.units;
      return posting(life, [{ kind: 'purchase', units: op.units }]);
    case 'expire':
      return life.balance.remaining > 0 ? posting(life, [{ kind: 'expire', units: life.balance.remaining }]) : undefined;
    case 'refund':
      return refund(life, op);
    case 'embed':
      if (life.balance.remaining === 0) return;
      life.embedded += 1;
      return posting(life, [{ kind: 'reserve', units: 1 }]);
    case 'end': {
      if (life.embedded === 0) return;
      const kind = moveOfEmbedded({ completed: op.completed, hasVisits: true, visitsDone: op.visitsDone, contactsDone: 1 });
      life.embedded -= 1;
      life.embeddedUsed += kind === 'use' ? 1 : 0;
      return posting(life, [{ kind, units: 1 }]);
    }
    default: {
      const visit = open(life, op.visit);
      const closed = visit.status === 'completed' || visit.status === 'failed';
      if (op.do === 'redeem') return ofVisit(life, op.visit, { kind: 'redeemed', completed: visit.status === 'completed' }, { ...visit, redeemed: true });
      if (closed) return;
      if (op.do === 'check-in') return void life.visits.set(op.visit, { ...visit, status: visit.status === 'booked' ? 'checked-in' : visit.status });
      if (op.do === 'book') return ofVisit(life, op.visit, { kind: 'booked' }, { ...visit, status: 'booked' });
      if (op.do === 'complete') return ofVisit(life, op.visit, { kind: 'completed', redeemed: visit.redeemed }, { ...visit, status: 'completed' });
      return ofVisit(life, op.visit, { kind: 'not-completed' }, { ...visit, status: 'failed' });
    }
  }
}

function refund(life: Life, op: Extract<Operation, { do: 'refund' }>): void {
  if (life.bought === 0) return;
  const held = [...life.visits].filter(([, visit]) => visit.hold === 'reserved').map(([n, { status }]): HeldUnit =>
    ({ occurrence: String(n), visit: status === 'completed' ? 'completed' : status === 'checked-in' ? 'checked-in' : 'booked', hoursBefore: op.hoursBefore }));
  held.push(...Array.from({ length: life.embedded }, (_, n) => ({ embedded: String(n) })));
  const line: RefundLine = { lineId: 'l', service: 's', units: life.bought, amount: life.bought * unitFen, refundedUnits: life.refundedUnits, balance: life.balance, held, days: { total: 0, run: 0 } };
  const chosen = firstUnits(refundParts(line, op.reason, policy), op.units, line);
  for (const part of chosen) {
    life.stages.add(part.stage);
    if (part.occurrence !== null) {
      posting(life, [{ kind: 'release', units: 1 }]);
      life.visits.set(Number(part.occurrence), { ...open(life, Number(part.occurrence)), hold: 'none' });
    }
    posting(life, [{ kind: 'refund', units: part.units }]);
    life.refundedUnits += part.units;
  }
  life.refundedFen += sumOf(chosen);
}

describe('The entitlement ledger', () => {
  it('stays balanced through 10,000 random operations with refunds at every stage', () => {
    const stages = new Set<string>();
    let operations = 0;
    fc.assert(fc.property(fc.array(operation, { minLength: 100, maxLength: 100 }), (operations_) => {
      const life = newLife();
      for (const op of operations_) {
        step(life, op);
        operations += 1;
        expect(faultOf(life.balance)).toBeNull();
      }
      expect(life.balance.used).toBe([...life.visits.values()].filter(({ hold }) => hold === 'used').length + life.embeddedUsed);
      expect(life.balance.reserved).toBe([...life.visits.values()].filter(({ hold }) => hold === 'reserved').length + life.embedded);
      expect([...life.visits.values()].filter(({ hold, status, redeemed }) => hold === 'used' && !(status === 'completed' && redeemed))).toEqual([]);
      expect(life.refundedUnits).toBe(life.balance.refunded);
      expect(life.refundedFen).toBeLessThanOrEqual(life.refundedUnits * unitFen);
      for (const stage of life.stages) stages.add(stage);
    }), { numRuns: 100, seed: 20_261_126 });
    expect(operations).toBeGreaterThanOrEqual(10_000);
    expect([...stages].sort()).toEqual(['booked', 'booked-late', 'checked-in', 'unbooked']);
  });

  it('says what does not hold', () => {
    expect(faultOf({ ...emptyBalance, purchased: 3, used: 1, remaining: 1 })).toBe('3 purchased, but 1 used + 0 reserved + 0 refunded + 0 expired + 1 remaining = 2');
    expect(faultOf({ ...emptyBalance, remaining: -1 })).toBe('remaining is -1');
  });
});

describe('An included package', () => {
  const end = { completed: false, hasVisits: true, visitsDone: 0, contactsDone: 3 };
  it('uses its unit when it ran to its end', () => expect(moveOfEmbedded({ ...end, completed: true })).toBe('use'));
  it('uses it when a visit took place before it was stopped', () => expect(moveOfEmbedded({ ...end, visitsDone: 1 })).toBe('use'));
  it('gives it back when only calls were made before it was stopped', () => expect(moveOfEmbedded(end)).toBe('release'));
  it('without visits counts the contacts', () => {
    expect(moveOfEmbedded({ ...end, hasVisits: false })).toBe('use');
    expect(moveOfEmbedded({ ...end, hasVisits: false, contactsDone: 0 })).toBe('release');
  });
});
