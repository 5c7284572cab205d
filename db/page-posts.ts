/**
 * A form on the patient's page acts once: a double tap, a reload of the post or a repeated request after a lost answer leads to the same page. Kept
 * beside the API's idempotency keys; the key was rendered into the form.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Instant } from '../pathways/engine/vocabulary.js';
import { json, type Sql } from './client.js';

type Post = { hospitalId: string; /** The patient or the family contact. */ actor: string; key: string };
/** A row left by a process that died may be taken over after this; no living request needs as long. */
const takeOverAfterSeconds = 20;
const waitMs = { each: 150, most: 6_000 } as const;

/** `act` gets the wall time of the first post, so that a repeat says exactly the same. Returns where it led. */
export async function actOnce(sql: Sql, { hospitalId, actor, key }: Post, content: string, act: (at: Instant) => Promise<string>): Promise<string> {
  const name = `page:${key}`;
  for (let waited = 0; waited <= waitMs.most; waited += waitMs.each) {
    const at = await begin();
    if (at !== null) {
      try {
        const location = await act(at);
        await sql`update idempotency set status = 303, response = ${json(sql, { location })} where hospital_id = ${hospitalId} and account_id = ${actor} and key = ${name}`;
        return location;
      } catch (error) {
        await sql`delete from idempotency where hospital_id = ${hospitalId} and account_id = ${actor} and key = ${name}`;
        throw error;
      }
    }
    const [row] = await sql<{ response: { location: string } | null }[]>`select response from idempotency where hospital_id = ${hospitalId} and account_id = ${actor} and key = ${name}`;
    if (row?.response) return row.response.location;
    await pause(waitMs.each);
  }
  throw new StillActing('The same form is still being carried out');

  async function begin(): Promise<Instant | null> {
    const [fresh] = await sql<{ createdAt: Instant }[]>`insert into idempotency (hospital_id, account_id, key, request_hash) values (${hospitalId}, ${actor}, ${name}, ${content})
      on conflict (hospital_id, account_id, key) do update set request_hash = excluded.request_hash
        where idempotency.status is null and idempotency.created_at < now() - make_interval(secs => ${takeOverAfterSeconds})
      returning created_at`;
    return fresh?.createdAt ?? null;
  }
}

export class StillActing extends Error {
  override readonly name = 'StillActing';
}
