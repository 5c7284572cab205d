import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bundledCalendar } from '../calendar/calendar-for.js';
import { atLocal, inQuietHours, localTimeOf } from '../time.js';
import { busyAt, type Surroundings } from './availability.js';
import { conventions } from './conventions.js';
import { costOf, routeMinutes } from './cost.js';
import { coverage, dayCapacity } from './coverage.js';
import { unfitFor } from './eligibility.js';
import { everyoneServed } from './matching.js';
import { answerBy, askLater } from './offer-time.js';
import { highFrom, riskItems, riskLevel, unanswered } from './risk.js';
import { freeSlots, gridSlots, whyNoSlot } from './slots.js';
import { nowhere, type Demand, type Engagement, type Person } from './staff.js';
import { kilometres, travelMinutes } from './travel.js';
import { fitsWish } from './wish.js';

const zone = 'Asia/Shanghai';
const around: Surroundings = { zone, calendar: bundledCalendar(), map: { minutes: { 'centre west': 30 }, centres: { centre: { lat: 30.25, lng: 120.17 }, north: { lat: 30.34, lng: 120.17 } } }, settings: conventions };
const at = (district: string) => ({ ...nowhere, district });
const nurse: Person = {
  accountId: 'n1', professions: ['nurse'], title: 'senior', practiceSince: '2021-03-04', skills: ['wound'], certificates: [], districts: ['west', 'centre'], dailyLoad: 4, baseDistrict: 'west',
  hours: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '08:00', until: '17:30' })), leave: [],
};
/** Wednesday 2026-03-04 unless said otherwise. */
const wed = (time: string, date = '2026-03-04') => ({ from: atLocal(date, time, zone), until: atLocal(date, `${String(Number(time.slice(0, 2)) + 1).padStart(2, '0')}${time.slice(2)}`, zone) });
const visit = (time: string, differs: Partial<Demand> = {}, date = '2026-03-04'): Demand => ({ occurrence: `v-${date}-${time}`, service: 'wound-dressing', who: 'nurse', mode: 'home', at: at('west'), ...wed(time, date), refusedBy: [], wished: null, known: [], ...differs });
const taken = (time: string, district = 'west', date = '2026-03-04'): Engagement => ({ accountId: 'n1', occurrence: `t-${date}-${time}`, ...wed(time, date), at: at(district) });

describe('Who may make a visit', () => {
  it('a nurse goes to homes from the day she has five years and at least 护师 [38]', () => {
    expect(unfitFor(nurse, visit('10:30'), '2026-03-04')).toEqual([]);
    expect(unfitFor(nurse, visit('10:30'), '2026-03-03')).toEqual(['practice-years']);
    expect(unfitFor({ ...nurse, title: 'junior' }, visit('10:30'), '2026-03-04')).toEqual(['title']);
    expect(unfitFor({ ...nurse, practiceSince: null }, visit('10:30'), '2026-03-04')).toEqual(['practice-years']);
  });
  it('the rule is about homes: online and in clinic a junior may help', () => {
    expect(unfitFor({ ...nurse, title: 'junior', practiceSince: null }, visit('10:30', { mode: 'online', at: nowhere }), '2026-03-04')).toEqual([]);
  });
  it('a PICC needs its certificate, valid on the day of the visit', () => {
    const picc = visit('10:30', { service: 'picc-maintenance' });
    const able = { ...nurse, skills: ['picc'] };
    expect(unfitFor(nurse, picc, '2026-03-04')).toEqual(['skill', 'certificate']);
    expect(unfitFor({ ...able, certificates: [{ kind: 'picc', number: '1', issuedOn: null, validUntil: '2026-03-03' }] }, picc, '2026-03-04')).toEqual(['certificate-expired']);
    expect(unfitFor({ ...able, certificates: [{ kind: 'picc', number: '1', issuedOn: null, validUntil: '2026-03-04' }] }, picc, '2026-03-04')).toEqual([]);
  });
  it('a service nobody has described goes only to who names it', () => {
    const novel = visit('10:30', { service: 'moxibustion' });
    expect(unfitFor(nurse, novel, '2026-03-04')).toEqual(['skill']);
    expect(unfitFor({ ...nurse, skills: ['moxibustion'] }, novel, '2026-03-04')).toEqual([]);
  });
  it('an address without a district hides nobody; another profession and another district do', () => {
    expect(unfitFor(nurse, visit('10:30', { at: nowhere }), '2026-03-04')).toEqual([]);
    expect(unfitFor(nurse, visit('10:30', { who: 'therapist', at: at('north') }), '2026-03-04')).toEqual(['profession', 'district']);
  });
});

