/** Why no package can be launched from a discharge, in the words that the import report and the API both use. */
import { daysBetween, isLocalDate } from '../pathways/time.js';
import type { LocalDate } from '../pathways/engine/vocabulary.js';

export type RefusalCode = 'dead' | 'not-discharged' | 'discharge-in-future' | 'discharge-long-past' | 'no-contact';
export type LaunchRefusal = { code: RefusalCode; detail: string };

/** A stay that ended longer ago than this is history, not a discharge to follow (administrative limit, not a clinical one). */
export const longestSinceDischargeDays = 14;
/** A discharge planned for the next days may be launched ahead. */
export const furthestAheadDays = 7;

export type LaunchFacts = { dead: boolean; dischargedOn: LocalDate | null; reachable: boolean };

/** `today` and `dischargedOn` are local dates in the patient's zone. Empty = nothing speaks against it. */
export function launchRefusals(facts: LaunchFacts, today: LocalDate): LaunchRefusal[] {
  const refusals: LaunchRefusal[] = [];
  // Nothing else matters then, and nobody is asked to add a number or a date.
  if (facts.dead) return [{ code: 'dead', detail: 'The patient has died; nobody will be contacted.' }];
  if (facts.dischargedOn === null || !isLocalDate(facts.dischargedOn)) {
    refusals.push({ code: 'not-discharged', detail: 'The stay has no end date; enter the discharge date first.' });
  } else {
    const ago = daysBetween(facts.dischargedOn, today);
    if (ago > longestSinceDischargeDays) refusals.push({ code: 'discharge-long-past', detail: `The stay ended on ${facts.dischargedOn}, ${ago} days ago; a package starts within ${longestSinceDischargeDays} days of discharge.` });
    if (ago < -furthestAheadDays) refusals.push({ code: 'discharge-in-future', detail: `The discharge date ${facts.dischargedOn} is ${-ago} days ahead; launch within ${furthestAheadDays} days before discharge.` });
  }
  if (!facts.reachable) refusals.push({ code: 'no-contact', detail: 'There is no number or account to reach the patient or the family by; add one contact.' });
  return refusals;
}
