/** The text of a message, hidden until somebody with the right asks. Each look is written down, with who and what. */
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
    const [known] = await tx<{ patientId: string }[]>`select patient_id from obligation where hospital_id = ${hospitalId} and id = ${obligationId}`;
    if (!known) return null;
    await logAccess(tx, { hospitalId, actor, action: 'message.reveal', ref: obligationId, allowed: true });
    const rows = await tx<{ id: string; channel: string; state: string; language: string; episodeAt: Instant; messageEnc: Uint8Array }[]>`
      select id, channel, state, language, episode_at, message_enc from attempt
      where hospital_id = ${hospitalId} and patient_id = ${known.patientId} and carries @> array[${obligationId}] order by claimed_at, n`;
    return rows.map(({ id, messageEnc, episodeAt, ...row }) => {
      const { body, subject } = JSON.parse(crypt.open(messageEnc, `attempt/${id}`)) as OutboundMessage;
      return { ...row, attemptId: id, at: episodeAt, subject: subject ?? null, body };
    });
  });
