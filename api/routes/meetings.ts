/** Video calls when a visit is not needed: arranged about a case or a booked visit, joined by a link that is made when somebody joins. */
import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import { arrangeMeeting } from '../../db/meetings.js';
import type { MeetingAbout } from '../../db/meetings.js';
import { standInPath } from '../../meetings/stand-in.js';
import { fromMs } from '../../pathways/time.js';
import { needs } from '../auth.js';
import type { ApiDeps } from '../deps.js';
import { principalOf, type Env } from '../env.js';
import { idempotent } from '../idempotency.js';
import { joinPath, patientMeetings, providerOf, staffCall, toTheCall } from '../meetings.js';
import { layoutPolicy } from '../pages/layout.js';
import { callRefusedPage } from '../pages/call-refused.js';
import { trainingCallPage } from '../pages/training-call.js';
import { Problem, problems } from '../problem.js';
import { router } from '../router.js';
import { CaseParam, IdempotencyHeader, json, refusals, Uuid, VisitParam } from '../schemas.js';
import { signInFirst } from '../sign-in-first.js';

const Body = z.object({ meetingId: Uuid, opensAt: z.string(), closesAt: z.string(), joinUrl: z.string().openapi({ description: 'For staff who are signed in; the patient joins from the patient page' }) }).openapi('Meeting');
const Listed = z
  .object({
    meetingId: Uuid, escalation: z.string().nullable(), occurrence: z.string().nullable(), joinFrom: z.string(), opensAt: z.string(), closesAt: z.string(), open: z.boolean().openapi({ description: 'May be joined now' }), joinUrl: z.string(),
  })
  .openapi('PatientMeeting');

const refused = {
  unknown: () => new Problem('not-found', 'This hospital has no such case or visit; check the ids.'),
  closed: () => new Problem('conflict', 'It is closed: there is nothing left to call about.', { reason: 'closed' }),
  'not-booked': () => new Problem('conflict', 'The visit has no slot, or waits while a red case is open: book it first, or call about the case.', { reason: 'not-booked' }),
};

/** A call opens in a tab of its own, so whatever is wrong is a page there. */
const wantsPage = (c: Context<Env>): boolean => (c.req.header('accept') ?? '').includes('text/html');
const pagesSignInFirst = createMiddleware<Env>((c, next) => (wantsPage(c) ? signInFirst(c, next) : next()));

export function meetingRoutes(deps: ApiDeps) {
  const access = needs('meeting:open');
  const arrange = <P extends z.ZodObject>(path: string, summary: string, params: P) =>
    createRoute({ method: 'post', path, tags: ['Video'], summary, ...access, middleware: [...access.middleware, idempotent(deps.sql)], request: { params, headers: IdempotencyHeader }, responses: { 200: json(Body, 'Arranged, or the one that was arranged before and is not over'), ...refusals } });
  const join = createRoute({
    method: 'get', path: '/meetings/{meetingId}/join', tags: ['Video'], summary: 'Join: leads to the call', ...access, middleware: [pagesSignInFirst, ...access.middleware],
    request: { params: z.object({ meetingId: Uuid }) }, responses: { 303: { description: 'To the call' }, ...refusals },
  });
  const list = createRoute({
    method: 'get', path: '/patients/{patientId}/meetings', tags: ['Video'], summary: 'Video calls with a patient that are open or come', ...access,
    request: { params: z.object({ patientId: Uuid }) }, responses: { 200: json(z.object({ items: z.array(Listed) }), 'Soonest first'), ...refusals },
  });

  const app = router();
  const arranged = async (principal: { hospitalId: string; accountId: string }, episodeId: string, about: MeetingAbout) => {
    const { hospitalId, accountId } = principal;
    const provider = await providerOf(deps, hospitalId);
    const result = await arrangeMeeting(deps.sql, { hospitalId, episodeId, by: accountId, about, now: fromMs(deps.now()), newRoom: () => provider.newRoom() });
    if (result.outcome === 'refused') throw refused[result.why]();
    const { id, opensAt, closesAt } = result.meeting;
    return { meetingId: id, opensAt, closesAt, joinUrl: joinPath(id) };
  };
  app.openapi(arrange('/episodes/{episodeId}/escalations/{n}/meeting', 'A video call about a case, now', CaseParam), async (c) => {
    const { episodeId, n } = c.req.valid('param');
    return c.json(await arranged(principalOf(c), episodeId, { escalation: `${episodeId}/escalation/${n}` }), 200);
  });
  app.openapi(arrange('/episodes/{episodeId}/visits/{step}/{n}/meeting', 'A video call in the slot of a booked visit', VisitParam), async (c) => {
    const { episodeId, step, n } = c.req.valid('param');
    return c.json(await arranged(principalOf(c), episodeId, { occurrence: `${episodeId}/${step}/${n}` }), 200);
  });
  app.openapi(join, async (c) => {
    try {
      const to = await staffCall(deps, principalOf(c), c.req.valid('param').meetingId);
      return c.body(null, 303, { location: to, ...toTheCall });
    } catch (error) {
      if (!(error instanceof Problem) || !wantsPage(c)) throw error;
      return c.html(callRefusedPage(error.reason ?? error.code), problems[error.code][0], { 'content-security-policy': layoutPolicy, 'cache-control': 'no-store' });
    }
  });
  app.openapi(list, async (c) => {
    const { hospitalId } = principalOf(c);
    const items = await patientMeetings(deps, { hospitalId, ...c.req.valid('param') });
    return c.json({ items: items.map((meeting) => ({ ...meeting, joinUrl: joinPath(meeting.meetingId) })) }, 200);
  });
  app.get(standInPath, (c) => c.html(trainingCallPage(c.req.query('as') === 'patient' ? 'patient' : 'staff'), 200, { 'content-security-policy': layoutPolicy }));
  return app;
}
