/** Whether a freed slot is what a waiting patient asked for. */
import type { Instant, LocalTime } from '../engine/vocabulary.js';
import { addMinutes, localDateOf, localTimeOf, weekday } from '../time.js';

type Wish = { weekdays: readonly number[]; from: LocalTime; until: LocalTime; earlierOnly: boolean };
type Slot = { from: Instant; until: Instant };

/** `present`: when the visit is now. `noticeMinutes`: later than that from now, on the episode's clock. */
export function fitsWish(slot: Slot, wish: Wish, visit: { present: Instant; windowFrom: Instant; windowUntil: Instant; now: Instant }, zone: string, noticeMinutes: number): boolean {
  if (slot.from < addMinutes(visit.now, noticeMinutes) || slot.from < visit.windowFrom || slot.from >= visit.windowUntil || slot.from === visit.present) return false;
  if (wish.earlierOnly && slot.from >= visit.present) return false;
  const time = localTimeOf(slot.from, zone);
  return (wish.weekdays.length === 0 || wish.weekdays.includes(weekday(localDateOf(slot.from, zone)))) && wish.from <= time && time < wish.until;
}
