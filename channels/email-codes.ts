/** SMTP reply codes as data (RFC 5321 4.2.3, RFC 4954). nodemailer reports 550 and 451 alike as EENVELOPE: only the reply code tells. */
import { type CodeEffect, type CodeTable, hours, minutes } from './code-table.js';

const recipient = (reason: 'no-address' | 'blocked' | 'other', source: string): CodeEffect => ({ then: 'rejected', reason, scope: 'recipient', source });
const account = (reason: 'credentials' | 'other', source: string): CodeEffect => ({ then: 'rejected', reason, scope: 'account', source });
const throttled = (retryAfterMs: number, source: string): CodeEffect => ({ then: 'throttled', retryAfterMs, source });

export const smtpCodes: CodeTable = {
  '421': throttled(minutes(5), 'Service not available, closing'),
  '450': throttled(minutes(15), 'Mailbox busy or grey-listed'),
  '451': throttled(minutes(15), 'Local error in processing'),
  '452': throttled(hours(1), 'Too little storage, or too many messages'),
  '454': throttled(minutes(5), 'Temporary authentication failure'),
  '500': account('other', 'Command not recognised'),
  '501': recipient('no-address', 'Syntax error in the address'),
  '503': account('other', 'Wrong order of commands'),
  '530': account('credentials', 'Authentication required'),
  '534': account('credentials', 'Authentication mechanism too weak'),
  '535': account('credentials', 'Credentials invalid'),
  '550': recipient('no-address', 'Mailbox unavailable'),
  '551': recipient('no-address', 'User not local'),
  '552': recipient('blocked', 'Mailbox full'),
  '553': recipient('no-address', 'Mailbox name not allowed'),
  '554': { then: 'rejected', reason: 'content', scope: 'content', source: 'Transaction failed, usually policy or content' },
};

/** 4yz: not taken, try later; 5yz: not taken, do not (RFC 5321 4.2.1). */
export function smtpEffect(code: number, reply: string): CodeEffect {
  // RFC 3463 X.7.X: a policy of the receiving server; the mailbox itself is in order.
  if (/^5\d\d[ -]5\.7\./.test(reply)) return recipient('blocked', 'Refused by policy of the receiving server');
  const known = smtpCodes[String(code)];
  if (known) return known;
  return code < 500 ? throttled(minutes(15), 'Unknown transient reply') : recipient('other', 'Unknown permanent reply: next channel');
}
