import { describe, expect, it } from 'vitest';
import { emptyBalance, post, type Balance } from './ledger.js';
import { firstUnits, refundParts, sumOf, type HeldUnit, type RefundLine, type RefundReason } from './refund.js';

const policy = { lateCancellationHours: 4, lateCancellationPercent: 20 };
const booked = (hoursBefore: number, occurrence = 'e/dressing/1'): HeldUnit => ({ occurrence, visit: 'booked', hoursBefore });
const balanceOf = (changes: Partial<Balance>): Balance => ({ ...emptyBalance, purchased: 3, remaining: 3, ...changes });
const line = (changes: Partial<RefundLine> = {}): RefundLine =>
  ({ lineId: 'l', service: 'wound-dressing', units: 3, amount: 100_00, refundedUnits: 0, balance: balanceOf({}), held: [], days: { total: 0, run: 0 }, ...changes });
const parts = (changes: Partial<RefundLine>, reason: RefundReason = 'patient-request') => refundParts(line(changes), reason, policy);

describe('A refund', () => {
  it('before the launch gives everything back', () => {
    expect(parts({ balance: null })).toMatchObject([{ stage: 'not-launched', units: 3, amount: 100_00, fee: 0, refundable: true }]);
  });
  it('before booking gives everything back', () => {
    expect(parts({})).toMatchObject([{ stage: 'unbooked', units: 3, amount: 100_00, fee: 0 }]);
  });
  it('of a booked visit in good time gives the unit back without a fee', () => {
    expect(parts({ balance: balanceOf({ remaining: 2, reserved: 1 }), held: [booked(4)] })).toMatchObject([{ stage: 'unbooked', units: 2, amount: 66_66 }, { stage: 'booked', units: 1, amount: 33_34, fee: 0 }]);
  });
  it('of a booked visit inside the hours keeps the late-cancellation share', () => {
    expect(parts({ balance: balanceOf({ remaining: 2, reserved: 1 }), held: [booked(3.9)] })).toMatchObject([{ units: 2 }, { stage: 'booked-late', fee: 6_66, amount: 26_68 }]);
  });
  it.each(['died', 'withdrawn', 'unsafe-home', 'service-failure'] as const)('for %s never keeps a fee', (reason) => {
    expect(sumOf(parts({ balance: balanceOf({ remaining: 2, reserved: 1 }), held: [booked(0.5)] }, reason))).toBe(100_00);
  });
  it('of a visit that stopped after the check-in is whole', () => {
    expect(parts({ balance: balanceOf({ remaining: 2, reserved: 1 }), held: [{ ...booked(-0.2), visit: 'checked-in' }] })).toMatchObject([{ units: 2 }, { stage: 'checked-in', fee: 0, amount: 33_34 }]);
  });
  it('gives nothing for a redeemed visit', () => {
    expect(parts({ balance: balanceOf({ remaining: 1, used: 2 }) })).toMatchObject([{ stage: 'unbooked', units: 1, amount: 33_33 }, { stage: 'used', units: 2, amount: 0, refundable: false }]);
  });
  it('gives nothing for a package that runs within', () => {
    expect(parts({ balance: balanceOf({ remaining: 2, reserved: 1 }), held: [{ embedded: 'inner' }] }, 'died')).toMatchObject([{ stage: 'unbooked', units: 2, amount: 66_66 }, { stage: 'embedded', units: 1, amount: 0, refundable: false }]);
  });
  it('gives nothing for a visit that took place and waits for its redemption', () => {
    expect(parts({ balance: balanceOf({ remaining: 2, reserved: 1 }), held: [{ ...booked(-3), visit: 'completed' }] })).toMatchObject([{ units: 2 }, { stage: 'awaiting-redemption', refundable: false, amount: 0 }]);
  });
  it('of a course without units counts the days that have not run', () => {
    expect(parts({ service: null, units: 1, amount: 299_00, days: { total: 7, run: 2 } }, 'withdrawn')).toMatchObject([{ stage: 'course', amount: 213_57, refundable: true }]);
    expect(parts({ service: null, units: 1, amount: 299_00, days: { total: 7, run: 9 } })).toMatchObject([{ amount: 0, refundable: false }]);
  });
  it('never gives one order more than it bought, though extra units were bought by another', () => {
    expect(parts({ units: 1, amount: 40_00, balance: balanceOf({ purchased: 4, remaining: 4 }) })).toMatchObject([{ stage: 'unbooked', units: 1, amount: 40_00 }]);
  });
  it('in three steps adds up to the price, whatever rounding did', () => {
    let [given, total] = [0, 0];
    for (let step = 0; step < 3; step++) {
      const now = line({ refundedUnits: given, balance: balanceOf({ remaining: 3 - given, refunded: given }) });
      const chosen = firstUnits(refundParts(now, 'patient-request', policy), 1, now);
      total += sumOf(chosen);
      given += 1;
    }
    expect(total).toBe(100_00);
    expect(refundParts(line({ refundedUnits: 3, balance: balanceOf({ remaining: 0, refunded: 3 }) }), 'died', policy)).toMatchObject([{ stage: 'refunded', refundable: false }]);
  });
});

describe('The ledger', () => {
  it('refuses to move what is not there, and then moves nothing at all', () => {
    expect(post(emptyBalance, [{ kind: 'purchase', units: 1 }, { kind: 'reserve', units: 1 }, { kind: 'refund', units: 1 }])).toEqual({ outcome: 'refused', short: 'remaining', entry: { kind: 'refund', units: 1 } });
  });
  it.each([0, -1, 1.5, Number.NaN])('refuses %d units', (units) => expect(post(emptyBalance, [{ kind: 'purchase', units }]).outcome).toBe('refused'));
});
