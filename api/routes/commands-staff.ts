/** What staff decides: the life of an episode, and cases that people act on. */
import { z } from '@hono/zod-openapi';
import { anchors, levels, pauseReasons, stopReasons } from '../../pathways/engine/vocabulary.js';
import { addCommand } from '../command-route.js';
import type { ApiDeps } from '../deps.js';
import { router } from '../router.js';
import { CaseParam, Day, EpisodeParam, Flags, Note, PersonalChanges, Zone } from '../schemas.js';

const words = z.string().min(1).max(1000);
const nothing = z.object({}).strict();
/** Whoever closes a case says what it was; what came since is not closed with it (409 `case-changed`). */
const Seen = z.object({ level: z.enum(levels), rules: z.array(z.string().max(80)).max(50) }).strict().optional().openapi({ description: 'Level and rules of the case as it was looked at: the act is refused when more was found since' });

export function staffCommandRoutes(deps: ApiDeps) {
  const app = router();
  const control = { tag: 'Episodes', permission: 'episode:control' as const, params: EpisodeParam };
  const only = ({ episodeId }: { episodeId: string }, body: Record<string, unknown>) => ({ episodeId, input: body });
  addCommand(app, deps, { ...control, path: '/episodes/{episodeId}/pause', summary: 'Pause: nothing is sent or done until resumed', kind: 'pause', body: z.object({ reason: z.enum(pauseReasons), note: Note }).strict(), input: only });
  addCommand(app, deps, { ...control, path: '/episodes/{episodeId}/resume', summary: 'Resume', kind: 'resume', body: nothing, input: only });
  addCommand(app, deps, { ...control, path: '/episodes/{episodeId}/stop', summary: 'Stop early; open cases stay open until a person closes them', kind: 'stop', body: z.object({ reason: z.enum(stopReasons), note: Note }).strict(), input: only });
  addCommand(app, deps, { ...control, path: '/episodes/{episodeId}/patient-died', summary: 'The patient died: every message in every package stops at once', kind: 'patient-died', body: nothing, input: only });
  addCommand(app, deps, { ...control, path: '/episodes/{episodeId}/patient-readmitted', summary: 'The patient was readmitted: reminders stop, a person decides how to go on', kind: 'patient-readmitted', body: nothing, input: only });
  addCommand(app, deps, { ...control, path: '/episodes/{episodeId}/opt-out', summary: 'No more texts; safety goes on by phone', kind: 'opt-out', body: nothing, input: only });
  addCommand(app, deps, { ...control, path: '/episodes/{episodeId}/opt-in', summary: 'Texts again', kind: 'opt-in', body: nothing, input: only });
  addCommand(app, deps, {
    ...control, path: '/episodes/{episodeId}/away', summary: 'Dates away from home (replaces earlier ones)', kind: 'away-set',
    body: z.object({ away: z.array(z.object({ from: Day, until: Day }).strict().refine((a) => a.from <= a.until, { message: 'from must not be after until' })).max(20) }).strict(), input: only,
  });
  addCommand(app, deps, {
    ...control, path: '/episodes/{episodeId}/facts', summary: 'Facts that rules use (anticoagulant, ...)', kind: 'facts-changed',
    body: z.object({ flags: Flags, hasFamilyContact: z.boolean() }).strict(), input: only,
  });
  addCommand(app, deps, {
    ...control, path: '/episodes/{episodeId}/personal', summary: 'Numbers and times of this patient: what was only planned is planned anew; null takes a value back', kind: 'personal-set',
    body: z.object({ values: PersonalChanges, reason: words }).strict(), input: only,
  });
  addCommand(app, deps, {
    ...control, path: '/episodes/{episodeId}/steps', summary: 'Start steps by hand (those a rule would start)', kind: 'steps-start',
    body: z.object({ steps: z.array(z.string().max(80)).min(1).max(20), reason: words }).strict(), input: only,
  });

  addCommand(app, deps, {
    ...control, path: '/episodes/{episodeId}/zone', summary: 'The patient lives in another time zone now: future times are computed anew, nothing past is sent again', kind: 'zone-changed',
    body: z.object({ zone: Zone }).strict(), input: only,
  });

  addCommand(app, deps, {
    ...control, path: '/episodes/{episodeId}/anchors', summary: 'A date to count from: known now, a new round of it, or corrected. Steps are planned from it; what is booked stays and a person is asked', kind: 'anchor-set',
    body: z.object({ anchor: z.enum(anchors), date: Day, reason: words, correct: z.boolean().optional() }).strict(), input: only,
  });

  const onCase = { tag: 'Escalations', permission: 'escalation:act' as const, params: CaseParam };
  const ofCase = (p: { episodeId: string; n: number }, body: Record<string, unknown>) => ({ episodeId: p.episodeId, input: { escalation: `${p.episodeId}/escalation/${p.n}`, ...body } });
  addCommand(app, deps, { ...onCase, params: EpisodeParam, path: '/episodes/{episodeId}/escalations', summary: 'Raise a case by hand', kind: 'escalation-raised', body: z.object({ level: z.enum(levels), reason: words }).strict(), input: only });
  addCommand(app, deps, { ...onCase, path: '/episodes/{episodeId}/escalations/{n}/acknowledge', summary: 'Acknowledge (接警)', kind: 'escalation-acknowledged', body: nothing, input: ofCase });
  addCommand(app, deps, { ...onCase, path: '/episodes/{episodeId}/escalations/{n}/contacted', summary: 'The patient has been contacted', kind: 'escalation-contacted', body: nothing, input: ofCase });
  addCommand(app, deps, { ...onCase, path: '/episodes/{episodeId}/escalations/{n}/resolve', summary: 'Resolve with what was done', kind: 'escalation-resolved', body: z.object({ resolution: words, seen: Seen }).strict(), input: ofCase });
  addCommand(app, deps, { ...onCase, path: '/episodes/{episodeId}/escalations/{n}/cancel', summary: 'Cancel with a reason', kind: 'escalation-cancelled', body: z.object({ reason: words, seen: Seen }).strict(), input: ofCase });
  return app;
}
