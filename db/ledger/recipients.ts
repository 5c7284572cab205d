/** Vendors whose lists are asked per number need the numbers; they are kept encrypted with the attempts. */
import type { OutboundMessage } from '../../channels/channel.js';
import type { Crypt } from '../../messages/crypt.js';
import type { Sql } from '../client.js';

export const createRecipientsSince = (sql: Sql, crypt: Crypt, provider = 'aliyun') =>
  async function recipientsSince(since: string): Promise<string[]> {
    const rows = await sql<{ id: string; messageEnc: Uint8Array }[]>`
      select distinct on (to_hmac) id, message_enc from attempt where provider = ${provider} and claimed_at >= ${since} order by to_hmac, claimed_at desc`;
    return rows.map(({ id, messageEnc }) => (JSON.parse(crypt.open(messageEnc, `attempt/${id}`)) as OutboundMessage).to);
  };