describe('Who is free', () => {
  it('inside working hours to the minute, start and end', () => {
    expect(busyAt(nurse, visit('08:00'), [], around)).toEqual([]);
    expect(busyAt(nurse, visit('07:59'), [], around)).toEqual(['hours']);
    expect(busyAt(nurse, visit('16:30'), [], around)).toEqual([]);
    expect(busyAt(nurse, visit('16:31'), [], around)).toEqual(['hours']);
  });
  it('not on leave, first and last day included, nor on a statutory holiday unless the hospital works then', () => {
    const away = { ...nurse, leave: [{ from: '2026-03-03', until: '2026-03-04' }] };
    expect(busyAt(away, visit('10:30'), [], around)).toEqual(['leave']);
    expect(busyAt(away, visit('10:30', {}, '2026-03-05'), [], around)).toEqual([]);
    expect(busyAt(nurse, visit('10:30', {}, '2026-05-01'), [], around)).toEqual(['holiday']);
    expect(busyAt(nurse, visit('10:30', {}, '2026-05-01'), [], { ...around, settings: { ...conventions, worksOnHolidays: true } })).toEqual([]);
  });
  it('on a make-up Saturday as on a Monday, on an ordinary one not', () => {
    const makeUp = around.calendar.workdays[0] ?? '';
    expect(makeUp).not.toBe('');
    expect(busyAt(nurse, visit('10:30', {}, makeUp), [], around)).toEqual([]);
    expect(busyAt(nurse, visit('10:30', {}, '2026-03-07'), [], around)).toEqual(['hours']);
  });
  it('not in two places, not without time for the way, not beyond the daily load', () => {
    expect(busyAt(nurse, visit('10:30'), [taken('10:00')], around)).toEqual(['double-booked']);
    expect(busyAt(nurse, visit('10:30'), [taken('09:20', 'centre')], around)).toEqual(['travel']);
    expect(busyAt(nurse, visit('10:30'), [taken('09:00', 'centre')], around)).toEqual([]);
    expect(busyAt({ ...nurse, dailyLoad: 1 }, visit('14:00'), [taken('09:00')], around)).toEqual(['load']);
    expect(busyAt({ ...nurse, dailyLoad: 1 }, visit('14:00'), [taken('09:00', 'west', '2026-03-05')], around)).toEqual([]);
  });
  it('a visit does not stand in its own way', () => {
    const own = visit('10:30');
    expect(busyAt(nurse, own, [{ ...taken('10:30'), occurrence: own.occurrence }], around)).toEqual([]);
  });
});

describe('The way', () => {
  it('is as recorded in either direction, else by great circle, else by convention', () => {
    expect(travelMinutes(at('west'), at('centre'), around.map, conventions)).toBe(30);
    expect(kilometres({ lat: 30.25, lng: 120.17 }, { lat: 30.34, lng: 120.17 })).toBeCloseTo(10.0, 1);
    expect(travelMinutes(at('centre'), at('north'), around.map, conventions)).toBe(30); // 10 km at 20 km/h
    expect(travelMinutes(at('west'), at('west'), around.map, conventions)).toBe(conventions.sameDistrictMinutes);
    expect(travelMinutes(at('west'), at('east'), around.map, conventions)).toBe(conventions.otherDistrictMinutes);
    expect(travelMinutes(nowhere, at('east'), around.map, conventions)).toBe(0);
  });
  it('of a round leaves online visits out and comes home', () => {
    const stops = [{ from: '2', at: at('centre') }, { from: '1', at: at('west') }, { from: '3', at: nowhere }];
    expect(routeMinutes(at('west'), stops, around)).toBe(15 + 30 + 30);
  });
  it('counts as what the visit adds, with load, less for whom the patient knows', () => {
    expect(costOf(nurse, { ...visit('14:00', { at: at('centre') }), known: ['n1'] }, [taken('08:30')], around)).toEqual({ travelMinutes: 45, load: 10, continuity: -15, total: 40 });
  });
});

