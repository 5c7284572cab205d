/** The clock of a training patient, moved by hand: to the next thing that is due, or to a given time. */
import { createRoute, z } from '@hono/zod-openapi';
import { planClockMove } from '../../db/training-clock.js';
import { needs } from '../auth.js';
import type { ApiDeps } from '../deps.js';
import { principalOf } from '../env.js';
import { idempotent } from '../idempotency.js';
import { Problem } from '../problem.js';
import { router } from '../router.js';
import { IdempotencyHeader, json, jsonBody, Moment, refusals, Uuid } from '../schemas.js';

const Moved = z.object({ from: z.string(), to: z.string(), episodes: z.number() }).openapi('ClockMoved');

export function trainingRoutes({ sql, care, now }: ApiDeps) {
  const access = needs('episode:launch');
  const skip = createRoute({
    method: 'post', path: '/training/patients/{patientId}/skip', tags: ['Training'], summary: 'Move a training patient\'s clock ahead: to the next thing due, or to `to`', ...access, middleware: [...access.middleware, idempotent(sql)],
    request: { params: z.object({ patientId: Uuid }), headers: IdempotencyHeader, body: jsonBody(z.object({ to: Moment.optional() }).strict()) },
    responses: { 202: json(Moved, 'The runs take the new time on within a second'), ...refusals },
  });
  const app = router();
  app.openapi(skip, async (c) => {
    const { to } = c.req.valid('json');
    const move = await planClockMove(sql, { hospitalId: principalOf(c).hospitalId, patientId: c.req.valid('param').patientId, to: to === undefined ? null : new Date(to).toISOString(), wallMs: now() });
    if (move.outcome === 'refused') throw new Problem(move.code === 'no-open-episode' ? 'not-found' : 'refused', move.message, { reason: move.code });
    try {
      for (const episodeId of move.episodes) await care.moveClock(episodeId, move.clock);
    } catch {
      throw new Problem('temporal-unavailable', 'The workflow service does not answer, so the clock stands where it was for at least one package; send the request again.');
    }
    return c.json({ from: move.from, to: move.to, episodes: move.episodes.length }, 202);
  });
  return app;
}
