/** Why and why not, and what comes next: answered from the journal by the engine itself. */
import { createRoute, z } from '@hono/zod-openapi';
import { logAccess } from '../../db/access-log.js';
import { episodeById } from '../../db/read-models/episode-list.js';
import { loadEpisode } from '../../db/replay.js';
import { whyEscalation } from '../../db/why/escalation.js';
import { NothingToExplain, say } from '../../db/why/explanation.js';
import type { Explanation } from '../../db/why/explanation.js';
import { whyMessage } from '../../db/why/message.js';
import { whyNotStep } from '../../db/why/step.js';
import { nextThirtyDays } from '../../pathways/engine/next-thirty-days.js';
import type { Plan } from '../../pathways/engine/plan.js';
import { needs } from '../auth.js';
import type { ApiDeps } from '../deps.js';
import { principalOf } from '../env.js';
import { allows } from '../permissions.js';
import { Problem } from '../problem.js';
import { router } from '../router.js';
import { EpisodeParam, json, refusals } from '../schemas.js';

const Phrase = z.object({ zh: z.string(), en: z.string() });
const Line = Phrase.extend({ program: z.string().optional().openapi({ description: 'The same as the program has it: conditions, ids, codes' }) });
const Why = z
  .object({ kind: z.string(), subject: z.string(), episodeId: z.string(), verified: z.boolean(), sections: z.array(z.object({ title: Phrase, lines: z.array(Line) })), text: z.string() })
  .openapi('Explanation');
const Language = z.object({ lang: z.enum(['zh-CN', 'en']).default('zh-CN') });
const Outlook = z
  .object({ from: z.string(), until: z.string(), firm: z.array(z.looseObject({ at: z.string(), step: z.string(), what: z.string() })), conditional: z.array(z.looseObject({})), suppressed: z.array(z.looseObject({ at: z.string(), what: z.string(), reason: z.string() })) })
  .openapi('Outlook');

const get = <P extends string, S extends z.ZodObject, Q extends z.ZodObject, T extends z.ZodType>(path: P, summary: string, params: S, query: Q, body: T, permission: 'why:read' | 'episode:read') =>
  createRoute({ method: 'get', path, tags: ['Explain'], summary, ...needs(permission), request: { params, query }, responses: { 200: json(body, summary), ...refusals } });
const routes = {
  outlook: get('/episodes/{episodeId}/next-thirty-days', 'The next thirty days: firm, conditional and suppressed, with reasons', EpisodeParam, z.object({}), Outlook, 'episode:read'),
  why: get('/episodes/{episodeId}/why', 'Why a message was (not) sent or a case raised; `id` from /messages or /escalations', EpisodeParam, Language.extend({ id: z.string().min(1).max(300) }), Why, 'why:read'),
  whyNot: get('/episodes/{episodeId}/why-not/{step}', 'Why a step did not happen (yet)', EpisodeParam.extend({ step: z.string().max(80) }), Language, Why, 'why:read'),
};

export function explainRoutes({ sql }: ApiDeps) {
  const app = router();
  const missing = (what: string) => new Problem('not-found', `This hospital has no such ${what}; take the id from the lists.`);
  async function own(hospitalId: string, episodeId: string): Promise<void> {
    if ((await episodeById(sql, hospitalId, episodeId)) === null) throw missing('episode');
  }
  const told = (explanation: Explanation, lang: 'zh-CN' | 'en') => ({ ...explanation, text: say(explanation, lang) });

  app.openapi(routes.outlook, async (c) => {
    const { episodeId } = c.req.valid('param');
    await own(principalOf(c).hospitalId, episodeId);
    const loaded = await loadEpisode(sql, episodeId);
    if (loaded === null || loaded.episode.status === 'launching') throw new Problem('conflict', 'The episode has not started yet; ask again in a moment.');
    return c.json(nextThirtyDays(JSON.parse(loaded.planJson) as Plan, loaded.episode), 200);
  });
  app.openapi(routes.why, async (c) => {
    const { episodeId } = c.req.valid('param');
    const { id, lang } = c.req.valid('query');
    await own(principalOf(c).hospitalId, episodeId);
    if (!id.startsWith(`${episodeId}/`)) throw missing('message or case in this episode');
    const principal = principalOf(c);
    // Whoever cares for the patient sees the values that were compared; that they looked is written down. Ops see only which rule it was.
    const reveal = allows(principal, 'message:reveal');
    if (reveal) await logAccess(sql, { hospitalId: principal.hospitalId, actor: principal.accountId, action: 'why:reveal', ref: id, allowed: true });
    const found = (await whyEscalation(sql, id, reveal)) ?? (await whyMessage(sql, id, null));
    if (found === null) throw missing('message or case');
    return c.json(told(found, lang), 200);
  });
  app.openapi(routes.whyNot, async (c) => {
    const { episodeId, step } = c.req.valid('param');
    await own(principalOf(c).hospitalId, episodeId);
    try {
      return c.json(told(await whyNotStep(sql, episodeId, step, false), c.req.valid('query').lang), 200);
    } catch (error) {
      throw error instanceof NothingToExplain ? new Problem('not-found', error.message) : error;
    }
  });
  return app;
}
