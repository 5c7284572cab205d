/** What the launch page needs beside the patient: what can be bought, and what the first thirty days would be. */
import { createRoute, z } from '@hono/zod-openapi';
import { launchOutlook } from '../../db/launch-outlook.js';
import { previewLaunch } from '../../db/launch-preview.js';
import { planOf } from '../../db/plans.js';
import { packageOffers } from '../../db/read-models/offer-list.js';
import { printedPlan } from '../../db/read-models/printed-plan.js';
import { anchors } from '../../pathways/engine/vocabulary.js';
import { needs } from '../auth.js';
import type { ApiDeps } from '../deps.js';
import { principalOf } from '../env.js';
import { Problem } from '../problem.js';
import { router } from '../router.js';
import { parse } from '../parse.js';
import { Day, json, OrdinalInPath, PersonalQuestion, PersonalValues, refusals, Uuid } from '../schemas.js';

const text = z.string();
const longestPersonal = 4000;
/** JSON in a query: OpenAPI says so with a media type where a schema stood (open-api.ts). */
const PersonalInQuery = z.string().refine((text) => text.length <= longestPersonal, { error: `must hold at most ${longestPersonal} characters` })
  .openapi({ param: { description: 'As in POST /episodes', content: { 'application/json': { schema: { $ref: '#/components/schemas/PersonalValues' } } } } });
const Phrase = z.object({ zh: text.nullable(), en: text.nullable() });
const Offer = z
  .object({
    packageId: text, version: z.number(), title: Phrase, summary: Phrase, units: z.array(z.object({ service: text, count: z.number() })), amount: text.nullable(), funding: z.enum(['self-pay', 'insured']).nullable(), examplePrice: z.boolean(),
    signed: z.boolean(), anchors: z.array(text), personal: z.array(PersonalQuestion.extend({ label: Phrase })), atHome: z.boolean(), episodeId: text.nullable(),
  })
  .openapi('PackageOffer');
const Discharge = z.object({ dischargeId: Uuid });
const Preview = z
  .object({
    refusals: z.array(z.object({ code: text, message: text })), warnings: z.array(z.object({ code: text, roles: z.array(text), message: text })),
    outlook: z.object({
      from: text, until: text, firm: z.array(z.object({ at: text, what: z.enum(['step', 'message']), kind: text, label: text, purpose: text.nullable(), recipient: text.nullable() })),
      conditional: z.array(z.object({ rule: text, level: z.enum(['red', 'orange', 'yellow']), instruction: text, to: z.array(text), contactWithinMinutes: z.number() })),
      suppressed: z.array(z.object({ at: text, label: text, what: text, reason: text })),
    }).nullable(),
  })
  .openapi('LaunchPreview');

const offers = createRoute({
  method: 'get', path: '/discharges/{dischargeId}/offers', tags: ['Discharges'], summary: 'Packages that may be launched from this discharge, with price, units and what runs already', ...needs('discharge:read'),
  request: { params: Discharge }, responses: { 200: json(z.object({ items: z.array(Offer) }), 'By id'), ...refusals },
});
const preview = createRoute({
  method: 'get', path: '/discharges/{dischargeId}/launch-preview', tags: ['Discharges'], summary: 'What a launch would be refused for, and its first thirty days; nothing is stored', ...needs('discharge:read'),
  request: { params: Discharge, query: z.object({ packageId: z.string().regex(/^[a-z0-9-]+$/), version: OrdinalInPath.optional(), language: z.enum(['zh-CN', 'en']).default('zh-CN'), within: Uuid.optional().openapi({ description: 'As in POST /episodes' }), personal: PersonalInQuery.optional(), ...Object.fromEntries(anchors.map((anchor) => [anchor, Day.optional()])) }).strict() },
  responses: { 200: json(Preview, 'Laid out by the engine itself'), ...refusals },
});

const Plan = z
  .object({
    patient: z.object({ familyName: text, givenName: text, birthDate: text.nullable(), sex: text }), hospital: z.object({ name: text, phone: text, entry: text }), zone: text, packages: z.array(z.object({ title: text, summary: text })),
    items: z.array(z.object({ at: text, kind: text, label: text, package: text, slotFrom: text.nullable(), slotUntil: text.nullable() })), fever: text.nullable(),
  })
  .openapi('PrintedPlan');
const plan = createRoute({
  method: 'get', path: '/patients/{patientId}/plan', tags: ['Patients'], summary: 'What the patient takes home on paper: the next thirty days of all running packages', ...needs('patient:read'),
  request: { params: z.object({ patientId: Uuid }), query: z.object({ language: z.enum(['zh-CN', 'en']).default('zh-CN') }).strict() }, responses: { 200: json(Plan, 'In the language asked for'), ...refusals },
});

/** What is no JSON at all is refused like JSON of another shape. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

export function launchSheetRoutes({ sql }: ApiDeps) {
  const app = router();
  app.openapi(offers, async (c) => c.json({ items: await packageOffers(sql, principalOf(c).hospitalId, c.req.valid('param').dischargeId) }, 200));
  app.openapi(preview, async (c) => {
    const { packageId, version, language, personal, within, ...days } = c.req.valid('query');
    const { hospitalId } = principalOf(c);
    const given = Object.fromEntries(anchors.flatMap((anchor) => { const day = (days as Record<string, string | undefined>)[anchor]; return day === undefined ? [] : [[anchor, day]]; }));
    const { refusals: found, warnings, begun } = await previewLaunch(sql, { hospitalId, dischargeId: c.req.valid('param').dischargeId, packageId, anchors: given, ...(within === undefined ? {} : { within }), ...(personal === undefined ? {} : { personal: parse(PersonalValues, jsonOf(personal), 'query') }), ...(version === undefined ? {} : { version }) });
    if (begun === null) return c.json({ refusals: found, warnings, outlook: null }, 200);
    const { texts } = await planOf(sql, hospitalId, { id: begun.plan.id, version: begun.plan.version, hash: begun.hash });
    return c.json({ refusals: found, warnings, outlook: launchOutlook(begun.plan, begun.episode, texts[language] ?? {}) }, 200);
  });
  app.openapi(plan, async (c) => {
    const found = await printedPlan(sql, { hospitalId: principalOf(c).hospitalId, patientId: c.req.valid('param').patientId, ...c.req.valid('query') });
    if (found === null) throw new Problem('not-found', 'This hospital has no such patient; check the id.');
    return c.json(found, 200);
  });
  return app;
}
