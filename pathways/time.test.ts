import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays, addHours, addLocalDays, addMinutes, addMonths, afterQuietHours, atLocal, daysBetween, earliest, fromMs, inQuietHours, isInstant, isLocalDate,
  isLocalTime, isZone, latest, localDateOf, localTimeOf, minutesBetween, nextLocalTime, parseInstant, spread, toMs, weekday,
} from './time.js';

const zones = ['Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Apia', 'Africa/Casablanca', 'Asia/Urumqi', 'UTC'];
const zone = fc.constantFrom(...zones);
const run = { seed: 20260302, numRuns: 500 };
const seconds = fc.integer({ min: toMs('1990-01-01T00:00:00.000Z') / 1000, max: toMs('2037-12-31T00:00:00.000Z') / 1000 });
const instant = seconds.map((s) => fromMs(s * 1000));
const date = fc.integer({ min: 0, max: 40_000 }).map((n) => addDays('1960-01-01', n));
const time = fc.integer({ min: 0, max: 1439 }).map((n) => `${String(Math.floor(n / 60)).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}`);

/** The wall clock as the platform shows it, independent of our own arithmetic. */
function shown(at: string, in_: string): string {
  const parts = new Intl.DateTimeFormat('sv-SE', { timeZone: in_, dateStyle: 'short', timeStyle: 'medium' }).format(toMs(at));
  return parts.slice(0, 16);
}

/** All clock changes of a zone between two years, found hour by hour around each change of offset. */
function changes(in_: string, fromYear: number, toYear: number): { at: number; shift: number }[] {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: in_, dateStyle: 'short', timeStyle: 'medium' });
  const offset = (ms: number) => Date.parse(`${format.format(ms).replace(' ', 'T')}Z`) - ms;
  const found = [];
  const step = 86_400_000;
  let before = offset(Date.UTC(fromYear, 0, 1));
  for (let ms = Date.UTC(fromYear, 0, 1); ms < Date.UTC(toYear, 0, 1); ms += step) {
    const after = offset(ms + step);
    if (after === before) continue;
    let [low, high] = [ms, ms + step];
    while (high - low > 60_000) {
      const middle = Math.floor((low + high) / 120_000) * 60_000;
      if (offset(middle) === before) low = middle;
      else high = middle;
    }
    found.push({ at: high, shift: after - before });
    before = after;
  }
  return found;
}

describe('instants', () => {
  it('are written and read as the platform does, also before 1970, beyond the year 9999 and with milliseconds', () => {
    fc.assert(fc.property(fc.integer({ min: -8_640_000_000_000_000, max: 8_640_000_000_000_000 }), (ms) => {
      const iso = new Date(ms).toISOString();
      expect(fromMs(ms)).toBe(iso);
      expect(toMs(iso)).toBe(ms);
      // A second time, when the day is known.
      expect(toMs(fromMs(ms))).toBe(ms);
    }), run);
    expect(() => fromMs(Number.NaN)).toThrow(RangeError);
    expect(fromMs(0.9)).toBe(new Date(0.9).toISOString());
  });

  it.each(['2026-03-02T24:00:00.000Z', '2026-03-02T01:60:00.000Z', '2026-03-02T01:00:60.000Z', '2026-03-02T0a:00:00.000Z', '2026-03-02T01:00:00.0-1Z', '2026-02-30T01:00:00.000Z', '2026-03-02T-1:00:00.000Z'])('%s is read as the platform reads it', (text) => {
    fromMs(toMs('2026-03-02T00:00:00.000Z'));
    const platform = Date.parse(text);
    if (Number.isNaN(platform)) expect(() => toMs(text)).toThrow(RangeError);
    else expect(toMs(text)).toBe(platform);
  });
});

