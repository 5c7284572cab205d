/** What virtual people are like. Invented rates, chosen so that every branch is met; they are no clinical claims. */
import type { Random } from './random.js';

export type Habits = {
  answersForms: number;
  ticksExercises: number;
  measures: number;
  keepsVisits: number;
  /** Chance that one answer or value is out of the ordinary. */
  unwell: number;
  answersPhone: number;
  /** Per day. */
  readmitted: number;
  dies: number;
  optsOut: number;
  /** No account: everything goes by SMS, so the daily cap bites. */
  smsOnly: boolean;
  hasFamily: boolean;
  /** Staff act on a case within its deadline. */
  staffInTime: number;
};

export const habitsOf = (random: Random): Habits => ({
  answersForms: random.between(0.5, 0.98), ticksExercises: random.between(0.4, 0.98), measures: random.between(0.5, 0.98), keepsVisits: random.between(0.85, 0.99),
  unwell: random.between(0.002, 0.05), answersPhone: random.between(0.6, 0.95), readmitted: 0.0012, dies: 0.0001, optsOut: 0.0004,
  smsOnly: random.chance(0.4), hasFamily: random.chance(0.8), staffInTime: random.between(0.8, 0.99),
});
