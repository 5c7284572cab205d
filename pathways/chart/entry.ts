/** One line of a patient's timeline, whatever made it: the words that database, API and screens share. */

/** `message` goes to patient or family, `staff-message` to staff; `change` is what happened to the episode itself. */
export const entryKinds = ['visit', 'form', 'call', 'task', 'reading', 'message', 'staff-message', 'case', 'change'] as const;
export type EntryKind = (typeof entryKinds)[number];

/** What a mark on the timeline looks like: `planned` hollow, `happened` filled, `not` crossed (missed, failed), `left-out` struck through (cancelled, suppressed). */
export const entryStates = ['planned', 'happened', 'not', 'left-out'] as const;
export type EntryState = (typeof entryStates)[number];
