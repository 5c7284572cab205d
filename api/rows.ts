/** What the reading routes answer with, one schema per screen query (`db/read-models/`). */
import { z } from '@hono/zod-openapi';
import type { Expr } from '../pathways/engine/plan.js';

const when = z.string().openapi({ example: '2026-03-02T01:00:00.000Z' });
const maybe = <T extends z.ZodType>(schema: T) => schema.nullable();
const text = z.string();

export const EpisodeItem = z
  .object({
    episodeId: text, patientId: text, dischargeId: text, packageId: text, version: z.number(), planHash: text, orderNo: text, status: text, phase: text, needsAttention: z.boolean(),
    stopReason: maybe(text), synthetic: z.boolean(), launchedAt: when, startedAt: maybe(when), endedAt: maybe(when), nextDueAt: maybe(when), openEscalations: z.number(), seq: z.number(),
    /** What the episode's own clock shows now; differs from wall time only in a training hospital. */
    episodeNow: when,
  })
  .openapi('Episode');
export const TimelineItem = z
  .object({ seq: z.number(), idx: z.number(), at: when, type: text, step: maybe(text), occurrence: maybe(text), escalation: maybe(text), obligation: maybe(text), data: z.record(text, z.unknown()) })
  .openapi('TimelineEvent');
export const CaseItem = z
  .object({
    escalationId: text, episodeId: text, patientId: text, level: text, rules: z.array(text), instruction: text, /** In the language asked for. */ instructionText: text, reports: z.array(text), status: text, raisedAt: when, ackBy: maybe(when), contactBy: when,
    acknowledgedAt: maybe(when), acknowledgedBy: maybe(text), contactedAt: maybe(when), breached: z.array(text), rung: z.number(), heldBy: maybe(text), closedAt: maybe(when), outcome: maybe(text), note: maybe(text), rank: z.number(),
  })
  .openapi('Escalation');
export const TaskItem = z
  .object({ taskId: text, episodeId: text, patientId: text, kind: text, role: text, obligationId: maybe(text), escalation: maybe(text), occurrence: maybe(text), instruction: text, dueAt: when, status: text, statusReason: maybe(text) })
  .openapi('Task');
export const VisitItem = z
  .object({
    occurrence: text, episodeId: text, patientId: text, step: text, n: z.number(), revision: z.number(), phase: text, status: text, reason: maybe(text), dueAt: when, windowFrom: when, windowUntil: when,
    slotFrom: maybe(when), slotUntil: maybe(when), assignee: maybe(text), photos: z.array(z.looseObject({ id: text })),
  })
  .openapi('Visit');
const AttemptItem = z.object({ attemptId: text, channel: text, provider: text, state: text, code: maybe(text), textKey: text, textVersion: text, language: text, claimedAt: when, settledAt: maybe(when), possiblyDoubled: z.boolean() });
export const MessageItem = z
  .object({
    obligationId: text, episodeId: text, patientId: text, purpose: text, class: text, recipient: text, state: text, reason: maybe(text), carriedBy: maybe(text), escalatedTo: maybe(text), occurrence: maybe(text), escalation: maybe(text),
    dueAt: when, expiresAt: when, settledAt: maybe(when), attempts: z.array(AttemptItem),
  })
  .openapi('Message');
export const DischargeItem = z
  .object({
    dischargeId: text, patientId: text, encounterRef: text, admittedAt: maybe(when), dischargedAt: maybe(when), clinical: z.record(text, z.unknown()), understood: z.array(text), missing: z.array(text),
    refusals: z.array(z.object({ code: text, detail: text })), createdAt: when, familyName: text, givenName: text, birthDate: maybe(text), sex: text, synthetic: z.boolean(),
    state: z.enum(['launchable', 'launched', 'refused']), episodes: z.array(z.object({ episodeId: text, packageId: text, title: z.object({ zh: text, en: text }), version: z.number(), status: text, launchedAt: text })), assessedAt: maybe(when), possibleDuplicates: z.number(),
  })
  .openapi('Discharge');
export const PackageItem = z
  .object({ packageId: text, version: z.number(), hash: text, meta: z.record(text, z.unknown()), publishedAt: when, signatures: z.array(z.object({ accountId: text, role: text, signedAt: text })) })
  .openapi('PackageVersion');
export const PatientItem = z
  .object({
    patientId: text, familyName: text, givenName: text, birthDate: maybe(text), sex: text, language: text, synthetic: z.boolean(), flags: z.record(text, z.boolean()), optedOutAt: maybe(when), diedAt: maybe(when),
    mergedInto: maybe(text), identifiers: z.array(z.object({ system: text, value: text })), consents: z.record(text, z.boolean()), away: z.array(z.object({ from: text, until: text })),
    contacts: z.array(z.object({ id: text, owner: text, relation: maybe(text), name: maybe(text), kind: text, masked: text, position: z.number(), quarantined: z.boolean(), unsubscribed: z.boolean().openapi({ description: 'Whoever has it wants nothing sent there; it may be called' }) })),
  })
  .openapi('Patient');
const QuestionItem = z.object({
  id: text, type: z.enum(['boolean', 'choice', 'multi', 'number', 'photo', 'text']), required: z.boolean(), text, options: z.array(z.object({ id: text, text })),
  min: maybe(text), max: maybe(text), decimals: maybe(z.number()), unit: maybe(text),
  /** The engine's expression; null: always asked. */
  askWhen: z.custom<Expr | null>().openapi({ type: ['object', 'null'] }),
});
export const FormItem = z
  .object({ occurrence: text, episodeId: text, patientId: text, step: text, kind: text, status: text, dueAt: when, forms: z.array(z.object({ id: text, title: text, instrument: maybe(text), questions: z.array(QuestionItem) })) })
  .openapi('OpenForm');
