/** Discharges in: a FHIR bundle or our own JSON one by one, CSV lists in bulk with a verdict per row. */
import { createHash } from 'node:crypto';
import { createRoute, z } from '@hono/zod-openapi';
import { stream } from 'hono/streaming';
import { batchRows, finishBatch, importRow, openBatch } from '../../db/import-batches.js';
import type { RowVerdict } from '../../db/import-batches.js';
import { storeDischarge } from '../../db/discharges.js';
import { hospitalOf } from '../../db/hospitals.js';
import { identityRefusals, remarkWords } from '../../discharges/identity-words.js';
import { readList } from '../../discharges/list.js';
import { nationalIdOf } from '../../discharges/national-id.js';
import { readDischarge } from '../../discharges/read.js';
import type { DischargeRecord } from '../../discharges/record.js';
import type { Crypt } from '../../messages/crypt.js';
import { fromMs } from '../../pathways/time.js';
import type { ApiDeps } from '../deps.js';
import { needs } from '../auth.js';
import { principalOf } from '../env.js';
import { idempotent } from '../idempotency.js';
import { parse, readJson } from '../parse.js';
import { Problem } from '../problem.js';
import { router } from '../router.js';
import { IdempotencyHeader, json, refusals, Uuid } from '../schemas.js';

const Refusal = z.object({ code: z.string(), detail: z.string() });
const Stored = z
  .object({ dischargeId: Uuid, patientId: Uuid, verdict: z.enum(['imported', 'updated', 'unchanged']), launchRefusals: z.array(Refusal), remarks: z.array(z.string()), understood: z.array(z.string()), missing: z.array(z.string()) })
  .openapi('StoredDischarge');
const Row = z.object({ line: z.number(), verdict: z.enum(['imported', 'updated', 'unchanged', 'refused']), dischargeId: Uuid.nullable(), problems: z.array(z.string()), launchRefusals: z.array(Refusal) }).openapi('ImportedRow');
/** `remarks`: what was not taken of the whole list. */
const Batch = z.object({ batchId: Uuid, encoding: z.string(), resumed: z.boolean(), counts: z.record(z.string(), z.number()), remarks: z.array(z.string()), rows: z.array(Row) }).openapi('ImportReport');

/** One line of a report that comes while the list is read. */
const Line = z.union([z.object({ rows: z.number() }), z.object({ row: Row }), z.object({ report: Batch }), z.object({ problem: z.string() })]).openapi('ImportLine');
const lines = 'application/x-ndjson';

const writing = needs('discharge:write');
const one = (deps: ApiDeps) =>
  createRoute({
    method: 'post', path: '/discharges', tags: ['Discharges'], summary: 'Store a discharge: a FHIR R4 (or STU3) bundle, or our own JSON',
    ...writing, middleware: [...writing.middleware, idempotent(deps.sql)],
    request: { headers: IdempotencyHeader, body: { required: true, content: { 'application/json': { schema: z.looseObject({}) }, 'application/fhir+json': { schema: z.looseObject({}) } } } },
    responses: { 200: json(Stored, 'Known already; updated or unchanged'), 201: json(Stored, 'Stored; launchRefusals says why no package may be launched from it, remarks what was taken otherwise than it was sent'), ...refusals },
  });
