/** When a patient's question is answered: a package may name hours in which somebody sits ready for them. */
import type { Instant, StaffRole } from '../engine/vocabulary.js';
import type { AnswerWindow } from '../engine/plan.js';
import { addMinutes, localTimeOf, nextLocalTime } from '../time.js';

export type AnswerDue = { dueAt: Instant; by: StaffRole };

/** Of all windows the one that answers first: at once while it is open, else from its next beginning. Null without any. */
export function answerDue(windows: readonly AnswerWindow[], at: Instant, zone: string): AnswerDue | null {
  const time = localTimeOf(at, zone);
  const dues = windows.map(({ from, to, withinMinutes, by }): AnswerDue => {
    const open = from <= time && time < to;
    return { dueAt: addMinutes(open ? at : nextLocalTime(at, from, zone), withinMinutes), by };
  });
  return dues.reduce<AnswerDue | null>((first, one) => (first === null || one.dueAt < first.dueAt ? one : first), null);
}
