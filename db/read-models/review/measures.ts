/**
 * The measures of the week review. A cell is one number of one package in one week: `n` alone is a count (or fen), with `of` it is the part
 * of a whole (for `rating` the sum of stars and how many rated). Cells add up over packages and weeks, except `active`, which is a state.
 * docs/measures.md gives numerator, denominator and clock of each.
 */
import type { LocalDate } from '../../../pathways/engine/vocabulary.js';
import { addDays, atLocal, weekday } from '../../../pathways/time.js';

export const measures = ['launched', 'active', 'completed', 'stopped', 'readmitted', 'contacts', 'acknowledged', 'contacted', 'no-show', 'rating', 'complaints', 'revenue'] as const;
export type Measure = (typeof measures)[number];

/** `detail`: of `stopped` the reason, else ''. `packageId` '': of no package (a complaint before any was bought). */
export type ReviewCell = { week: LocalDate; packageId: string; measure: Measure; detail: string; n: number; of: number | null };

/** What every block asks by: whole weeks, Monday 00:00 to Sunday 24:00 of the hospital's zone, in wall time. */
export type Weeks = { hospitalId: string; zone: string; first: LocalDate; count: number };

export const mondayOf = (day: LocalDate): LocalDate => addDays(day, 1 - weekday(day));
export const weekStarts = ({ first, count }: Pick<Weeks, 'first' | 'count'>): LocalDate[] => Array.from({ length: count }, (_, n) => addDays(first, n * 7));
/** From the first Monday's midnight to the one after the last week. */
export const spanOf = ({ zone, first, count }: Weeks): { from: string; until: string } => ({ from: atLocal(first, '00:00', zone), until: atLocal(addDays(first, count * 7), '00:00', zone) });