describe('Slots', () => {
  const opening = { now: atLocal('2026-03-04', '08:00', zone), windowFrom: atLocal('2026-03-04', '00:00', zone), windowUntil: atLocal('2026-03-06', '00:00', zone), quietHours: { from: '21:00', to: '08:00' } };
  it('lie on the grid, inside the window, and leave time to get there', () => {
    expect(gridSlots(opening, around, 14).map(({ day, localFrom }) => `${day} ${localFrom}`)).toEqual(['2026-03-04 10:30', '2026-03-04 14:00', '2026-03-04 16:00', ...conventions.grid.map((time) => `2026-03-05 ${time}`)]);
  });
  it('are never in the patient\'s quiet hours, whatever the grid says (property)', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 23 }), { minLength: 1, maxLength: 6 }), fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 23 }), (hours, from, to) => {
      const pad = (h: number) => `${String(h).padStart(2, '0')}:00`;
      const quietHours = { from: pad(from), to: pad(to) };
      const slots = gridSlots({ ...opening, quietHours }, { ...around, settings: { ...conventions, grid: hours.map(pad) } }, 3);
      return slots.every((slot) => !inQuietHours(slot.from, quietHours, zone) && !inQuietHours(slot.until, quietHours, zone) && hours.map(pad).includes(localTimeOf(slot.from, zone)));
    }), { seed: 20260302 });
  });
  it('are shown only where somebody is left, those who wait for a person counted', () => {
    const { from: _from, until: _until, ...wanted } = visit('10:30');
    const slots = gridSlots(opening, around, 1);
    expect(freeSlots(slots, wanted, { people: [nurse], engagements: [], pending: [] }, around)).toHaveLength(3);
    const rival = visit('10:30', { occurrence: 'rival' });
    expect(freeSlots(slots, wanted, { people: [nurse], engagements: [], pending: [rival] }, around).map(({ localFrom }) => localFrom)).toEqual(['14:00', '16:00']);
    expect(freeSlots(slots, wanted, { people: [nurse, { ...nurse, accountId: 'n2' }], engagements: [], pending: [rival] }, around)).toHaveLength(3);
  });
  it('says why there is none: the first thing that would have to change', () => {
    const { from: _from, until: _until, ...wanted } = visit('10:30');
    const opening = { now: atLocal('2026-03-03', '12:00', zone), windowFrom: atLocal('2026-03-04', '00:00', zone), windowUntil: atLocal('2026-03-06', '00:00', zone), quietHours: { from: '21:00', to: '08:00' } };
    const why = (people: Person[], differs: Partial<typeof wanted> = {}, engagements: Engagement[] = [], times = opening) =>
      whyNoSlot(times, gridSlots(times, around, 14), { ...wanted, ...differs }, { people, engagements, pending: [] }, around);
    expect(why([nurse], {}, [], { ...opening, now: opening.windowUntil })).toBe('window-over');
    expect(why([nurse], {}, [], { ...opening, windowFrom: atLocal('2026-03-05', '17:00', zone) })).toBe('no-times');
    expect(why([])).toBe('nobody-qualified');
    expect(why([{ ...nurse, skills: [] }])).toBe('nobody-qualified');
    expect(why([nurse], { at: at('north') })).toBe('nobody-in-district');
    expect(why([nurse], { refusedBy: ['n1'] })).toBe('everybody-declined');
    expect(why([{ ...nurse, hours: [{ weekday: 6, from: '08:00', until: '17:30' }] }])).toBe('nobody-works');
    expect(why([{ ...nurse, leave: [{ from: '2026-03-04', until: '2026-03-05' }] }])).toBe('nobody-works');
    expect(why([{ ...nurse, dailyLoad: 1 }], {}, [taken('09:00'), taken('09:00', 'west', '2026-03-05')])).toBe('all-busy');
  });
  it('everybody is served only by people of their own', () => {
    expect(everyoneServed([['a', 'b'], ['a']])).toBe(true);
    expect(everyoneServed([['a'], ['a']])).toBe(false);
    expect(everyoneServed([['a', 'b'], ['b', 'c'], ['a']])).toBe(true);
  });
});

