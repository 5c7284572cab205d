import { describe, expect, it } from 'vitest';
import { FakeSmtp } from '../test/vendors/fake-smtp.js';
import type { OutboundMessage } from './channel.js';
import { channelContract } from './channel.contract.js';
import { createEmailChannel, messageId } from './email.js';

const channelTo = ({ port }: FakeSmtp, timeoutMs = 2_000) =>
  createEmailChannel({ host: '127.0.0.1', port, secure: false, requireTls: false, from: { name: 'XX医院', address: 'care@example.org' }, timeoutMs });
const message: OutboundMessage = {
  attemptId: 'e/dressing/1/0/eve/patient/email/1', hospitalId: 'h', to: 'zhang@example.com', subject: '上门服务', body: '明天10:00上门。\n如需改期请致电。',
  template: { key: 'visit.eve', params: {} }, language: 'zh-CN',
};

channelContract('E-mail', {
  create: async () => {
    const vendor = await new FakeSmtp().start();
    return { vendor, open: (timeoutMs) => channelTo(vendor, timeoutMs) };
  },
  to: 'zhang@example.com',
  rejections: [
    { code: '550', reason: 'no-address', scope: 'recipient' },
    { code: '552', reason: 'blocked', scope: 'recipient' },
    { code: '554', reason: 'content', scope: 'content' },
    { code: '571', reason: 'other', scope: 'recipient' },
  ],
  throttle: { seconds: 1, retryAfterMs: 15 * 60_000 },
  markerOf: (attemptId) => messageId(attemptId, 'example.org'),
  canLookUp: false,
  canList: false,
  ambiguousAfterTaking: ['accept-then-hang', 'accept-then-reset'],
  ambiguousWithoutTaking: ['hang'],
});

describe('E-mail', () => {
  const withServer = async (work: (server: FakeSmtp) => Promise<void>): Promise<void> => {
    const server = await new FakeSmtp().start();
    try {
      await work(server);
    } finally {
      await server.stop();
    }
  };

  it('carries the same Message-ID on a resend, so that a mailbox can fold the copies, and another for another message', () =>
    withServer(async (server) => {
      const channel = channelTo(server);
      await channel.send(message);
      await channel.send({ ...message, attemptId: 'e/dressing/1/0/eve/patient/email/2' });
      await channel.send({ ...message, attemptId: 'e/dressing/2/0/eve/patient/email/1' });
      const ids = server.mails.map((mail) => mail.messageId);
      expect(ids[0]).toBe(ids[1]);
      expect(ids[2]).not.toBe(ids[0]);
    }));

  it('invites to a visit, moves it under the same UID and a higher SEQUENCE, and takes it out again', () =>
    withServer(async (server) => {
      const channel = channelTo(server);
      const invite = { uid: 'visit-1@example.org', start: '2026-03-04T02:00:00.000Z', end: '2026-03-04T03:00:00.000Z', summary: '上门服务' };
      await channel.send({ ...message, invite: { ...invite, sequence: 0, method: 'REQUEST' } });
      await channel.send({ ...message, invite: { ...invite, sequence: 1, method: 'REQUEST', start: '2026-03-05T02:00:00.000Z', end: '2026-03-05T03:00:00.000Z' } });
      await channel.send({ ...message, invite: { ...invite, sequence: 2, method: 'CANCEL' } });
      const calendars = server.mails.map((mail) => {
        const part = mail.attachments.find((attachment) => attachment.mimeType.startsWith('text/calendar') || attachment.filename === 'visit.ics');
        return typeof part?.content === 'string' ? part.content : new TextDecoder().decode(part?.content ?? new ArrayBuffer(0));
      });
      expect(calendars.map((text) => /UID:(\S+)/.exec(text)?.[1])).toEqual(['visit-1@example.org', 'visit-1@example.org', 'visit-1@example.org']);
      expect(calendars.map((text) => /SEQUENCE:(\d+)/.exec(text)?.[1])).toEqual(['0', '1', '2']);
      expect(calendars.map((text) => /METHOD:(\w+)/.exec(text)?.[1])).toEqual(['REQUEST', 'REQUEST', 'CANCEL']);
      expect(calendars[0]).toContain('DTSTART:20260304T020000Z');
      expect(calendars[2]).toContain('STATUS:CANCELLED');
    }));

  it('refuses an invitation that cannot be written instead of failing', () =>
    withServer(async (server) => {
      const invite = { uid: 'u', sequence: 0, method: 'REQUEST' as const, start: 'tomorrow', end: '2026-03-04T03:00:00.000Z', summary: 's' };
      expect(await channelTo(server).send({ ...message, invite })).toMatchObject({ outcome: 'rejected', reason: 'content', code: 'local.INVITE_INVALID' });
      expect(server.posts).toBe(0);
    }));

  it('offers nothing to a server that cannot encrypt, when encryption is required', () =>
    withServer(async (server) => {
      const channel = createEmailChannel({ host: '127.0.0.1', port: server.port, secure: false, requireTls: true, from: { name: '', address: 'care@example.org' }, timeoutMs: 2_000 });
      expect(await channel.send(message)).toEqual({ outcome: 'rejected', reason: 'other', code: 'ETLS', scope: 'account' });
      expect(server.posts).toBe(0);
    }));

  it('does not hold a server’s policy against the mailbox', () =>
    withServer(async (server) => {
      server.script({ reject: '550 5.7.1' }, { reject: '550 5.1.1' });
      expect(await channelTo(server).send(message)).toMatchObject({ outcome: 'rejected', reason: 'blocked', scope: 'recipient' });
      expect(await channelTo(server).send(message)).toMatchObject({ outcome: 'rejected', reason: 'no-address', scope: 'recipient' });
    }));

  it('writes to one mailbox only, whatever the address field holds', () =>
    withServer(async (server) => {
      const channel = channelTo(server);
      for (const to of ['a@example.com, b@example.com', 'a@example.com\r\nBcc: b@example.com', '"x" <a@example.com>', 'nobody', '']) {
        expect(await channel.send({ ...message, to }), to).toMatchObject({ outcome: 'rejected', reason: 'no-address' });
      }
      expect(server.posts).toBe(0);
    }));

  it('keeps a line break in the subject from becoming a header', () =>
    withServer(async (server) => {
      await channelTo(server).send({ ...message, subject: 'a\r\nBcc: evil@example.com' });
      expect(server.mails[0]?.headers.some(({ key }) => key === 'bcc')).toBe(false);
      expect(server.received()).toHaveLength(1);
    }));
});
