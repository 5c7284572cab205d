/** What is kept hidden until somebody with the right asks: the text of a message, a whole number. Each look is written down, with who and what. */
import type { OutboundMessage } from '../channels/channel.js';
import type { Crypt } from '../messages/crypt.js';
import type { Instant } from '../pathways/engine/vocabulary.js';
import { logAccess } from './access-log.js';
import { transact, type Sql } from './client.js';

export type RevealedText = { attemptId: string; channel: string; state: string; language: string; at: Instant; subject: string | null; body: string };
type Asking = { hospitalId: string; actor: string };

/** One per attempt that carried the message, oldest first; empty when nothing went out. null: no such message here. */
export const revealMessage = (sql: Sql, crypt: Crypt, { hospitalId, actor, obligationId }: Asking & { obligationId: string }): Promise<RevealedText[] | null> =>
  transact(sql, async (tx) => {
    const [known] = await tx`select 1 from obligation where hospital_id = ${hospitalId} and id = ${obligationId}`;
    if (!known) return null;
    await logAccess(tx, { hospitalId, actor, action: 'message.reveal', ref: obligationId, allowed: true });
    const rows = await tx<{ id: string; channel: string; state: string; language: string; episodeAt: Instant; messageEnc: Uint8Array }[]>`
      select id, channel, state, language, episode_at, message_enc from attempt where hospital_id = ${hospitalId} and carries @> array[${obligationId}] order by claimed_at, n`;
    return rows.map(({ id, messageEnc, episodeAt, ...row }) => {
      const { body, subject } = JSON.parse(crypt.open(messageEnc, `attempt/${id}`)) as OutboundMessage;
      return { ...row, attemptId: id, at: episodeAt, subject: subject ?? null, body };
    });
  });

export type RevealedContact = { name: string | null; value: string };

/** null: this patient of this hospital has no such contact. */
export const revealContact = (sql: Sql, { hospitalId, actor, patientId, contactId }: Asking & { patientId: string; contactId: string }): Promise<RevealedContact | null> =>
  transact(sql, async (tx) => {
    const [row] = await tx<RevealedContact[]>`select name, value from contact where hospital_id = ${hospitalId} and patient_id = ${patientId} and id = ${contactId}`;
    if (!row) return null;
    await logAccess(tx, { hospitalId, actor, action: 'contact.reveal', ref: contactId, allowed: true });
    return row;
  });
