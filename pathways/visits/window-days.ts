/** A visit's window in the days that people speak of, the same on every screen. */
import { addMs } from '../time.js';

/** First and last day on which the visit may begin, as instants to be said as days. `windowUntil` is exclusive: the midnight after the last day. */
export const windowDays = ({ windowFrom, windowUntil }: { windowFrom: string; windowUntil: string }): { from: string; until: string } => ({ from: windowFrom, until: addMs(windowUntil, -1) });