describe('Asking', () => {
  const night = atLocal('2026-03-04', '22:00', zone);
  it('waits for the morning, but not when the visit is near', () => {
    expect(askLater(night, atLocal('2026-03-06', '10:30', zone), zone, conventions)).toBe(atLocal('2026-03-05', '07:00', zone));
    expect(askLater(night, atLocal('2026-03-05', '08:30', zone), zone, conventions)).toBeNull();
    expect(askLater(atLocal('2026-03-04', '20:59', zone), atLocal('2026-03-06', '10:30', zone), zone, conventions)).toBeNull();
  });
  it('ends after its minutes, at the latest when the visit begins', () => {
    expect(answerBy(night, atLocal('2026-03-05', '10:30', zone), conventions)).toBe(atLocal('2026-03-04', '22:30', zone));
    expect(answerBy(night, atLocal('2026-03-04', '22:10', zone), conventions)).toBe(atLocal('2026-03-04', '22:10', zone));
  });
});

describe('A wish', () => {
  const wish = { weekdays: [3], from: '08:00', until: '12:00', earlierOnly: true };
  const standing = { present: wed('14:00').from, windowFrom: atLocal('2026-03-03', '00:00', zone), windowUntil: atLocal('2026-03-06', '00:00', zone), now: atLocal('2026-03-03', '08:00', zone) };
  it('fits by weekday, time and being earlier, inside the window', () => {
    expect(fitsWish(wed('10:30'), wish, standing, zone, 120)).toBe(true);
    expect(fitsWish(wed('16:00'), { ...wish, until: '18:00' }, standing, zone, 120)).toBe(false);
    expect(fitsWish(wed('10:30', '2026-03-03'), wish, standing, zone, 120)).toBe(false);
    expect(fitsWish(wed('10:30'), wish, { ...standing, now: wed('09:00').from }, zone, 120)).toBe(false);
    expect(fitsWish(wed('10:30', '2026-03-11'), { ...wish, earlierOnly: false }, standing, zone, 120)).toBe(false);
  });
});

describe('The risk screen', () => {
  const none = Object.fromEntries(riskItems.map(({ id }) => [id, false]));
  it('is high from three points, and by violence alone', () => {
    expect(riskLevel(none)).toBe('low');
    expect(riskLevel({ ...none, animal: true })).toBe('medium');
    expect(riskLevel({ ...none, animal: true, alone: true })).toBe('medium');
    expect(riskLevel({ ...none, animal: true, dispute: true })).toBe('high');
    expect(riskLevel({ ...none, violence: true })).toBe('high');
    expect(riskItems.find(({ id }) => id === 'violence')?.weight).toBe(highFrom);
  });
  it('names what was not answered', () => {
    expect(unanswered({})).toEqual(riskItems.map(({ id }) => id));
    expect(unanswered(none)).toEqual([]);
  });
});

describe('Coverage', () => {
  it('counts the grid slots in the hours, at most the load, and the gap that is left', () => {
    expect(dayCapacity(nurse, '2026-03-04', around)).toBe(4);
    expect(dayCapacity({ ...nurse, dailyLoad: 2 }, '2026-03-04', around)).toBe(2);
    expect(dayCapacity({ ...nurse, hours: [{ weekday: 3, from: '08:00', until: '11:29' }] }, '2026-03-04', around)).toBe(1);
    expect(dayCapacity(nurse, '2026-03-07', around)).toBe(0);
    const planned = Array.from({ length: 5 }, (_, i) => ({ day: '2026-03-04', service: 'wound-dressing', who: 'nurse' as const, mode: 'home' as const, district: 'west', booked: i < 2 }));
    expect(coverage(planned, [nurse], around)).toEqual([{ day: '2026-03-04', district: 'west', service: 'wound-dressing', who: 'nurse', demand: 5, booked: 2, capacity: 4, people: 1, gap: 1 }]);
  });
});
