/** Whose is it? One question for every address that names a patient, an episode, a discharge, an account or a session. */
import type { Sql } from './client.js';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Name of a path parameter -> the table that its row is in, and what it is called in a refusal. */
const owned = { patientId: ['patient', 'patient'], otherId: ['patient', 'patient'], episodeId: ['episode', 'episode'], dischargeId: ['discharge', 'discharge'], accountId: ['account', 'account'], sessionId: ['session', 'session'] } as const;
type Owned = keyof typeof owned;
const isOwned = (name: string): name is Owned => name in owned;

/** What of these parameters is not this hospital's (or nowhere at all, which a stranger must not be able to tell apart); null: all is. What is no id is the validator's matter. */
export async function notOurs(sql: Sql, hospitalId: string, params: Record<string, string>): Promise<string | null> {
  for (const [name, id] of Object.entries(params)) {
    if (!isOwned(name) || !uuid.test(id)) continue;
    const [table, word] = owned[name];
    const found = await sql`select 1 from ${sql(table)} where id = ${id} and hospital_id = ${hospitalId}`;
    if (found.length === 0) return word;
  }
  return null;
}
