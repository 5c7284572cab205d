/** What patients, families and devices report, and what staff does with visits and calls. */
import { z } from '@hono/zod-openapi';
import type { Principal } from '../../db/accounts.js';
import { firstNumberOf } from '../../db/inbound.js';
import type { Guard } from '../../db/intake.js';
import { claimSlot } from '../../db/visits/claim-slot.js';
import type { GoerAct } from '../../db/visits/stand-in.js';
import { callOutcomes, taskOutcomes } from '../../pathways/engine/vocabulary.js';
import { addCommand } from '../command-route.js';
import type { ApiDeps } from '../deps.js';
import { Problem } from '../problem.js';
import { router } from '../router.js';
import { photosOfVisit } from '../visit-photos.js';
import { byName, DecimalText, EpisodeParam, Moment, trimmed, Uuid, VisitParam } from '../schemas.js';
import { asGoer } from '../visit-actor.js';
import { StandInReason, visitOf } from '../visit-rows.js';

const name = /^[a-z][A-Za-z0-9]{0,40}$/;
const notAName = 'must be a name like chestPain';
const AnswerValue = z.union([z.string().max(2000), z.boolean(), z.array(z.string().max(200)).max(50)], { error: 'must be text (a number too, in quotes), true or false, or a list of texts' });
/** form -> question -> value; numbers as text. */
export const Answers = byName(name, byName(name, AnswerValue, notAName), notAName).openapi('Answers', { example: { core: { chestPain: false, temperature: '36.8' } } });
const StepRef = z.string().regex(/^[a-z0-9-]+#\d+$/, 'must be <step>#<n>, e.g. follow-up-d3#1').openapi({ example: 'follow-up-d3#1' });

const occurrence = (episodeId: string, ref: string): string => `${episodeId}/${ref.replace('#', '/')}`;
const instant = (text: string): string => new Date(text).toISOString();
const Slot = z.object({ from: Moment, until: Moment }).strict().refine((s) => s.from < s.until || new Date(s.from) < new Date(s.until), { message: 'from must be before until', path: ['until'] });

export function careCommandRoutes(deps: ApiDeps) {
  const app = router();
  addCommand(app, deps, {
    path: '/episodes/{episodeId}/answers', tag: 'Answers', summary: 'A filled form, from patient, family or entered by staff', permission: 'answer:write',
    params: EpisodeParam,
    body: z
      .object({ step: StepRef.optional(), occurrence: z.string().max(200).optional().openapi({ description: "The form's full id, e.g. from its link, instead of `step`" }), answers: Answers, answeredBy: z.enum(['patient', 'family', 'staff']) }).strict()
      .refine((b) => b.step === undefined || b.occurrence === undefined, { message: 'send either step or occurrence' }),
    kind: 'answer-received',
    input: ({ episodeId }, b) => {
      const of = b.step ? occurrence(episodeId, b.step) : b.occurrence;
      return { episodeId, input: { ...(of ? { occurrence: of } : {}), answers: b.answers, answeredBy: b.answeredBy } };
    },
  });
  addCommand(app, deps, {
    path: '/episodes/{episodeId}/readings', tag: 'Readings', summary: 'A device or self-measured value', permission: 'reading:write',
    params: EpisodeParam,
    body: z.object({ reading: z.string().regex(name), values: byName(name, DecimalText, notAName), measuredAt: Moment, device: z.string().max(80).optional() }).strict(),
    kind: 'reading-received',
    input: ({ episodeId }, b) => ({ episodeId, input: { reading: b.reading, values: b.values, measuredAt: instant(b.measuredAt), ...(b.device ? { device: b.device } : {}) } }),
  });
  addCommand(app, deps, {
    path: '/episodes/{episodeId}/ticks', tag: 'Answers', summary: 'A done-mark for an exercise or dose', permission: 'answer:write',
    params: EpisodeParam, body: z.object({ step: StepRef }).strict(), kind: 'step-ticked',
    input: ({ episodeId }, b) => ({ episodeId, input: { occurrence: occurrence(episodeId, b.step) } }),
  });
  addCommand(app, deps, {
    path: '/episodes/{episodeId}/calls', tag: 'Calls', summary: 'What became of a phone call', permission: 'call:write',
    params: EpisodeParam,
    body: z.object({ step: StepRef.optional(), obligation: z.string().max(300).optional(), outcome: z.enum(callOutcomes), contact: Uuid.optional(), answers: Answers.optional() }).strict()
      .refine((b) => (b.step === undefined) !== (b.obligation === undefined), { message: 'say which call: either step or obligation' }),
    kind: 'call-recorded',
    input: async ({ episodeId }, b, { hospitalId }) => {
      // The task shows the patient's first number; unless the caller says which other one, that one was wrong.
      const contact = b.contact ?? (b.outcome === 'wrong-number' ? await firstNumberOf(deps.sql, hospitalId, episodeId) : null);
      if (b.outcome === 'wrong-number' && contact === null) throw new Problem('invalid', 'Say which number was wrong: `contact` is its id on the patient\'s page.', { errors: [{ pointer: '/contact', detail: 'is needed' }] });
      return {
        episodeId,
        input: { outcome: b.outcome, ...(b.step ? { occurrence: occurrence(episodeId, b.step) } : {}), ...(b.obligation ? { obligation: b.obligation } : {}), ...(contact ? { contact } : {}), ...(b.answers ? { answers: b.answers } : {}) },
      };
    },
  });
  addCommand(app, deps, {
    path: '/episodes/{episodeId}/tasks', tag: 'Tasks', summary: 'Work of a task step was done, or turned out not to be needed (say why)', permission: 'task:write',
    params: EpisodeParam,
    body: z.object({ step: StepRef, outcome: z.enum(taskOutcomes), note: trimmed(1, 1000).optional(), answers: Answers.optional() }).strict()
      .refine((b) => b.outcome === 'done' || b.note !== undefined, { message: 'is needed when the task is not needed: say why', path: ['note'] }),
    kind: 'task-recorded',
    input: ({ episodeId }, b) => ({ episodeId, input: { occurrence: occurrence(episodeId, b.step), outcome: b.outcome, ...(b.note ? { note: b.note } : {}), ...(b.answers ? { answers: b.answers } : {}) } }),
  });
  const visit = { tag: 'Visits', permission: 'visit:write' as const, params: VisitParam };
  const override = z.boolean().default(false).openapi({ description: 'true: book although nobody is free then; the visit shows as unassigned until somebody is found' });
  const somebodyFree = (hospitalId: string, occurrence: string, b: { from: string; until: string; override: boolean }): { guard?: Guard } =>
    b.override ? {} : { guard: (tx) => claimSlot(tx, hospitalId, { occurrence, from: instant(b.from), until: instant(b.until), rule: 'anytime' }) };
  const goer = (p: Parameters<typeof visitOf>[0], act: GoerAct, principal: Principal, { standInReason }: { standInReason?: string | undefined }): Guard =>
    asGoer(deps.crypt, principal, { episodeId: p.episodeId, occurrence: visitOf(p), act }, standInReason);
  addCommand(app, deps, {
    ...visit, path: '/episodes/{episodeId}/visits/{step}/{n}/book', summary: 'Book a visit into a slot; refused when nobody is free then', kind: 'visit-booked',
    body: Slot.safeExtend({ assignee: Uuid.optional(), override }),
    input: (p, b, { hospitalId }) => ({ episodeId: p.episodeId, input: { occurrence: visitOf(p), from: instant(b.from), until: instant(b.until), ...(b.assignee ? { assignee: b.assignee } : {}) }, ...somebodyFree(hospitalId, visitOf(p), b) }),
  });
  addCommand(app, deps, {
    ...visit, path: '/episodes/{episodeId}/visits/{step}/{n}/move', summary: 'Move a visit; refused when nobody is free then', kind: 'visit-moved',
    body: Slot.safeExtend({ reason: z.string().min(1).max(300), override }),
    input: (p, b, { hospitalId }) => ({ episodeId: p.episodeId, input: { occurrence: visitOf(p), from: instant(b.from), until: instant(b.until), reason: b.reason }, ...somebodyFree(hospitalId, visitOf(p), b) }),
  });
  addCommand(app, deps, {
    ...visit, path: '/episodes/{episodeId}/visits/{step}/{n}/check-in', summary: 'Check in on arrival (签到)', kind: 'visit-checked-in', body: z.object({ standInReason: StandInReason }).strict(),
    input: (p, b, principal) => ({ episodeId: p.episodeId, input: { occurrence: visitOf(p) }, guard: goer(p, 'check-in', principal, b) }),
  });
  addCommand(app, deps, {
    ...visit, path: '/episodes/{episodeId}/visits/{step}/{n}/miss', summary: 'A visit did not take place', kind: 'visit-missed', body: z.object({ reason: z.enum(['no-show', 'staff', 'unsafe-home']), standInReason: StandInReason }).strict(),
    input: (p, b, principal) => ({ episodeId: p.episodeId, input: { occurrence: visitOf(p), reason: b.reason }, guard: goer(p, 'miss', principal, b) }),
  });
  addCommand(app, deps, {
    ...visit, path: '/episodes/{episodeId}/visits/{step}/{n}/cancel', summary: 'Cancel a visit', kind: 'visit-cancelled', body: z.object({ reason: z.string().min(1).max(300) }).strict(),
    input: (p, b) => ({ episodeId: p.episodeId, input: { occurrence: visitOf(p), reason: b.reason } }),
  });
  addCommand(app, deps, {
    ...visit, path: '/episodes/{episodeId}/visits/{step}/{n}/complete', summary: 'Complete a visit with its record and photos (upload them to /files first)', kind: 'visit-completed',
    body: z.object({ record: Answers, photos: z.array(Uuid).max(30).default([]), standInReason: StandInReason }).strict(),
    input: async (p, b, principal) => {
      const photos = await photosOfVisit(deps.sql, principal.hospitalId, p.episodeId, b.photos);
      return { episodeId: p.episodeId, input: { occurrence: visitOf(p), record: b.record, photos }, guard: goer(p, 'complete', principal, b) };
    },
  });
  return app;
}
