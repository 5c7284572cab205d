/** Whether a person is free: working hours, leave, statutory holidays, daily load, other visits and the way between them. */
import { isHoliday, isWorkday } from '../calendar/workdays.js';
import type { Calendar } from '../engine/inputs.js';
import type { Instant, LocalDate } from '../engine/vocabulary.js';
import { localDateOf, localTimeOf, minutesBetween, weekday } from '../time.js';
import type { ServiceSettings } from './conventions.js';
import type { Engagement, Hours, Person, Place } from './staff.js';
import { travelMinutes, type TravelMap } from './travel.js';

export const busyReasons = ['leave', 'holiday', 'hours', 'double-booked', 'travel', 'load'] as const;
export type Busy = (typeof busyReasons)[number];

/** What all judgements of one hospital share. */
export type Surroundings = { zone: string; calendar: Calendar; map: TravelMap; settings: ServiceSettings };

export type Wanted = { occurrence: string; from: Instant; until: Instant; at: Place };

/** On a make-up workday (调休) people who do not work at weekends work their Monday hours (C). */
const makeUpHoursOf = 1;

/** The hours of a person on a date; [] on a day off. */
export function hoursOn(person: Pick<Person, 'hours'>, date: LocalDate, calendar: Calendar): Hours[] {
  const own = person.hours.filter((hours) => hours.weekday === weekday(date));
  if (own.length > 0 || weekday(date) <= 5 || !isWorkday(calendar, date).is) return own;
  return person.hours.filter((hours) => hours.weekday === makeUpHoursOf);
}

/** Without regard to other visits. */
export function dayOff(person: Person, date: LocalDate, { calendar, settings }: Surroundings): 'leave' | 'holiday' | 'hours' | null {
  if (person.leave.some(({ from, until }) => from <= date && date <= until)) return 'leave';
  if (!settings.worksOnHolidays && isHoliday(calendar, date).is) return 'holiday';
  return hoursOn(person, date, calendar).length === 0 ? 'hours' : null;
}

/** Every reason why not, [] when free. `engagements` are the person's own, the visit itself not counted against itself. */
export function busyAt(person: Person, wanted: Wanted, engagements: readonly Engagement[], around: Surroundings): Busy[] {
  const { zone, calendar } = around;
  const date = localDateOf(wanted.from, zone);
  const busy: Busy[] = [];
  const off = dayOff(person, date, around);
  if (off) busy.push(off);
  else if (!hoursOn(person, date, calendar).some(({ from, until }) => from <= localTimeOf(wanted.from, zone) && localDateOf(wanted.until, zone) === date && localTimeOf(wanted.until, zone) <= until)) busy.push('hours');
  const others = engagements.filter((one) => one.accountId === person.accountId && one.occurrence !== wanted.occurrence);
  if (others.some((one) => one.from < wanted.until && wanted.from < one.until)) busy.push('double-booked');
  else if (others.some((one) => tooFar(one, wanted, around))) busy.push('travel');
  if (others.filter((one) => localDateOf(one.from, zone) === date).length >= person.dailyLoad) busy.push('load');
  return busy;
}

/** True when there is no time to get from one visit to the other. */
export function tooFar(a: Pick<Engagement, 'from' | 'until' | 'at'>, b: Pick<Wanted, 'from' | 'until' | 'at'>, { map, settings }: Pick<Surroundings, 'map' | 'settings'>): boolean {
  const [first, second] = a.from <= b.from ? [a, b] : [b, a];
  return minutesBetween(first.until, second.from) < travelMinutes(first.at, second.at, map, settings);
}
