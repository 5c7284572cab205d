/** A vendor's status reports on their way to our webhook, and what is wrong with them by the vendor's own count. */
import { seeded, shuffled } from './seeded.js';

export type Receipt = { url: string; init: { method: 'POST'; headers: Record<string, string>; body: string } };

/** Reports everything that is taken from now on, `afterMs` later, each status `times` times, in a seeded order, another one for each message. */
export type AutoReceipts = { afterMs: number; times: number; shuffleSeed?: number };

/** The same report again, an earlier status after a later one, a message of which nothing is reported. */
export type WrongReports = { repeated: number; 'out of order': number; none: number };

/** All of one message, in this order or in one drawn from `shuffleSeed`; `rank`: which status. Answers the HTTP status codes. */
export async function postReports(reports: readonly (Receipt & { rank: number })[], wrong: WrongReports, shuffleSeed?: number): Promise<number[]> {
  const answers: number[] = [];
  const told = new Set<number>();
  for (const { url, init, rank } of shuffleSeed === undefined ? reports : shuffled(reports, seeded(shuffleSeed))) {
    answers.push((await fetch(url, init)).status);
    if (told.has(rank)) wrong.repeated++;
    if ([...told].some((former) => former > rank)) wrong['out of order']++;
    told.add(rank);
  }
  return answers;
}
