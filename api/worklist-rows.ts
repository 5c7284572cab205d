/** What the worklist's routes answer with. `...Wall` is wall time, for counting down; the same name without it is episode time. */
import { z } from '@hono/zod-openapi';
import { OpenOfferItem } from './visit-rows.js';

const when = z.string().openapi({ example: '2026-03-02T01:00:00.000Z' });
const maybe = <T extends z.ZodType>(schema: T) => schema.nullable();
const text = z.string();
const both = z.object({ zh: text, en: text });
const person = { patientId: text, familyName: text, givenName: text, sex: maybe(text), birthDate: maybe(text), synthetic: z.boolean(), phone: maybe(text) };

export const CountsItem = z
  .object({
    cases: z.number(), red: z.number(), overdue: z.number(), mine: z.number(), unowned: z.number(), calls: z.number(), callsDue: z.number(), callBacks: z.number(), undelivered: z.number(), visits: z.number(), questions: z.number(), alarms: z.number(),
    /** The server's wall clock: browsers of wards run minutes off, and time left is counted from this. */
    now: when,
  })
  .openapi('WorklistCounts');
export const WorklistCaseItem = z
  .object({
    ...person, escalationId: text, episodeId: text, n: z.number(), level: text, rules: z.array(text), instruction: text, instructionText: text, status: text, reports: z.array(text), neverCalled: z.boolean(), outcome: maybe(text), note: maybe(text), planId: text, planVersion: z.number(), planHash: text,
    packageTitle: text, episodeStatus: text, pace: z.number(), raisedAt: when, raisedWall: when, ackBy: maybe(when), ackByWall: maybe(when), contactBy: when, contactByWall: when, acknowledgedAt: maybe(when), acknowledgedBy: maybe(text), contactedAt: maybe(when),
    breached: z.array(text), rung: z.number(), nextDeadline: maybe(z.enum(['acknowledge', 'contact'])), nextWall: maybe(when), ownerId: maybe(text), ownerName: maybe(text), joined: z.number(), notes: z.number(), tier: z.number(), sortWall: when,
  })
  .openapi('WorklistCase');
export const WorklistTaskItem = z
  .object({
    ...person, taskId: text, episodeId: text, kind: text, role: text, purpose: maybe(text), obligationId: maybe(text), escalation: maybe(text), occurrence: maybe(text), instruction: text, status: text, dueAt: when, dueWall: when, pace: z.number(), planId: text, planVersion: z.number(),
    planHash: text, recipient: maybe(text), ownerId: maybe(text), ownerName: maybe(text), attempts: z.array(z.object({ at: when, outcome: text })), openForms: z.number(), numbers: z.number(), packageTitle: text,
  })
  .openapi('WorklistTask');
export const CallBackItem = z
  .object({
    callBackId: text, episodeId: text, patientId: text, familyName: text, givenName: text, escalation: maybe(text), dueAt: when, dueWall: when, pace: z.number(), note: maybe(text), owner: text, ownerName: text, madeBy: text, madeByName: text, madeAt: when, state: text,
  })
  .openapi('CallBack');
export const UndeliveredItem = z
  .object({
    ...person, obligationId: text, episodeId: text, purpose: text, class: text, recipient: text, state: text, reason: maybe(text), dueAt: when, dueWall: when, tried: z.array(z.object({ channel: text, state: text, code: maybe(text) })),
    taskId: maybe(text), taskKind: maybe(text), escalation: maybe(text), sortWall: when,
  })
  .openapi('UndeliveredMessage');
export const VisitNeedItem = z
  .object({
    ...person, occurrence: text, episodeId: text, step: text, n: z.number(), need: z.enum(['to-book', 'offered', 'unassigned', 'held']), offers: z.array(OpenOfferItem), status: text, dueAt: when, windowFrom: when, windowUntil: when, slotFrom: maybe(when), slotUntil: maybe(when),
    sortWall: when, pace: z.number(), taskId: maybe(text), packageTitle: text, stepLabel: text,
  })
  .openapi('VisitNeed');
export const UnitShortageItem = z.object({ ...person, occurrence: text, episodeId: text, service: text, need: z.enum(['booked', 'completed', 'unredeemed']), at: when }).openapi('UnitShortage');
export const AlarmItem = z
  .object({
    id: text, of: z.enum(['visit', 'system']), code: text, ref: text, detail: maybe(text), raisedAt: when, acknowledgedAt: maybe(when), acknowledgedByName: maybe(text), raisedByName: maybe(text), lat: maybe(z.number()), lng: maybe(z.number()),
    episodeId: maybe(text), occurrence: maybe(text),
  })
  .openapi('WorklistAlarm');
export const AssigneeItem = z.object({ accountId: text, displayName: text, roles: z.array(text), onDuty: z.array(text) }).openapi('Assignee');
export const NoteItem = z.object({ noteId: text, text, by: text, byName: text, at: when }).openapi('CaseNote');
export const OwnerItem = z.object({ accountId: maybe(text), displayName: maybe(text), how: text, by: text, byName: text, at: when });
export const CaseDetailItem = z.object({ case: WorklistCaseItem, notes: z.array(NoteItem), owners: z.array(OwnerItem), callBacks: z.array(CallBackItem), tasks: z.array(WorklistTaskItem) }).openapi('CaseDetail');
export const ClockItem = z
  .object({
    escalationId: text, status: text,
    runs: z.array(z.object({ from: when, level: text, endedAt: maybe(when), deadlines: z.array(z.object({ which: z.enum(['acknowledge', 'contact']), by: when, keptAt: maybe(when), breachedAt: maybe(when) })) })),
    lines: z.array(z.object({ at: when, kind: text, text: both })), next: maybe(z.object({ at: when, wall: when, to: z.array(text) })),
    clock: z.object({ wallAnchor: when, episodeAnchor: when, pace: z.number() }),
  })
  .openapi('CaseClock');
export const HandoverItem = z
  .object({
    handoverId: text, fromAccount: text, fromName: text, toAccount: text, toName: text, shift: text, sha256: text, madeAt: when, signedByFromAt: maybe(when), signedByToAt: maybe(when), withdrawnAt: maybe(when),
  })
  .openapi('Handover');
const HandedCase = z.object({
  escalationId: text, n: z.number(), level: text, patient: text, birthDate: maybe(text), package: both, rules: z.array(text), instruction: both, reports: z.array(text), status: text, raisedAt: when, ackBy: maybe(when), acknowledgedAt: maybe(when),
  contactBy: when, contactedAt: maybe(when), breached: z.array(text), rung: z.number(), unowned: z.boolean(), notes: z.array(z.object({ text, byName: text, at: when })),
});
export const HandoverPageItem = HandoverItem.extend({
  cameSince: z.number(),
  page: z.object({
    madeAt: when, hospital: text, from: text, to: text, shift: text, remarks: text, cases: z.array(HandedCase), callBacks: z.array(z.object({ callBackId: text, patient: text, dueAt: when, note: maybe(text) })),
    tasks: z.array(z.object({ taskId: text, patient: text, instruction: text, dueAt: when })),
  }),
}).openapi('HandoverPage');
