/** What virtual people are like outside of their bodies. Invented rates (mark C), chosen so that every branch is met; they are no clinical claims. */
import type { Random } from './random.js';

export type Habits = {
  answersForms: number;
  ticksExercises: number;
  /** A prescribed dose is done-marked more faithfully than an exercise. */
  ticksDoses: number;
  measures: number;
  keepsVisits: number;
  answersPhone: number;
  /** Days of the course on which nothing is answered or measured: fed up, a wedding, no battery. */
  silent: { from: number; until: number }[];
  /** Days away from home, told to the hospital. */
  travels: { from: number; until: number } | null;
  /** Owns a second cuff or meter that shows this much more. */
  secondDevice: number | null;
  /** No account: everything goes by SMS, so the daily cap bites. */
  smsOnly: boolean;
  hasFamily: boolean;
  /** Staff act on a case within its deadline. */
  staffInTime: number;
};

/** Per day. */
export const perDay = { readmitted: 0.0012, dies: 0.00008, optsOut: 0.0002, withdraws: 0.0002, asksForHelp: 0.0003 };
/** Of all pregnancies that were with us after the twelfth week. */
export const losesPregnancy = 0.012;

export const habitsOf = (days: number, random: Random): Habits => ({
  answersForms: random.between(0.65, 0.98), ticksExercises: random.between(0.5, 0.98), ticksDoses: random.between(0.85, 0.99), measures: random.between(0.6, 0.98), keepsVisits: random.between(0.9, 0.99),
  answersPhone: random.between(0.65, 0.95), silent: spells(days, 0.06, [2, 9], random), travels: spells(days, 0.006, [3, 8], random)[0] ?? null,
  secondDevice: random.chance(0.05) ? random.between(-12, 12) : null, smsOnly: random.chance(0.4), hasFamily: random.chance(0.8), staffInTime: random.between(0.85, 0.99),
});

function spells(days: number, perWeek: number, [shortest, longest]: readonly [number, number], random: Random): { from: number; until: number }[] {
  const found: { from: number; until: number }[] = [];
  for (let day = 0; day < days; day++) {
    if (!random.chance(perWeek / 7)) continue;
    const until = day + random.between(shortest, longest);
    found.push({ from: day, until });
    day = Math.ceil(until);
  }
  return found;
}

export const isSilent = ({ silent }: Habits, day: number): boolean => silent.some(({ from, until }) => day >= from && day < until);
