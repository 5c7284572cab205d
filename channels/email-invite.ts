/** A visit as a calendar invitation (RFC 5545/5546): one UID for the visit's life, SEQUENCE rises with every move, CANCEL takes it out again. */
import { type DateArray, type EventAttributes, createEvent } from 'ics';
import type { OutboundMessage } from './channel.js';

export type Invite = NonNullable<OutboundMessage['invite']>;

/** null: the visit's times or uid do not make an event. */
export function calendarInvite({ uid, sequence, method, start, end, summary }: Invite, from: string, to: string): string | null {
  const event: EventAttributes = {
    uid,
    sequence,
    method,
    title: summary,
    status: method === 'CANCEL' ? 'CANCELLED' : 'CONFIRMED',
    start: utc(start),
    startInputType: 'utc',
    end: utc(end),
    endInputType: 'utc',
    organizer: { email: from },
    attendees: [{ email: to, rsvp: false, role: 'REQ-PARTICIPANT', partstat: 'NEEDS-ACTION' }],
    productId: 'wuyou',
  };
  const { value, error } = createEvent(event);
  return error ? null : value;
}

function utc(instant: string): DateArray {
  const at = new Date(instant);
  return [at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate(), at.getUTCHours(), at.getUTCMinutes()];
}
