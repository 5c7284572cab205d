/**
 * E-mail by SMTP. A connection that drops after DATA leaves no way to ask; the Message-ID is the same for every attempt of one message,
 * so that mailboxes fold a second copy, and at most one resend is allowed.
 */
import { createHash } from 'node:crypto';
import { createTransport } from 'nodemailer';
import type { Channel, LookupResult, OutboundMessage, SendResult } from './channel.js';
import { applyCode, hours, minutes } from './code-table.js';
import { smtpEffect } from './email-codes.js';
import { calendarInvite } from './email-invite.js';
import { noAnswer, withinDeadline } from './one-post.js';

export type EmailSettings = {
  host: string;
  port: number;
  /** True: TLS from the first byte (465). False: STARTTLS when offered; `requireTls` refuses to go on without. */
  secure: boolean;
  requireTls: boolean;
  auth?: { user: string; pass: string };
  /** Sender, and whose domain ends the Message-ID. */
  from: { name: string; address: string };
  timeoutMs?: number;
  lookupAfterMs?: number;
};

export function createEmailChannel({ host, port, secure, requireTls, auth, from, timeoutMs = 20_000, lookupAfterMs = minutes(5) }: EmailSettings): Channel {
  const transport = createTransport({
    host, port, secure, requireTLS: requireTls, ...(auth && { auth }),
    connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs, dnsTimeout: timeoutMs,
    // Templates come from us, but nothing in them may make the server read files or fetch URLs.
    disableFileAccess: true, disableUrlAccess: true,
  });
  const domain = from.address.slice(from.address.lastIndexOf('@') + 1);

  return {
    name: 'email',
    provider: 'smtp',
    timeoutMs,
    // The mail server's 250 is all that is ever heard.
    receipt: { withinMs: 0, ifNone: 'sent' },
    ambiguity: { lookupAfterMs, ifAbsent: 'resend', ifUnknown: 'resend', resend: { withinMs: hours(24), atMost: 1 } },

    async send(message: OutboundMessage): Promise<SendResult> {
      const { to, body, subject, invite } = message;
      if (!/^[^\s,;<>"@]+@[^\s,;<>"@]+$/.test(to)) return { outcome: 'rejected', reason: 'no-address', code: 'local.ADDRESS_MALFORMED', scope: 'recipient' };
      const id = messageId(message.attemptId, domain);
      const calendar = invite ? calendarInvite(invite, from.address, to) : null;
      if (invite && calendar === null) return { outcome: 'rejected', reason: 'content', code: 'local.INVITE_INVALID', scope: 'content' };
      const icalEvent = invite && calendar !== null && { method: invite.method, filename: 'visit.ics', content: calendar };
      try {
        const mail = transport.sendMail({
          from, to: { name: '', address: to }, messageId: id, subject: subject ?? firstLine(body), text: body, ...(icalEvent && { icalEvent }),
          headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
        });
        await withinDeadline(mail, timeoutMs);
        return { outcome: 'accepted', providerMessageId: id };
      } catch (error) {
        return resultOf(error);
      }
    },

    lookup: async (): Promise<LookupResult> => ({ found: 'unknown', final: true, detail: 'SMTP has no way to ask what became of a message' }),
    list: async () => null,
  };
}

/** The attempt number at the end is left out, so that a resend carries the same id. */
export function messageId(attemptId: string, domain: string): string {
  return `<${createHash('sha256').update(attemptId.replace(/\/\d+$/, '')).digest('hex').slice(0, 40)}@${domain}>`;
}

const firstLine = (body: string): string => body.split('\n', 1)[0] ?? '';

function resultOf(error: unknown): SendResult {
  if (!(error instanceof Error)) return noAnswer('SMTP', error);
  const code = 'code' in error ? error.code : undefined;
  // No encryption to be had: the mail itself was never offered.
  if (code === 'ETLS') return { outcome: 'rejected', reason: 'other', code, scope: 'account' };
  if ('responseCode' in error && typeof error.responseCode === 'number' && error.responseCode >= 400) {
    const said = 'response' in error && typeof error.response === 'string' ? error.response : '';
    return applyCode('SMTP', String(error.responseCode), smtpEffect(error.responseCode, said));
  }
  // nodemailer renames the codes of the network, but a failed `connect` or name look-up still shows.
  const neverConnected = code === 'EDNS' || ('syscall' in error && (error.syscall === 'connect' || error.syscall === 'getaddrinfo'));
  if (neverConnected) return { outcome: 'throttled', retryAfterMs: minutes(1) };
  if (code === 'EAUTH' || code === 'ENOAUTH') return { outcome: 'rejected', reason: 'credentials', code, scope: 'account' };
  return noAnswer('SMTP', error);
}
