/** What the patient page does before a command (a preview by the engine) and what it shows only on request, with a trace in the access log. */
import { createRoute, z } from '@hono/zod-openapi';
import { previewCommand } from '../../db/preview.js';
import { episodeById } from '../../db/read-models/episode-list.js';
import { revealMessage } from '../../db/reveal.js';
import { anchors, levels, pauseReasons, stopReasons } from '../../pathways/engine/vocabulary.js';
import { episodeWorkflowId } from '../../workflows/contract.js';
import { needs } from '../auth.js';
import { PreviewItem } from '../chart-rows.js';
import type { ApiDeps } from '../deps.js';
import { principalOf } from '../env.js';
import { Problem } from '../problem.js';
import { router } from '../router.js';
import { Day, EpisodeParam, Flags, json, jsonBody, Moment, Note, PersonalChanges, refusals, Uuid, Zone } from '../schemas.js';

const words = z.string().min(1).max(1000);
const occurrence = z.string().max(200);
const instant = Moment.transform((text) => new Date(text).toISOString());
const override = z.boolean().optional().openapi({ description: 'As in the command; whether anybody is free then is not looked at' });
const kinds = <K extends string, I extends z.ZodRawShape>(kind: K, input: I) => z.object({ kind: z.literal(kind), input: z.object(input).strict() }).strict();
/** The commands that the page offers; each input as the command's own route takes it. */
const Command = z.discriminatedUnion('kind', [
  kinds('pause', { reason: z.enum(pauseReasons), note: Note }), kinds('resume', {}), kinds('stop', { reason: z.enum(stopReasons), note: Note }), kinds('patient-died', {}), kinds('patient-readmitted', {}), kinds('opt-out', {}), kinds('opt-in', {}),
  kinds('away-set', { away: z.array(z.object({ from: Day, until: Day }).strict()).max(20) }),
  kinds('facts-changed', { flags: Flags, hasFamilyContact: z.boolean() }),
  kinds('zone-changed', { zone: Zone }),
  kinds('anchor-set', { anchor: z.enum(anchors), date: Day, reason: words, correct: z.boolean().optional() }),
  kinds('personal-set', { values: PersonalChanges, reason: words }),
  kinds('steps-start', { steps: z.array(z.string().max(80)).min(1).max(20), reason: words }), kinds('escalation-raised', { level: z.enum(levels), reason: words }),
  kinds('visit-cancelled', { occurrence, reason: words }), kinds('visit-moved', { occurrence, from: instant, until: instant, reason: words, override }), kinds('visit-booked', { occurrence, from: instant, until: instant, assignee: Uuid.optional(), override }),
]).openapi('CommandToPreview');

const Revealed = z.object({ items: z.array(z.object({ attemptId: z.string(), channel: z.string(), state: z.string(), language: z.string(), at: z.string(), subject: z.string().nullable(), body: z.string() })) }).openapi('RevealedMessage');
const preview = createRoute({
  method: 'post', path: '/episodes/{episodeId}/preview', tags: ['Patient page'], summary: 'What a command would do, decided by the engine on a copy; nothing is recorded', ...needs('episode:read'),
  request: { params: EpisodeParam, query: z.object({ language: z.enum(['zh-CN', 'en']).default('zh-CN') }).strict(), body: jsonBody(Command) }, responses: { 200: json(z.object({ items: z.array(PreviewItem) }), 'One per episode that would hear of it, the addressed one first'), ...refusals },
});
const message = createRoute({
  method: 'post', path: '/messages/reveal', tags: ['Messages'], summary: 'The text that went out; who looked is written down', ...needs('message:reveal'),
  request: { body: jsonBody(z.object({ obligationId: z.string().min(1).max(400) }).strict()) }, responses: { 200: json(Revealed, 'One per attempt, oldest first'), ...refusals },
});
const history = createRoute({
  method: 'get', path: '/episodes/{episodeId}/workflow-history', tags: ['Operations'], summary: 'Where the workflow history of an episode can be read', ...needs('history:decode'),
  request: { params: EpisodeParam }, responses: { 200: json(z.object({ workflowId: z.string(), url: z.string().nullable().openapi({ description: 'null: no Temporal UI is configured' }) }), 'The address'), ...refusals },
});

export function chartActRoutes({ sql, crypt, now, temporalUi, temporalNamespace }: ApiDeps) {
  const app = router();
  const missing = (what: string) => new Problem('not-found', `This hospital has no such ${what}; take the id from the lists.`);

  app.openapi(preview, async (c) => {
    const { hospitalId, accountId } = principalOf(c);
    const { episodeId } = c.req.valid('param');
    if ((await episodeById(sql, hospitalId, episodeId)) === null) throw missing('episode');
    const items = await previewCommand(sql, { hospitalId, episodeId, by: accountId, language: c.req.valid('query').language, wallMs: now(), command: c.req.valid('json') });
    if (items.length === 0) throw new Problem('conflict', 'The episode has not started yet; ask again in a moment.');
    return c.json({ items }, 200);
  });
  app.openapi(message, async (c) => {
    const { hospitalId, accountId } = principalOf(c);
    const items = await revealMessage(sql, crypt, { hospitalId, actor: accountId, ...c.req.valid('json') });
    if (items === null) throw missing('message');
    return c.json({ items }, 200);
  });
  app.openapi(history, async (c) => {
    const { hospitalId } = principalOf(c);
    const { episodeId } = c.req.valid('param');
    if ((await episodeById(sql, hospitalId, episodeId)) === null) throw missing('episode');
    const workflowId = episodeWorkflowId(episodeId);
    return c.json({ workflowId, url: temporalUi === null ? null : `${temporalUi.replace(/\/$/, '')}/namespaces/${encodeURIComponent(temporalNamespace)}/workflows/${encodeURIComponent(workflowId)}` }, 200);
  });
  return app;
}
