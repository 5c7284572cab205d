/** What the launch page needs beside the patient: what can be bought, and what the first thirty days would be. */
import { createRoute, z } from '@hono/zod-openapi';
import { previewLaunch } from '../../db/launch-preview.js';
import { packageOffers } from '../../db/read-models/offer-list.js';
import { nextThirtyDays } from '../../pathways/engine/next-thirty-days.js';
import { anchors } from '../../pathways/engine/vocabulary.js';
import { needs } from '../auth.js';
import type { ApiDeps } from '../deps.js';
import { principalOf } from '../env.js';
import { router } from '../router.js';
import { Day, json, refusals, Uuid } from '../schemas.js';

const text = z.string();
const Phrase = z.object({ zh: text.nullable(), en: text.nullable() });
const Offer = z
  .object({
    packageId: text, version: z.number(), title: Phrase, summary: Phrase, units: z.array(z.object({ service: text, count: z.number() })), amount: text.nullable(), funding: z.enum(['self-pay', 'insured']).nullable(), examplePrice: z.boolean(),
    signed: z.boolean(), anchors: z.array(text), episodeId: text.nullable(),
  })
  .openapi('PackageOffer');
const Discharge = z.object({ dischargeId: Uuid });
const Preview = z
  .object({
    refusals: z.array(z.object({ code: text, message: text })),
    outlook: z.object({ from: text, until: text, firm: z.array(z.looseObject({ at: text, step: text, what: text })), conditional: z.array(z.looseObject({})), suppressed: z.array(z.looseObject({ at: text, what: text, reason: text })) }).nullable(),
  })
  .openapi('LaunchPreview');

const offers = createRoute({
  method: 'get', path: '/discharges/{dischargeId}/offers', tags: ['Discharges'], summary: 'Packages that may be launched from this discharge, with price, units and what runs already', ...needs('discharge:read'),
  request: { params: Discharge }, responses: { 200: json(z.object({ items: z.array(Offer) }), 'By id'), ...refusals },
});
const preview = createRoute({
  method: 'get', path: '/discharges/{dischargeId}/launch-preview', tags: ['Discharges'], summary: 'What a launch would be refused for, and its first thirty days; nothing is stored', ...needs('discharge:read'),
  request: { params: Discharge, query: z.object({ packageId: z.string().regex(/^[a-z0-9-]+$/), version: z.coerce.number().int().min(1).optional(), ...Object.fromEntries(anchors.map((anchor) => [anchor, Day.optional()])) }).strict() },
  responses: { 200: json(Preview, 'Laid out by the engine itself'), ...refusals },
});

export function launchSheetRoutes({ sql }: ApiDeps) {
  const app = router();
  app.openapi(offers, async (c) => c.json({ items: await packageOffers(sql, principalOf(c).hospitalId, c.req.valid('param').dischargeId) }, 200));
  app.openapi(preview, async (c) => {
    const { packageId, version, ...days } = c.req.valid('query');
    const given = Object.fromEntries(anchors.flatMap((anchor) => { const day = (days as Record<string, string | undefined>)[anchor]; return day === undefined ? [] : [[anchor, day]]; }));
    const { refusals: found, begun } = await previewLaunch(sql, { hospitalId: principalOf(c).hospitalId, dischargeId: c.req.valid('param').dischargeId, packageId, anchors: given, ...(version === undefined ? {} : { version }) });
    return c.json({ refusals: found, outlook: begun === null ? null : nextThirtyDays(begun.plan, begun.episode) }, 200);
  });
  return app;
}
