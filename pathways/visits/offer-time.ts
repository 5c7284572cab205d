/** When staff may be asked, and how long they have. Wall time: people answer on their own clock, whatever a training hospital's episodes show. */
import type { Instant } from '../engine/vocabulary.js';
import { addHours, addMinutes, earliest, localTimeOf, nextLocalTime } from '../time.js';
import type { ServiceSettings } from './conventions.js';

type Settings = Pick<ServiceSettings, 'offerHours' | 'urgentHours' | 'offerMinutes'>;

/** null: now. Else when the asking hours begin again. */
export function askLater(now: Instant, visitAt: Instant, zone: string, { offerHours, urgentHours }: Settings): Instant | null {
  const time = localTimeOf(now, zone);
  if (offerHours.from <= time && time < offerHours.until) return null;
  return visitAt <= addHours(now, urgentHours) ? null : nextLocalTime(now, offerHours.from, zone);
}

/** An offer ends with its time to answer, at the latest when the visit begins. */
export const answerBy = (now: Instant, visitAt: Instant, { offerMinutes }: Settings): Instant => earliest(addMinutes(now, offerMinutes), visitAt);
