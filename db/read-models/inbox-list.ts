/** The local inbox as a person reads it: what each phone or mailbox would show, newest last. */
import type { Instant } from '../../pathways/engine/vocabulary.js';
import type { Sql } from '../client.js';

export type InboxItem = { id: string; channel: string; toAddress: string; body: string; subject: string | null; at: Instant; episodeAt: Instant | null; recipient: string | null; purpose: string | null; obligationId: string | null; patientId: string | null; episodeId: string | null };

/** The last `limit` messages of the hospital, optionally to one address or about one patient. */
export async function inboxList(sql: Sql, f: { hospitalId: string; to?: string | undefined; patientId?: string | undefined; limit: number }): Promise<InboxItem[]> {
  const rows = await sql<InboxItem[]>`
    select m.id, m.channel, m.to_address, m.body, m.subject, m.at, a.episode_at, o.recipient, o.purpose, o.id as obligation_id, a.patient_id, a.episode_id
    from inbox_message m left join attempt a on a.id = m.attempt_id left join obligation o on o.id = a.obligation_id
    where m.hospital_id = ${f.hospitalId}
      ${f.to === undefined ? sql`` : sql`and m.to_address = ${f.to}`}
      ${f.patientId === undefined ? sql`` : sql`and a.patient_id = ${f.patientId}`}
    order by m.at desc, m.id desc limit ${f.limit}`;
  return rows.reverse();
}
