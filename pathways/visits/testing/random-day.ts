/** Random days for measuring the assignment: seeded, so that the numbers of a bench can be had again. */
import { bundledCalendar } from '../../calendar/calendar-for.js';
import { addMinutes, atLocal } from '../../time.js';
import type { DayProblem } from '../assignment/day.js';
import { conventions } from '../conventions.js';
import type { Demand, Engagement, Person } from '../staff.js';

/** mulberry32: small, fast, good enough for test data. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const day = '2026-03-05'; // a Thursday
const zone = 'Asia/Shanghai';
const codes = ['north', 'east', 'south', 'west', 'centre'];

/** `visits` visits and `people` nurses of whom each serves two to five districts of a city of about 16 km. */
export function randomDay(seed: number, visits: number, people: number, fixedShare = 0.1): DayProblem {
  const random = seeded(seed);
  const pick = <T>(from: readonly T[]): T => {
    const found = from[Math.floor(random() * from.length)];
    if (found === undefined) throw new Error('nothing to pick from');
    return found;
  };
  const centres = Object.fromEntries(codes.map((code) => [code, { lat: 30.2 + random() * 0.15, lng: 120.1 + random() * 0.15 }]));
  const near = (district: string) => ({ district, lat: (centres[district]?.lat ?? 30) + (random() - 0.5) * 0.03, lng: (centres[district]?.lng ?? 120) + (random() - 0.5) * 0.03 });
  const demands: Demand[] = Array.from({ length: visits }, (_, i) => {
    const from = atLocal(day, pick(conventions.grid), zone);
    return { occurrence: `visit-${i}`, service: 'wound-dressing', who: 'nurse', mode: 'home', at: near(pick(codes)), from, until: addMinutes(from, conventions.slotMinutes), refusedBy: [], wished: null, known: random() < 0.3 ? [`nurse-${Math.floor(random() * people)}`] : [] };
  });
  const staff: Person[] = Array.from({ length: people }, (_, i) => {
    const districts = codes.filter(() => random() < 0.7);
    return {
      accountId: `nurse-${i}`, professions: ['nurse'], title: 'senior', practiceSince: '2015-01-01', skills: ['wound'], certificates: [], districts: districts.length === 0 ? codes : districts, dailyLoad: 3 + Math.floor(random() * 2),
      baseDistrict: pick(codes), hours: [{ weekday: 4, from: '08:00', until: random() < 0.8 ? '17:30' : '12:00' }], leave: [],
    };
  });
  const fixed: Engagement[] = staff.filter(() => random() < fixedShare).map(({ accountId }) => {
    const from = atLocal(day, pick(conventions.grid), zone);
    return { accountId, occurrence: `fixed-${accountId}`, from, until: addMinutes(from, conventions.slotMinutes), at: near(pick(codes)) };
  });
  return { people: staff, demands, fixed, around: { zone, calendar: bundledCalendar(), map: { minutes: {}, centres }, settings: conventions } };
}
