/** The duty roster as the API gives it, and how its page says times. */
import type { DutyGap, DutyRole, DutyShift } from '../../../../db/read-models/duty-roster.js';
import type { Colleague } from '../../../../db/roster-shifts.js';
import { addDays, atLocal } from '../../../../pathways/time.js';

export type DutyRoster = { from: string; until: string; now: string; zone: string; roles: DutyRole[]; shifts: DutyShift[]; gaps: DutyGap[]; colleagues: Colleague[] };

export const onDutyAt = ({ shifts }: Pick<DutyRoster, 'shifts'>, role: string, at: string): DutyShift[] => shifts.filter((shift) => shift.role === role && shift.active && shift.startsAt <= at && at < shift.endsAt);

/** Everybody on duty for a role on a local day, with the part of that day: `from` or `until` null where the day itself is the end. */
export function dutyOn({ shifts }: Pick<DutyRoster, 'shifts'>, role: string, day: string, zone: string): { shift: DutyShift; from: string | null; until: string | null }[] {
  const [midnight, next] = [atLocal(day, '00:00', zone), atLocal(addDays(day, 1), '00:00', zone)];
  return shifts.filter((shift) => shift.role === role && shift.startsAt < next && shift.endsAt > midnight)
    .map((shift) => ({ shift, from: shift.startsAt > midnight ? shift.startsAt : null, until: shift.endsAt < next ? shift.endsAt : null }));
}
