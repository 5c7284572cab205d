/**
 * Whoever of the staff, or a program, is shown a patient's record stands in the access log (ADR 0097). In one place, by the names of
 * parameters: a new route is in by itself. The row is written once the answer is made and before it is given; no row, no answer.
 */
import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import { records, writeLook, writeSearch, type RecordName } from '../db/looks.js';
import type { ApiDeps } from './deps.js';
import type { Env } from './env.js';
import { OncePerSpan } from './once-per-span.js';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const isRecord = (name: string): name is RecordName => name in records;

/** Named in the path, or in the query of a list that shows one patient's alone. */
function shownBy(c: Context<Env>): { name: RecordName; id: string }[] {
  const named = c.req.method === 'GET' || c.req.method === 'HEAD' ? [...Object.entries(c.req.query()), ...Object.entries(c.req.param())] : [];
  const beside = (c.get('beside') ?? []).map((id) => ['patientId', id] as const);
  return [...named, ...beside].flatMap(([name, id]) => (isRecord(name) && uuid.test(id) ? [{ name, id }] : []));
}

/** Of the answer that was made nothing is left for the refusal, its headers neither: a length or an ETag that is not the refusal's. */
async function withdraw(c: Context<Env>): Promise<void> {
  const made = [...c.res.headers.keys()].filter((name) => name !== 'x-request-id');
  await c.res.body?.cancel();
  c.res = undefined;
  c.finalized = false;
  for (const name of made) c.header(name);
}

/** Comes after `authenticate`. */
export function recordLooks({ sql, now }: Pick<ApiDeps, 'sql' | 'now'>) {
  const written = new OncePerSpan(now);
  return createMiddleware<Env>(async (c, next) => {
    await next();
    const principal = c.get('principal');
    if (principal === null || c.res.status >= 400) return;
    const { accountId, hospitalId, via } = principal;
    const asker = { hospitalId, actor: accountId, detail: { first: `${c.req.method} ${c.req.routePath}`, via } };
    try {
      for (const { name, id } of shownBy(c)) await written.run(accountId, `${accountId} ${name} ${id}`, () => writeLook(sql, asker, name, id));
      const found = c.get('found')?.toSorted();
      if (found) await written.run(accountId, `${accountId} ${found.join(' ')}`, () => writeSearch(sql, asker, found));
    } catch (error) {
      await withdraw(c);
      throw error;
    }
  });
}
