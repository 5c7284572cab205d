/** What the patient page's routes answer with, one schema per read model (`db/read-models/patient-*.ts`). */
import { z } from '@hono/zod-openapi';
import { entryKinds, entryStates } from '../pathways/chart/entry.js';
import { exprFunctions } from '../pathways/engine/plan.js';
import { anchorNeeds, anchors, levels, staffRoles } from '../pathways/engine/vocabulary.js';
import { PatientItem } from './rows.js';
import { PersonalQuestion } from './schemas.js';
import { OpenOfferItem } from './visit-rows.js';

const when = z.string().openapi({ example: '2026-03-02T01:00:00.000Z' });
const day = z.string().openapi({ example: '2026-03-02' });
const text = z.string();
const maybe = <T extends z.ZodType>(schema: T) => schema.nullable();
const level = maybe(z.enum(levels));
const role = z.enum(staffRoles);
const kind = z.enum(entryKinds);

const ChartEpisode = z.object({
  episodeId: text, packageId: text, title: text, version: z.number(), newestVersion: z.number(), status: text, phase: text, needsAttention: z.boolean(), stopReason: maybe(text), pauseReason: maybe(text), orderNo: text, dischargeId: text,
  mainAnchor: z.enum(anchors), anchors: z.partialRecord(z.enum(anchors), day), mayEndInLoss: z.boolean(), includesOthers: z.boolean(), within: z.string().nullable(), settable: z.array(z.object({ anchor: z.enum(anchors), need: z.enum(anchorNeeds) })), dayNumber: maybe(z.number()), episodeNow: when, pace: z.number(), nextDueAt: maybe(when), nextDueWall: maybe(when), launchedAt: when, startedAt: maybe(when), endedAt: maybe(when),
  visitsDone: z.number(), visitsOpen: z.number(), openCases: z.number(), steps: z.array(z.object({ step: text, label: text, kind: text, triggered: z.boolean() })),
  personal: z.array(PersonalQuestion.extend({ current: z.union([text, z.array(text)]).nullable(), given: z.boolean() })),
  readings: z.array(z.object({ reading: text, title: text, components: z.array(z.object({ id: text, label: text, unit: text, min: text, max: text, decimals: z.number() })) })),
});
const ChartCase = z.object({
  escalationId: text, episodeId: text, n: z.number(), level: z.enum(levels), rules: z.array(text), instruction: text, status: text, raisedAt: when, ackBy: maybe(when), contactBy: when, contactByWall: when, acknowledgedAt: maybe(when), contactedAt: maybe(when), breached: z.array(text),
});
export const ChartItem = z.object({
  patient: PatientItem.extend({ age: maybe(z.number()), zone: text, mrn: maybe(text) }), today: day, episodes: z.array(ChartEpisode), cases: z.array(ChartCase),
}).openapi('PatientChart');

export const TimelineEntryItem = z.object({
  id: text, kind, episodeId: text, packageTitle: text, step: maybe(text), n: maybe(z.number()), label: text, text, at: when, plannedAt: maybe(when), actualAt: maybe(when), state: z.enum(entryStates), status: text, reason: maybe(text), level, detail: z.record(text, z.unknown()),
}).openapi('TimelineEntry');

export const LanesItem = z.object({
  days: z.array(z.object({ date: day, weekday: z.number(), today: z.boolean() })),
  lanes: z.array(z.object({
    kind, marks: z.array(z.object({ day, state: z.enum([...entryStates, 'replaced']), count: z.number(), level, labels: z.array(text) })), moves: z.array(z.object({ from: day, to: day })),
    spans: z.array(z.object({ from: day, to: day, open: z.boolean(), level, label: text })),
  })),
}).openapi('TimelineLanes');

export const AnswerSheetItem = z.object({
  answerId: text, episodeId: text, packageTitle: text, occurrence: maybe(text), step: maybe(text), label: text, at: when, answeredBy: text, by: maybe(text), late: z.boolean(),
  forms: z.array(z.object({ id: text, title: text, questions: z.array(z.object({ id: text, question: text, answer: text, files: z.array(text) })), score: maybe(text), instrument: maybe(text) })),
  met: z.array(z.object({ rule: text, level, instruction: text, condition: text, source: text })), notMet: z.array(text), undecided: z.array(z.object({ rule: text, missing: z.array(text) })),
}).openapi('AnswerSheet');