const From = z.object({ source: z.string().max(100).default('csv') });
const list = createRoute({
  method: 'post', path: '/discharges/import', tags: ['Discharges'], summary: 'Import a list: CSV (UTF-8 or GBK) or xlsx; the same file again resumes where it stopped, and judges refused rows anew', ...writing,
  request: { query: From, body: { required: true, content: { 'text/csv': { schema: z.string() }, 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': { schema: z.string().openapi({ format: 'binary' }) } } } },
  responses: { 200: { description: `A verdict per row; asked for as ${lines}, each as soon as it is known, then the report`, content: { 'application/json': { schema: Batch }, [lines]: { schema: Line } } }, ...refusals },
});

const largestCsv = 20 * 1024 * 1024;

export function dischargeRoutes(deps: ApiDeps) {
  const { sql, now } = deps;
  const app = router();
  app.openAPIRegistry.registerPath(one(deps));
  app.on('POST', ['/discharges'], ...one(deps).middleware, async (c) => {
    const read = readDischarge(await readJson(c));
    if (!read.ok) throw new Problem('invalid', read.problems.join('; '), { errors: read.problems.map((detail) => ({ pointer: detail.startsWith('/') ? detail.split(' ')[0] ?? '' : '', detail })) });
    const hospital = await hospitalOf(sql, principalOf(c).hospitalId);
    const stored = await storeDischarge(sql, hospital, read.record, { ...read, nationalIdHmac: nationalIdHmac(deps.crypt, read.record) }, fromMs(now()));
    if (stored.verdict === 'refused') throw new Problem('refused', identityRefusals[stored.refusal].en, { reason: stored.refusal });
    const { refusals: launchRefusals, remarks, ...rest } = stored;
    return c.json({ ...rest, launchRefusals, remarks: remarks.map(remarkWords), understood: read.understood, missing: read.missing }, stored.verdict === 'imported' ? 201 : 200);
  });
  app.openAPIRegistry.registerPath(list);
  app.on('POST', ['/discharges/import'], ...writing.middleware, async (c) => {
    const { hospitalId, accountId } = principalOf(c);
    const { source } = parse(From, c.req.query(), 'query');
    const bytes = new Uint8Array(await c.req.arrayBuffer());
    if (bytes.byteLength > largestCsv) throw new Problem('too-large', `The list is larger than ${largestCsv / 1024 / 1024} MB; split it.`);
    const read = await readList(bytes);
    if (!read.ok) throw new Problem('invalid', read.problems.join(' '));
    const { rows: found, format, encoding, remarks } = read;
    const hospital = await hospitalOf(sql, hospitalId);
    const batch = await openBatch(sql, { hospitalId, source, sha256: createHash('sha256').update(bytes).digest('hex'), format, rows: found.length, by: accountId });
    const waiting = found.filter(({ line }) => !batch.done.has(line));
    const importAll = async (told: (row: RowVerdict) => Promise<unknown>): Promise<z.infer<typeof Batch>> => {
      for (const row of waiting) await told(await importRow(sql, hospital, batch.id, row, fromMs(now())));
      await finishBatch(sql, hospitalId, batch.id);
      const rows = await batchRows(sql, hospitalId, batch.id);
      return { batchId: batch.id, encoding, resumed: batch.resumed, counts: countBy(rows), remarks, rows };
    };
    if (c.req.header('accept') !== lines) return c.json(await importAll(() => Promise.resolve()), 200);
    c.header('content-type', lines);
    return stream(c, async (out) => {
      const say = (line: z.infer<typeof Line>): Promise<unknown> => out.write(`${JSON.stringify(line)}\n`);
      await say({ rows: waiting.length });
      try {
        await say({ report: await importAll((row) => say({ row })) });
      } catch (error) {
        deps.log.error({ requestId: c.get('requestId'), error: error instanceof Error ? error.stack : String(error) }, 'an import stopped before its end');
        await say({ problem: '导入中断，请稍后再导入同一文件：会接着上次继续 · The import stopped before its end: import the same file again later, it goes on where it stopped.' });
      }
    });
  });
  return app;
}

const nationalIdHmac = (crypt: Pick<Crypt, 'index'>, { patient }: DischargeRecord): string | null => {
  const id = patient.nationalId === undefined ? null : nationalIdOf(patient.nationalId);
  return id === null ? null : crypt.index(`national-id/${id}`);
};

function countBy(rows: RowVerdict[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { verdict } of rows) counts[verdict] = (counts[verdict] ?? 0) + 1;
  return counts;
}
