/**
 * Idempotency-Key for every POST that changes something: the first answer is stored and given again; another body under the same key is
 * refused; while the first is still at work the second gets 409. What lies behind is idempotent by command id as well, so a row left
 * by a crashed process may be taken over after 20 seconds, which no living request needs.
 */
import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import { withoutWaiting } from '../db/without-waiting.js';
import { principalOf } from './env.js';
import type { Database, Env } from './env.js';
import { Problem } from './problem.js';

const takeOverAfter = '20 seconds';
const longest = 200;

/** The key of a request that must carry one. Throws `Problem`. */
function keyOf(c: Context<Env>): string {
  const key = c.req.header('idempotency-key');
  if (!key) throw new Problem('idempotency-key-missing', 'Send an Idempotency-Key header (any unique text, e.g. a UUID) so that a repeated request cannot act twice.');
  if (key.length > longest) throw new Problem('bad-request', `Idempotency-Key is longer than ${longest} characters.`);
  return key;
}

/** For uploads: the body streams on, and what is stored remembers the key itself. */
export const keyed = createMiddleware<Env>(async (c, next) => {
  keyOf(c);
  await next();
});

type Kept = {
  /** What of the answer is stored and given again; an answer that holds a secret keeps all but that. */
  keep?: (body: string) => string;
  /** The same request again changes nothing and says the same by itself, by its command id or order number: so its answer goes out before it is on the disk. */
  repeatable?: true;
};

export const idempotent = (sql: Database, { keep = (body) => body, repeatable }: Kept = {}) =>
  createMiddleware<Env>(async (c, next) => {
    const key = keyOf(c);
    const { accountId, hospitalId } = principalOf(c);
    const requestHash = createHash('sha256').update(`${c.req.method} ${c.req.path}\n`).update(Buffer.from(await c.req.arrayBuffer())).digest('hex');
    // Not waited for: what the request does is committed after it, so it is never there without this claim.
    const [mine] = await sql<{ key: string }[]>`
      ${withoutWaiting(sql)} insert into idempotency (hospital_id, account_id, key, request_hash) select ${hospitalId}::uuid, ${accountId}::uuid, ${key}, ${requestHash} from quickly
      on conflict (hospital_id, account_id, key) do update set created_at = now()
        where idempotency.status is null and idempotency.request_hash = excluded.request_hash and idempotency.created_at < now() - ${takeOverAfter}::interval
      returning key`;
    if (!mine) return replay();
    await next();
    if (c.res.status >= 500) {
      await sql`delete from idempotency where hospital_id = ${hospitalId} and account_id = ${accountId} and key = ${key}`;
      return;
    }
    const stored = { body: keep(await c.res.clone().text()), contentType: c.res.headers.get('content-type') ?? 'application/json' };
    await sql`${repeatable ? withoutWaiting(sql) : sql``} update idempotency set status = ${c.res.status}, response = ${sql.json(stored)} ${repeatable ? sql`from quickly` : sql``}
      where hospital_id = ${hospitalId} and account_id = ${accountId} and key = ${key}`;

    async function replay(): Promise<Response> {
      const [row] = await sql<{ requestHash: string; status: number | null; response: { body: string; contentType: string } | null }[]>`
        select request_hash, status, response from idempotency where hospital_id = ${hospitalId} and account_id = ${accountId} and key = ${key}`;
      if (row && row.requestHash !== requestHash) throw new Problem('idempotency-key-reused', 'This Idempotency-Key was used before with another body; use a new key for a new request.');
      if (!row?.response || row.status === null) throw new Problem('in-flight', 'A request with this Idempotency-Key is still being carried out; ask again in a few seconds.', { headers: { 'retry-after': '2' } });
      // A 204 has no body, and an empty text would be one.
      const { body, contentType } = row.response;
      return body === '' ? new Response(null, { status: row.status, headers: { 'idempotency-replayed': 'true' } }) : new Response(body, { status: row.status, headers: { 'content-type': contentType, 'idempotency-replayed': 'true' } });
    }
  });
