/** What is certain in the days ahead, as a reader wants it: a request and the message that carries it are one thing. Pure. */
import type { OutlookFirm } from '../../../../db/read-models/patient-outlook.js';
import { localDateOf } from '../../../../pathways/time.js';

/** Messages that only carry the step itself to the patient. */
const carriers = ['invite', 'measure', 'tell'];
const isStaff = ({ what, recipient }: OutlookFirm): boolean => what === 'message' && recipient !== 'patient' && recipient !== 'family';

export type FirmItem = OutlookFirm & { /** Ways by which the step reaches the patient; empty: none of its own. */ by: string[] };

/** `staff`: with notices and tasks for staff. */
export function mergedFirm(items: readonly OutlookFirm[], { staff }: { staff: boolean }): FirmItem[] {
  const carried = new Map(items.filter(({ what, purpose }) => what === 'message' && carriers.includes(purpose ?? '')).map((item) => [item.occurrence, item]));
  const steps = new Set(items.filter(({ what }) => what === 'step').map(({ occurrence }) => occurrence));
  return items.flatMap((item): FirmItem[] => {
    if (!staff && isStaff(item)) return [];
    if (item.what === 'message' && steps.has(item.occurrence) && carried.get(item.occurrence) === item) return [];
    return [{ ...item, by: item.what === 'step' ? (carried.get(item.occurrence)?.channels ?? []) : item.channels }];
  });
}

/** What is overdue stands on the worklist and under what happened; the days ahead begin with today. */
export const fromToday = (today: string, zone: string) => ({ slotFrom, at }: Pick<OutlookFirm, 'slotFrom' | 'at'>): boolean => localDateOf(slotFrom ?? at, zone) >= today;