const Limit = z.object({ value: text, inclusive: z.boolean(), parameter: maybe(text) });
const Bound = maybe(Limit.extend({ unit: maybe(text), source: maybe(text) }));
const fn = z.enum(exprFunctions);
const HowRead = z.union([
  z.object({ as: z.literal('plain') }), z.object({ as: z.literal('call'), fn, args: z.array(text) }),
  z.object({ as: z.literal('change'), direction: z.enum(['rise', 'fall']), from: fn, args: z.array(text) }), z.object({ as: z.literal('repeated'), times: Limit, withinHours: text, apartHours: text }),
]);
export const TrendItem = z.object({
  path: text, group: text, groupLabel: text, label: text, unit: maybe(text), source: z.enum(['reading', 'answer', 'score']), episodeId: text, packageTitle: text,
  points: z.array(z.object({ at: when, date: day, value: text, of: z.number() })), rejected: z.array(z.object({ at: when, value: text, reason: text })), baseline: maybe(text),
  thresholds: z.array(z.object({ path: text, rule: text, case: z.number(), level, reading: HowRead, from: Bound, to: Bound, further: z.boolean(), confirmed: z.boolean(), instruction: text, source: text, instructionText: text })),
  lines: z.array(z.object({ value: text, meets: z.enum(['above', 'below']), inclusive: z.boolean(), level, rules: z.array(text), further: z.boolean() })), otherRules: z.array(text),
}).openapi('Trend');

export const PatientVisitItem = z.object({
  occurrence: text, episodeId: text, packageTitle: text, step: text, n: z.number(), label: text, service: text, place: text, who: text, status: text, reason: maybe(text), plannedAt: when, dueAt: when, windowFrom: when, windowUntil: when,
  slotFrom: maybe(when), slotUntil: maybe(when), assignment: maybe(text), assignee: maybe(text), offers: z.array(OpenOfferItem), checkedInAt: maybe(when), closedAt: maybe(when), redemption: maybe(z.object({ how: text, at: text })), answerId: maybe(text),
  photos: z.array(text), standIns: z.array(z.object({ occurrence: text, act: text, assignedName: text, actedByName: text, reason: text, at: when })), bookable: z.boolean(), episodeOpen: z.boolean(),
}).openapi('PatientVisit');

const stillThere = maybe(z.object({ afterHours: z.number(), become: z.enum(levels) }));
export const OutlookItem = z.object({
  from: maybe(when), until: maybe(when), episodes: z.array(z.object({ episodeId: text, title: text })),
  firm: z.array(z.object({ at: when, episodeId: text, what: z.enum(['step', 'message']), kind: text, step: text, label: text, occurrence: text, obligation: maybe(text), purpose: maybe(text), recipient: maybe(text), channels: z.array(text), slotFrom: maybe(when), bookable: z.boolean() })),
  conditional: z.array(z.object({
    episodeId: text, if: z.object({ kind: text, label: text, rule: maybe(text), said: maybe(text), misses: maybe(z.number()), act: maybe(text), askedBy: z.array(text) }),
    then: z.object({ kind: text, at: maybe(when), level, to: z.array(role), recipient: maybe(text), purpose: maybe(text), instruction: text, acknowledgeWithinMinutes: maybe(z.number()), contactWithinMinutes: maybe(z.number()), callBy: maybe(role), holdsHomeVisits: z.boolean(), start: z.array(text), confirmWithinMinutes: maybe(z.number()), stillThere }),
  })),
  suppressed: z.array(z.object({ at: when, episodeId: text, step: maybe(text), label: text, what: text, reason: text })),
}).openapi('PatientOutlook');

const PreviewedItem = z.object({ at: when, what: z.enum(['step', 'message']), kind: maybe(text), step: maybe(text), purpose: maybe(text), recipient: maybe(text), reason: maybe(text), label: text });
export const PreviewItem = z.object({
  episodeId: text, title: text, refusal: maybe(z.object({ code: text, message: text })), stops: z.array(PreviewedItem), starts: z.array(PreviewedItem), casesClosed: z.array(text), casesRaised: z.number(), casesStayOpen: z.array(text), ignored: maybe(text),
}).openapi('CommandPreview');
