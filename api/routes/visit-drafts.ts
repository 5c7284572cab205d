/** The record of a visit while it is being written. Saving twice or late changes nothing; of two phones the newest is kept, and the other one is told. */
import { createRoute, z } from '@hono/zod-openapi';
import { draftOf, saveDraft } from '../../db/visit-drafts.js';
import { fromMs } from '../../pathways/time.js';
import { needs } from '../auth.js';
import type { ApiDeps } from '../deps.js';
import { principalOf } from '../env.js';
import { Problem } from '../problem.js';
import { router } from '../router.js';
import { json, jsonBody, Moment, refusals, VisitParam } from '../schemas.js';
import { visitOf } from '../visit-rows.js';
import { Answers } from './commands-care.js';

const Draft = z.object({ answers: Answers, writtenAt: z.string(), accountId: z.string() }).openapi('VisitDraft');
const Saved = z.object({ outcome: z.enum(['saved', 'older']), writtenAt: z.string().openapi({ description: 'Of the draft that is kept now: send it as basedOn with what goes on from it' }) }).openapi('DraftSaved');
const BasedOn = Moment.nullable().optional().openapi({ description: 'writtenAt of the kept draft from which this one goes on; it is then replaced whatever the clocks of two devices say' });
const path = '/episodes/{episodeId}/visits/{step}/{n}/draft' as const;

const put = createRoute({
  method: 'put', path, tags: ['Visits'], summary: 'Keep the record as it stands; a draft written earlier than the kept one, and not from it, changes nothing (`older`)', ...needs('visit:write'),
  request: { params: VisitParam, body: jsonBody(z.object({ answers: Answers, writtenAt: Moment, basedOn: BasedOn }).strict()) }, responses: { 200: json(Saved, 'Kept, or an older one left out'), ...refusals },
});
const get = createRoute({
  method: 'get', path, tags: ['Visits'], summary: 'The kept draft, or null', ...needs('visit:write'),
  request: { params: VisitParam }, responses: { 200: json(z.object({ draft: Draft.nullable() }), 'The draft'), ...refusals },
});

export function visitDraftRoutes({ sql, crypt, now }: ApiDeps) {
  const app = router();
  app.openapi(put, async (c) => {
    const { hospitalId, accountId } = principalOf(c);
    const visit = c.req.valid('param');
    const { answers, writtenAt, basedOn } = c.req.valid('json');
    const instant = (moment: string): string => fromMs(Date.parse(moment));
    const saved = await saveDraft(sql, crypt, { hospitalId, accountId, episodeId: visit.episodeId, occurrence: visitOf(visit), answers, writtenAt: instant(writtenAt), basedOn: basedOn ? instant(basedOn) : null, now: fromMs(now()) });
    if (saved.outcome === 'refused') throw new Problem(saved.code === 'unknown-visit' ? 'not-found' : 'refused', saved.message, { reason: saved.code });
    return c.json(saved, 200);
  });
  app.openapi(get, async (c) => c.json({ draft: await draftOf(sql, crypt, principalOf(c).hospitalId, visitOf(c.req.valid('param'))) }, 200));
  return app;
}
