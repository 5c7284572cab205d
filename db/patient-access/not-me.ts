/** A link or code whose reader says that it was meant for somebody else: whose it is, and whether a nurse has heard of it. */
import type { Db, Tx } from '../client.js';
import type { Guard } from '../intake.js';
import type { Person } from './person.js';

/** By role, never by number or name. */
type Recipient = { owner: 'patient' } | { owner: 'family'; relation: string | null };

export async function recipientOf(sql: Db, { hospitalId, contactId }: Person): Promise<Recipient> {
  if (contactId === null) return { owner: 'patient' };
  const [row] = await sql<{ relation: string | null }[]>`select relation from contact where id = ${contactId} and hospital_id = ${hospitalId}`;
  return { owner: 'family', relation: row?.relation ?? null };
}

export const toldAlready = 'told-already';

/** Holds unless the episode has an open case that says exactly this, or one on its way: however often it is pressed, a nurse reads it once. Asked under the patient's lock. */
export const unlessTold = (episodeId: string, reason: string): Guard => async (tx: Tx) => {
  const [known] = await tx`select 1 from inbox where episode_id = ${episodeId} and kind = 'escalation-raised' and state = 'accepted' and payload->>'reason' = ${reason}
    union all select 1 from escalation where episode_id = ${episodeId} and status <> 'closed' and ${reason} = any(reports) limit 1`;
  return known ? { code: toldAlready, message: 'An open case says so already' } : null;
};
