import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chinaData as committed } from './china-data.js';
import { addDays, daysBetween, weekday } from '../time.js';
import { bundledCalendar, calendarFor, withOfficialList } from './calendar-for.js';
import { isHoliday, isWorkday, rollToWorkday } from './workdays.js';

const bundled = bundledCalendar();
const year2026 = calendarFor('2026-01-01', '2026-12-31');

describe('the Chinese calendar of 2026', () => {
  it('has the announced holidays', () => {
    const days = Array.from({ length: 365 }, (_, n) => addDays('2026-01-01', n)).filter((date) => date <= '2026-10-10' && isHoliday(year2026, date).is);
    expect(days).toEqual([
      ...['01-01', '01-02', '01-03'],
      ...['02-15', '02-16', '02-17', '02-18', '02-19', '02-20', '02-21', '02-22', '02-23'],
      ...['04-04', '04-05', '04-06'],
      ...['05-01', '05-02', '05-03', '05-04', '05-05'],
      ...['06-19', '06-20', '06-21'],
      ...['09-25', '09-26', '09-27'],
      ...['10-01', '10-02', '10-03', '10-04', '10-05', '10-06', '10-07'],
    ].map((day) => `2026-${day}`));
  });

  it('works on the announced weekend days', () => {
    for (const date of ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10']) {
      expect([date, weekday(date) > 5, isWorkday(year2026, date)]).toEqual([date, true, { is: true, covered: true }]);
    }
    expect(year2026.workdays).toHaveLength(6);
  });

  it('knows that an ordinary Sunday is no holiday and no workday', () => {
    expect(isHoliday(year2026, '2026-03-01')).toEqual({ is: false, covered: true });
    expect(isWorkday(year2026, '2026-03-01')).toEqual({ is: false, covered: true });
  });

  it('rolls a visit out of Spring Festival, over no make-up Saturday', () => {
    expect(rollToWorkday(year2026, '2026-02-16', 'next')).toEqual({ date: '2026-02-24', covered: true });
    expect(rollToWorkday(year2026, '2026-02-16', 'previous')).toEqual({ date: '2026-02-14', covered: true });
    expect(rollToWorkday(year2026, '2026-03-02', 'next')).toEqual({ date: '2026-03-02', covered: true });
  });
});

describe('beyond the list', () => {
  it('treats 2027-01-01 as a fixed holiday and says that it does not know', () => {
    expect(isHoliday(bundled, '2027-01-01')).toEqual({ is: true, covered: false });
    expect(isWorkday(bundled, '2027-01-01')).toEqual({ is: false, covered: false });
    expect(rollToWorkday(bundled, '2027-01-01', 'next')).toEqual({ date: '2027-01-04', covered: false });
    expect(isWorkday(bundled, '2026-10-12')).toEqual({ is: true, covered: false });
  });

  it('ends where the bundled data says, 2026-10-10', () => {
    expect(committed.coveredUntil).toBe('2026-10-10');
    expect(calendarFor('2026-03-01', '2026-06-30').coveredUntil).toBe('2026-06-30');
    expect(calendarFor('2026-03-01', '2027-06-30').coveredUntil).toBe('2026-10-10');
  });

  it('says so when a roll only looks over the edge', () => {
    expect(rollToWorkday(calendarFor('2026-03-01', '2026-03-06'), '2026-03-07', 'previous')).toEqual({ date: '2026-03-06', covered: false });
    expect(rollToWorkday(calendarFor('2026-03-01', '2026-03-06'), '2026-03-06', 'next')).toEqual({ date: '2026-03-06', covered: true });
  });
});

describe('the list a hospital loads', () => {
  const official = { source: 'State Council 2027', from: '2027-01-01', until: '2027-12-31', holidays: ['2027-01-01', '2027-02-05', '2027-02-08'], workdays: ['2027-02-20'] };

  it('moves the coverage and wins inside its own dates', () => {
    const calendar = withOfficialList(bundled, official);
    expect(calendar.coveredUntil).toBe('2027-12-31');
    expect(isHoliday(calendar, '2027-02-08')).toEqual({ is: true, covered: true });
    expect(isWorkday(calendar, '2027-02-20')).toEqual({ is: true, covered: true });
    expect(isHoliday(calendar, '2027-10-01')).toEqual({ is: false, covered: true });
    expect(isHoliday(calendar, '2026-10-07').is).toBe(true);
  });

  it.each([
    [{ until: '2026-12-31' }, 'ends on 2026-12-31, before it starts'],
    [{ holidays: ['2027-02-30'] }, '"2027-02-30" is not a date'],
    [{ holidays: ['2028-01-01'] }, '2028-01-01 lies outside'],
    [{ workdays: ['2027-02-08'] }, 'a day off and as a workday'],
    [{ from: '2028-01-01', until: '2028-12-31', holidays: [], workdays: [] }, 'nothing is known between 2026-10-10'],
  ])('is refused when wrong: %j', (change, words) => {
    expect(() => withOfficialList(bundled, { ...official, ...change })).toThrow(words);
  });
});

it('a roll ends on a workday in its direction, over days off only', () => {
  const date = fc.integer({ min: 0, max: 1400 }).map((n) => addDays('2024-01-01', n));
  fc.assert(fc.property(date, fc.constantFrom('next' as const, 'previous' as const), (from, direction) => {
    const to = rollToWorkday(bundled, from, direction).date;
    expect(isWorkday(bundled, to).is).toBe(true);
    const steps = Math.abs(daysBetween(from, to));
    expect(to >= from).toBe(direction === 'next' || steps === 0);
    for (let n = 0; n < steps; n++) expect(isWorkday(bundled, addDays(from, direction === 'next' ? n : -n)).is).toBe(false);
  }), { seed: 20260302, numRuns: 1000 });
});
