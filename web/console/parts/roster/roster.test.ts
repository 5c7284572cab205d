import { describe, expect, it } from 'vitest';
import type { DutyShift } from '../../../../db/read-models/duty-roster.js';
import { dutyOn, onDutyAt } from './duty.js';
import { expiryOf } from './expiry.js';

describe('A certificate', () => {
  it.each([
    ['2026-03-01', 'expired', -1], ['2026-03-02', 'expiring', 0], ['2026-05-01', 'expiring', 60], ['2026-05-02', 'valid', 61],
  ])('valid until %s is %s on 2 March', (until, state, days) => expect(expiryOf(until, '2026-03-02')).toEqual({ state, days }));
  it('without an end never expires', () => expect(expiryOf(null, '2026-03-02').state).toBe('unlimited'));
});

describe('The duty of a day', () => {
  const shift = (startsAt: string, endsAt: string, active = true): DutyShift => ({ shiftId: startsAt, accountId: 'a', login: 'a', displayName: 'A', role: 'duty-doctor', startsAt, endsAt, active });
  const shifts = [shift('2026-03-01T12:00:00.000Z', '2026-03-02T00:00:00.000Z'), shift('2026-03-02T12:00:00.000Z', '2026-03-04T12:00:00.000Z'), shift('2026-03-02T00:00:00.000Z', '2026-03-09T00:00:00.000Z', false)];
  it('holds every shift that touches it, with the part that lies in the hospital\'s day', () => {
    expect(dutyOn({ shifts }, 'duty-doctor', '2026-03-02', 'Asia/Shanghai').map(({ from, until }) => [from, until])).toEqual([[null, '2026-03-02T00:00:00.000Z'], ['2026-03-02T12:00:00.000Z', null], ['2026-03-02T00:00:00.000Z', null]]);
    expect(dutyOn({ shifts }, 'duty-doctor', '2026-03-03', 'Asia/Shanghai').map(({ from, until }) => [from, until])).toEqual([[null, null], [null, null]]);
    expect(dutyOn({ shifts }, 'surgeon', '2026-03-03', 'Asia/Shanghai')).toEqual([]);
  });
  it('counts only those who can be told as on duty', () => expect(onDutyAt({ shifts }, 'duty-doctor', '2026-03-02T01:00:00.000Z')).toEqual([]));
});