describe('local time', () => {
  it('is nine in the morning in Shanghai when it is one in London', () => {
    expect(atLocal('2026-03-02', '09:00', 'Asia/Shanghai')).toBe('2026-03-02T01:00:00.000Z');
    expect(localDateOf('2026-03-02T16:00:00.000Z', 'Asia/Shanghai')).toBe('2026-03-03');
    expect(localTimeOf('2026-03-02T16:05:00.000Z', 'Asia/Shanghai')).toBe('00:05');
  });

  it('moves a skipped half past two forward by the gap, and takes the first of two', () => {
    expect(atLocal('2026-03-29', '02:30', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z');
    expect(localTimeOf('2026-03-29T01:30:00.000Z', 'Europe/Berlin')).toBe('03:30');
    expect(atLocal('2026-10-25', '02:30', 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z');
  });

  it('knows half-hour changes and the day that Samoa never had', () => {
    expect(localTimeOf(atLocal('2026-10-04', '02:10', 'Australia/Lord_Howe'), 'Australia/Lord_Howe')).toBe('02:40');
    expect(localDateOf(atLocal('2011-12-30', '10:00', 'Pacific/Apia'), 'Pacific/Apia')).toBe('2011-12-31');
    expect(localTimeOf(atLocal('2011-12-30', '10:00', 'Pacific/Apia'), 'Pacific/Apia')).toBe('10:00');
  });

  it('agrees with the platform at any instant', () => {
    fc.assert(fc.property(instant, zone, (at, in_) => {
      expect(`${localDateOf(at, in_)} ${localTimeOf(at, in_)}`).toBe(shown(at, in_));
    }), run);
  });

  it.each(zones)('keeps its word around every clock change of %s since 1985', (in_) => {
    const all = changes(in_, 1985, 2037);
    if (in_ === 'Europe/Berlin') expect(all.length).toBeGreaterThan(100);
    for (const { at, shift } of all) {
      for (const minutes of [-1500, -61, -31, -1, 0, 1, 15, 29, 31, 61, 1500]) {
        const near = fromMs(at + minutes * 60_000);
        expect(`${localDateOf(near, in_)} ${localTimeOf(near, in_)}`).toBe(shown(near, in_));
        const back = atLocal(localDateOf(near, in_), localTimeOf(near, in_), in_);
        const secondTime = shift < 0 && minutes >= 0 && minutes * 60_000 < -shift;
        expect(minutesBetween(back, near)).toBe(secondTime ? -shift / 60_000 : 0);
      }
      if (shift > 0) {
        const lastSkipped = toMs(`${shown(fromMs(at), in_).replace(' ', 'T')}:00.000Z`) - 60_000;
        const skipped = fromMs(lastSkipped);
        const moved = atLocal(skipped.slice(0, 10), skipped.slice(11, 16), in_);
        expect(shown(moved, in_)).toBe(fromMs(lastSkipped + shift).slice(0, 16).replace('T', ' '));
      }
    }
  });

  it('comes back to the same wall clock, or later by a gap, never earlier', () => {
    fc.assert(fc.property(date, time, zone, (d, t, in_) => {
      const at = atLocal(d, t, in_);
      expect(`${localDateOf(at, in_)} ${localTimeOf(at, in_)}` >= `${d} ${t}`).toBe(true);
    }), run);
  });

  it('finds the next eight o’clock today or tomorrow', () => {
    expect(nextLocalTime('2026-03-02T00:00:00.000Z', '08:00', 'Asia/Shanghai')).toBe('2026-03-02T00:00:00.000Z');
    expect(nextLocalTime('2026-03-02T00:00:00.001Z', '08:00', 'Asia/Shanghai')).toBe('2026-03-03T00:00:00.000Z');
  });

  it('keeps the wall clock when days are added across a change, and elapsed time when hours are', () => {
    expect(addLocalDays('2026-03-28T08:00:00.000Z', 1, 'Europe/Berlin')).toBe('2026-03-29T07:00:00.000Z');
    expect(addHours('2026-03-28T08:00:00.000Z', 24)).toBe('2026-03-29T08:00:00.000Z');
  });
});

describe('dates', () => {
  it('clamps calendar months to the end of the month', () => {
    expect(addMonths('2026-01-31', 1)).toBe('2026-02-28');
    expect(addMonths('2028-01-31', 1)).toBe('2028-02-29');
    expect(addMonths('2028-02-29', 12)).toBe('2029-02-28');
    expect(addMonths('2026-03-31', -1)).toBe('2026-02-28');
    expect(addMonths('2026-11-30', 3)).toBe('2027-02-28');
  });

  it('adds n months into the n-th month on, on the same day or the last', () => {
    fc.assert(fc.property(date, fc.integer({ min: -30, max: 30 }), (d, n) => {
      const moved = addMonths(d, n);
      const monthsOf = (x: string) => Number(x.slice(0, 4)) * 12 + Number(x.slice(5, 7));
      expect(monthsOf(moved) - monthsOf(d)).toBe(n);
      expect(moved.slice(8) === d.slice(8) || addDays(moved, 1).slice(8) === '01').toBe(true);
    }), run);
  });

  it('counts days both ways', () => {
    fc.assert(fc.property(date, fc.integer({ min: -800, max: 800 }), (d, n) => {
      expect(daysBetween(d, addDays(d, n))).toBe(n);
      expect(((weekday(addDays(d, n)) - weekday(d) - n) % 7) + 0).toBe(0);
    }), run);
    expect(weekday('2026-03-02')).toBe(1);
    expect(weekday('2026-03-01')).toBe(7);
  });

  it('tells real dates, times, zones and instants from what only looks like them', () => {
    expect([isLocalDate('2028-02-29'), isLocalDate('2026-02-29'), isLocalDate('2026-2-1'), isLocalDate('')]).toEqual([true, false, false, false]);
    expect([isLocalTime('00:00'), isLocalTime('24:00'), isLocalTime('9:00')]).toEqual([true, false, false]);
    expect([isZone('Asia/Shanghai'), isZone('UTC'), isZone('Asia/Nowhere'), isZone('+08:00'), isZone('')]).toEqual([true, true, false, false, false]);
    expect([isInstant('2026-03-02T01:00:00.000Z'), isInstant('2026-03-02T01:00:00Z'), isInstant('2026-02-30T01:00:00.000Z')]).toEqual([true, false, false]);
    expect(parseInstant('2026-03-02T09:00+08:00')).toBe('2026-03-02T01:00:00.000Z');
    expect(() => parseInstant('2026-03-02 09:00')).toThrow('is not an instant');
    expect(() => parseInstant('2026-02-30T09:00:00Z')).toThrow('is not an instant');
    expect(() => parseInstant('2026-03-02T29:00:00Z')).toThrow('is not an instant');
    expect(() => toMs('2026-03-02T09:00:00.000')).toThrow('is not an instant');
    expect(() => toMs('tomorrow')).toThrow('"tomorrow" is not an instant');
  });

  it('picks the earliest and the latest', () => {
    expect(earliest('2026-03-02', '2026-01-09', '2026-05-01')).toBe('2026-01-09');
    expect(latest('2026-03-02', '2026-01-09', '2026-05-01')).toBe('2026-05-01');
  });
});

describe('quiet hours', () => {
  const night = { from: '21:00', to: '08:00' };

  it('hold a text of 22:00 until 08:00 next morning, and one of 07:59 for a minute', () => {
    const local = (d: string, t: string) => atLocal(d, t, 'Asia/Shanghai');
    expect(afterQuietHours(local('2026-03-02', '22:00'), night, 'Asia/Shanghai')).toBe(local('2026-03-03', '08:00'));
    expect(afterQuietHours(local('2026-03-02', '07:59'), night, 'Asia/Shanghai')).toBe(local('2026-03-02', '08:00'));
    expect(afterQuietHours(local('2026-03-02', '08:00'), night, 'Asia/Shanghai')).toBe(local('2026-03-02', '08:00'));
    expect(afterQuietHours(local('2026-03-02', '20:59'), night, 'Asia/Shanghai')).toBe(local('2026-03-02', '20:59'));
    expect(afterQuietHours(local('2026-03-02', '13:00'), { from: '12:00', to: '14:00' }, 'Asia/Shanghai')).toBe(local('2026-03-02', '14:00'));
    expect(inQuietHours(local('2026-03-02', '13:00'), { from: '00:00', to: '00:00' }, 'Asia/Shanghai')).toBe(false);
  });

  it('never send a text back in time, never leave it in the quiet, never hold it more than a day and a gap', () => {
    const quiet = fc.record({ from: time, to: time });
    const moments = zones.flatMap((in_) => [...changes(in_, 2005, 2030).map(({ at }) => at), toMs('2026-01-01T00:00:00.000Z')].map((ms) => ({ ms, in_ })));
    const nearChange = fc.tuple(fc.constantFrom(...moments), fc.integer({ min: -3000, max: 3000 })).map(([{ ms, in_ }, minutes]) => ({ at: fromMs(ms + minutes * 60_000), in_ }));
    fc.assert(fc.property(nearChange, quiet, ({ at, in_ }, q) => {
      const after = afterQuietHours(at, q, in_);
      expect(after >= at).toBe(true);
      expect(inQuietHours(after, q, in_)).toBe(false);
      expect(minutesBetween(at, after)).toBeLessThanOrEqual(50 * 60);
    }), { ...run, numRuns: 2000 });
  });
});

describe('spreading a storm', () => {
  it('gives an id the same place every time, whole seconds within the minutes, and fills them evenly', () => {
    const places = Array.from({ length: 6000 }, (_, n) => spread(`episode-${n}/follow-up-d3/1`, 10));
    expect(spread('episode-7/follow-up-d3/1', 10)).toBe(places[7]);
    expect(places.every((ms) => ms >= 0 && ms < 600_000 && ms % 1000 === 0)).toBe(true);
    for (let minute = 0; minute < 10; minute++) {
      const share = places.filter((ms) => Math.floor(ms / 60_000) === minute).length;
      expect(share).toBeGreaterThan(500);
      expect(share).toBeLessThan(700);
    }
    expect(spread('a', 0)).toBe(0);
  });

  it('adds minutes', () => {
    expect(addMinutes('2026-03-02T01:00:00.000Z', 30)).toBe('2026-03-02T01:30:00.000Z');
  });
});
