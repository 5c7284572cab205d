/** The local inbox: what a phone, mailbox or WeCom would show when no provider is configured. */
import type { InboxEntry, Mailbox } from '../channels/inbox/inbox-channel.js';
import type { Sql } from './client.js';

export const createMailbox = (sql: Sql): Mailbox => ({
  async store({ id, hospitalId, channel, attemptId, to, body, subject }: InboxEntry) {
    await sql`insert into inbox_message (id, hospital_id, channel, attempt_id, to_address, body, subject)
      values (${id}, ${hospitalId}, ${channel}, ${attemptId}, ${to}, ${body}, ${subject})`;
  },
  async find(channel, attemptId) {
    const [row] = await sql<{ id: string }[]>`select id from inbox_message where channel = ${channel} and attempt_id = ${attemptId}`;
    return row ?? null;
  },
  since: (channel, since) => sql<{ id: string; to: string; attemptId: string; at: string }[]>`
    select id, to_address as "to", attempt_id, at from inbox_message where channel = ${channel} and at >= ${since} order by at, id`,
});
