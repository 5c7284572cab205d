/** A package is launched for a discharge. Twice returns the running episode. */
import { createRoute, z } from '@hono/zod-openapi';
import { launch } from '../../db/launch.js';
import { anchors } from '../../pathways/engine/vocabulary.js';
import type { ApiDeps } from '../deps.js';
import { needs } from '../auth.js';
import { principalOf } from '../env.js';
import { idempotent } from '../idempotency.js';
import { parse, readJson } from '../parse.js';
import { Problem } from '../problem.js';
import { router } from '../router.js';
import { Day, IdempotencyHeader, json, jsonBody, Moment, Ordinal, PersonalValues, refusals, Uuid } from '../schemas.js';

const Order = z
  .object({
    dischargeId: Uuid,
    packageId: z.string().regex(/^[a-z0-9-]+$/).openapi({ example: 'hip-wound-care' }),
    version: Ordinal.optional(),
    orderNo: z.string().min(1).max(100).optional().openapi({ description: 'The order that was paid for; the same order never launches twice' }),
    within: Uuid.optional().openapi({ description: 'Instead of an order: the episode of another package that includes this one. One of its units is taken; GET /episodes/{episodeId}/included says what is left' }),
    anchors: z.partialRecord(z.enum(anchors), Day).optional().openapi({ additionalProperties: false, example: { surgery: '2026-02-24' } }),
    personal: PersonalValues.optional().openapi({ description: 'Numbers and times of this patient that the package asks for, by parameter; GET /discharges/{dischargeId}/offers names them with their bounds', example: { lastDose: '14', doseHours: ['08:00', '20:00'] } }),
    pace: z.number().min(1).max(86_400).optional().openapi({ description: 'Training hospital only: how much faster than real time this patient\'s clock runs; 1 and POST /training/patients/{patientId}/skip to move it by hand' }),
    startsAt: Moment.optional().openapi({ description: 'Training hospital only: episode time at which it begins' }),
  })
  .strict()
  .refine(({ orderNo, within }) => (orderNo === undefined) !== (within === undefined), { path: ['orderNo'], message: 'Name the order that was paid for, or the episode within which the package starts: exactly one of orderNo and within' })
  .openapi('Launch');
const Launched = z.object({ episodeId: Uuid, outcome: z.enum(['launched', 'already-running']), status: z.string() }).openapi('Launched');

const access = needs('episode:launch');

export function launchRoutes(deps: ApiDeps) {
  const app = router();
  const middleware = [...access.middleware, idempotent(deps.sql, { repeatable: true })];
  app.openAPIRegistry.registerPath(
    createRoute({
      method: 'post', path: '/episodes', tags: ['Episodes'], summary: 'Launch a package', ...access, middleware,
      request: { headers: IdempotencyHeader, body: jsonBody(Order) },
      responses: { 200: json(Launched, 'This order is running already'), 201: json(Launched, 'Launched; the workflow starts at once'), ...refusals },
    }),
  );
  app.on('POST', ['/episodes'], ...middleware, async (c) => {
    const { anchors: given, version, startsAt, pace, personal, orderNo = '', within, ...asked } = parse(Order, await readJson(c), 'body');
    const { hospitalId, accountId } = principalOf(c);
    const result = await launch(deps.sql, {
      ...asked, orderNo, hospitalId, by: accountId,
      ...(within === undefined ? {} : { within }),
      ...(version === undefined ? {} : { version }),
      ...(pace === undefined ? {} : { pace }),
      ...(personal === undefined ? {} : { personal }),
      ...(given === undefined ? {} : { anchors: definedOnly(given) }),
      ...(startsAt === undefined ? {} : { startsAt: new Date(startsAt).toISOString() }),
    });
    switch (result.outcome) {
      case 'refused': {
        const [first] = result.refusals;
        const code = first?.code === 'unknown-discharge' || first?.code === 'unknown-package' ? 'not-found' : 'launch-refused';
        throw new Problem(code, result.refusals.map((r) => r.message).join(' '), { errors: result.refusals.map((r) => ({ pointer: '', detail: `${r.code}: ${r.message}` })), ...(first ? { reason: first.code } : {}) });
      }
      case 'already-running':
        return c.json({ episodeId: result.episodeId, outcome: 'already-running' as const, status: result.status }, 200);
      case 'launched':
        deps.starting.soon(result.start);
        return c.json({ episodeId: result.episodeId, outcome: 'launched' as const, status: 'launching' }, 201);
    }
  });
  return app;
}

const definedOnly = <K extends string, V>(record: Partial<Record<K, V | undefined>>): Partial<Record<K, V>> =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as Partial<Record<K, V>>;
