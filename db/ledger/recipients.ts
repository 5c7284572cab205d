/** Vendors whose lists are asked per number need the numbers; they are kept encrypted with the attempts; alarms from visits went to staff, notices of answers to whoever asked. */
import type { OutboundMessage } from '../../channels/channel.js';
import type { Crypt } from '../../messages/crypt.js';
import type { Sql } from '../client.js';

export const createRecipientsSince = (sql: Sql, crypt: Crypt, provider = 'aliyun') =>
  async function recipientsSince(since: string): Promise<string[]> {
    const rows = await sql<{ id: string; messageEnc: Uint8Array }[]>`
      select distinct on (to_hmac) id, message_enc from attempt where provider = ${provider} and claimed_at >= ${since} order by to_hmac, claimed_at desc`;
    const paged = await sql<{ value: string }[]>`select distinct c.value from alarm_page p join staff_contact c on c.account_id = p.account_id and c.kind = 'mobile'
      where p.provider = ${provider} and p.channel = 'sms' and p.posted_at >= ${since}`;
    const told = await sql<{ value: string }[]>`select distinct c.value from reply_notice n join contact c on c.id = n.contact_id
      where n.provider = ${provider} and n.channel = 'sms' and n.posted_at >= ${since}`;
    return [...new Set([...rows.map(({ id, messageEnc }) => (JSON.parse(crypt.open(messageEnc, `attempt/${id}`)) as OutboundMessage).to), ...paged.map(({ value }) => value), ...told.map(({ value }) => value)])];
  };
