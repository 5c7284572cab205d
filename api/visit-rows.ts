/** What the routes of the service loop answer with (`db/visits`, `db/read-models/my-visits.ts`). */
import { z } from '@hono/zod-openapi';
import { noSlotReasons } from '../pathways/visits/slots.js';
import { certificateKinds, professions, titles } from '../pathways/visits/staff.js';
import { addressStates } from '../db/read-models/my-visits.js';
import { incidentKinds } from '../db/visits/incidents.js';
import { leaveKinds } from '../db/visits/leave.js';
import { noticeKinds } from '../db/visits/notices.js';
import { localTime } from '../pathways/time.js';
import { Day, Uuid, trimmed } from './schemas.js';

const text = z.string();
const when = z.string().openapi({ example: '2026-03-04T02:30:00.000Z' });
const maybe = <T extends z.ZodType>(schema: T) => schema.nullable();

export const visitOf = (p: { episodeId: string; step: string; n: number }): string => `${p.episodeId}/${p.step}/${p.n}`;
/** The full id of a visit, where the path does not name it. */
export const VisitId = z.string().max(200).regex(/^[0-9a-f-]{36}\/[a-z0-9-]+\/\d+$/, 'must be a visit\'s id: <episode>/<step>/<n>');
export const LocalTimeText = z.string().regex(localTime, 'must be a time of day, written like 08:30').openapi({ example: '08:30' });
export const Latitude = z.number().min(-90).max(90);
export const Longitude = z.number().min(-180).max(180);
export const StandInReason = trimmed(1, 500).optional().openapi({ description: 'Why you act in place of whoever has the visit; needed when that is not you, and only for who may' });
export const language = z.enum(['zh-CN', 'en']).default('zh-CN');

const Cost = z.object({ travelMinutes: z.number(), load: z.number(), continuity: z.number(), total: z.number() });
export const SlotsItem = z.object({
  zone: text, windowFrom: when, windowUntil: when,
  slots: z.array(z.object({ from: when, until: when, fromWall: when, day: Day, localFrom: text, localUntil: text, free: z.number().int(), inWindow: z.boolean() })),
  none: maybe(z.enum(noSlotReasons)).openapi({ description: 'Why the visit\'s window has no slot; null: it has' }), refusal: maybe(z.object({ code: text, message: text })),
}).openapi('Slots');
/** Asked and not answered yet; `expiresAt` is wall time. */
export const OpenOfferItem = z.object({ displayName: text, expiresAt: when });
export const CandidateItem = z.object({ accountId: text, displayName: text, cost: Cost, unfit: z.array(text), saidNo: z.boolean() });
export const AssignmentItem = z.object({
  state: text, accountId: maybe(text), displayName: maybe(text), slotFrom: when, slotUntil: when, twoPeople: z.boolean(),
  offers: z.array(z.object({ offerId: text, accountId: text, displayName: text, state: text, madeBy: text, rank: z.number(), cost: z.record(text, z.number()), offeredAt: when, expiresAt: when, answeredAt: maybe(when), reason: maybe(text) })),
}).openapi('Assignment');
const PatientBrief = z.object({ displayName: text, age: maybe(z.number()) });
export const MyVisitItem = z.object({
  occurrence: text, episodeId: text, patientId: text, step: text, n: z.number(), label: text, service: text, place: text, packageId: text, status: text, day: text, isToday: z.boolean(), from: when, until: when, fromWall: when, untilWall: when, episodeNow: when,
  patient: PatientBrief, phones: z.array(z.object({ owner: text, relation: maybe(text), value: text })), familyWithheld: z.boolean(), district: maybe(text), districtName: maybe(text), address: maybe(text), addressState: z.enum(addressStates), accessNote: maybe(text), location: maybe(z.object({ lat: z.number(), lng: z.number() })),
  assignment: z.object({ state: text, offerId: text, madeBy: text, accountId: text, displayName: text, yours: z.boolean() }), routeOrder: z.number(), travelMinutes: maybe(z.number()), photosAgreed: z.boolean(), materials: z.array(text), sop: z.array(text), record: z.array(text),
  risk: maybe(z.object({ level: text, at: when })), twoPeople: z.boolean(), redemption: maybe(z.object({ how: text, at: when })), checkedInAt: maybe(when), waitlist: z.boolean(),
}).openapi('MyVisit');
export const MyOfferItem = z.object({
  offerId: text, occurrence: text, episodeId: text, step: text, n: z.number(), label: text, service: text, place: text, district: maybe(text), districtName: maybe(text), from: when, until: when, fromWall: when, expiresAt: when, expiresCare: when, cost: Cost.partial(), patient: PatientBrief, state: text,
}).openapi('MyOffer');
export const NoticeItem = z.object({ noticeId: text, occurrence: maybe(text), kind: z.enum(noticeKinds), params: z.record(text, maybe(text)), at: when, seenAt: maybe(when) }).openapi('StaffNotice');

export const CertificateItem = z.object({ kind: z.enum(certificateKinds), number: trimmed(1, 80), issuedOn: Day.nullable().default(null), validUntil: Day.nullable() }).strict()
  .refine((c) => c.issuedOn === null || c.validUntil === null || c.issuedOn <= c.validUntil, { message: 'must not be before issuedOn', path: ['validUntil'] });
export const ProfileBody = z.object({
  title: z.enum(titles), practiceSince: Day.nullable(), skills: z.array(z.string().regex(/^[a-z][a-z0-9-]{0,40}$/, 'must be a word like wound or picc')).max(40), certificates: z.array(CertificateItem).max(20),
  districts: z.array(z.string().min(1).max(40)).max(60), dailyLoad: z.number().int().min(0).max(20), baseDistrict: z.string().min(1).max(40).nullable(),
}).strict();
export const HoursItem = z.object({ weekday: z.number().int().min(1).max(7), from: LocalTimeText, until: LocalTimeText }).strict().refine((h) => h.from < h.until, { message: 'must be after from', path: ['until'] });
export const StaffItem = ProfileBody.extend({
  accountId: text, displayName: text, roles: z.array(text), active: z.boolean(), professions: z.array(z.enum(professions)), hours: z.array(HoursItem), leave: z.array(z.object({ from: Day, until: Day })),
}).strip().openapi('StaffMember');
export const LeaveItem = z.object({ leaveId: text, accountId: text, displayName: text, from: Day, until: Day, kind: z.enum(leaveKinds), note: maybe(text), recordedAt: when }).openapi('Leave');
export const AffectedItem = z.object({ occurrence: text, episodeId: text, patientId: text, slotFrom: when, slotUntil: when, was: text });
export const UnfitVisitItem = z.object({ occurrence: text, episodeId: text, patientId: text, accountId: text, displayName: text, service: text, slotFrom: when, slotUntil: when, unfit: z.array(text) }).openapi('UnfitVisit');
export const DistrictsBody = z.object({
  districts: z.array(z.object({ code: z.string().regex(/^[a-z0-9-]{1,40}$/, 'must be lower-case letters, digits and hyphens'), name: z.string().min(1).max(80), lat: Latitude.nullable(), lng: Longitude.nullable() }).strict()).max(200),
  travel: z.array(z.object({ from: z.string().min(1).max(40), to: z.string().min(1).max(40), minutes: z.number().int().min(0).max(600) }).strict()).max(5000),
}).strict().openapi('Districts');
export const PlaceBody = z.object({ district: z.string().min(1).max(40), address: trimmed(1, 300), accessNote: z.string().trim().max(300).nullable(), lat: Latitude.nullable(), lng: Longitude.nullable() }).strict()
  .refine((p) => (p.lat === null) === (p.lng === null), { message: 'must be given together with lng', path: ['lat'] }).openapi('HomePlace');
export const WishBody = z.object({ weekdays: z.array(z.number().int().min(1).max(7)).max(7), from: LocalTimeText, until: LocalTimeText, earlierOnly: z.boolean() }).strict().refine((w) => w.from < w.until, { message: 'must be after from', path: ['until'] });
export const WaitingItem = z.object({ waitlistId: text, occurrence: text, episodeId: text, patientId: text, wish: z.record(text, z.unknown()), state: text, joinedAt: when, slotFrom: maybe(when), slotUntil: maybe(when), expiresAt: maybe(when) }).openapi('Waiting');
export const VisitAlarmItem = z.object({
  alarmId: text, kind: text, occurrence: maybe(text), episodeId: maybe(text), raisedBy: maybe(text), raisedByName: maybe(text), raisedAt: when, lat: maybe(z.number()), lng: maybe(z.number()), acknowledgedBy: maybe(text), acknowledgedAt: maybe(when),
  closedBy: maybe(text), closedAt: maybe(when), note: maybe(text), atVisit: maybe(text), atVisitName: maybe(text),
}).openapi('VisitAlarm');
export const IncidentItem = z.object({
  incidentId: text, kind: z.enum(incidentKinds), occurrence: maybe(text), episodeId: maybe(text), description: text, happenedAt: when, reportedBy: text, reportedByName: text, reportedAt: when, dueAt: when, overdue: z.boolean(), owner: maybe(text), ownerName: maybe(text),
  state: text, closedBy: maybe(text), closedAt: maybe(when), outcome: maybe(text),
}).openapi('Incident');
export const IncidentDetail = IncidentItem.extend({ entries: z.array(z.object({ act: text, by: text, byName: text, at: when, note: maybe(text) })) }).openapi('IncidentDetail');
export const CoverageItem = z.object({ day: text, district: maybe(text), service: text, who: text, demand: z.number(), booked: z.number(), capacity: z.number(), people: z.number(), gap: z.number() }).openapi('Coverage');
export const SettingsBody = z.object({
  grid: z.array(LocalTimeText).min(1).max(24), slotMinutes: z.number().int().min(15).max(480), slotDays: z.number().int().min(1).max(60), noticeMinutes: z.number().int().min(0).max(10080), offerMinutes: z.number().int().min(1).max(1440),
  offerHours: z.object({ from: LocalTimeText, until: LocalTimeText }).strict(), urgentHours: z.number().min(0).max(168), waitlistMinutes: z.number().int().min(1).max(1440), retryMinutes: z.number().int().min(1).max(1440), worksOnHolidays: z.boolean(),
  sameDistrictMinutes: z.number().int().min(0).max(600), otherDistrictMinutes: z.number().int().min(0).max(600), kmPerHour: z.number().min(1).max(120), loadWeightMinutes: z.number().min(0).max(600), continuityMinutes: z.number().min(0).max(600),
  overdueGraceMinutes: z.number().int().min(0).max(480), smsPerDay: z.number().int().min(1).max(10_000_000), incidentHours: z.object({ needlestick: z.number().int().min(1).max(720), fall: z.number().int().min(1).max(720), dispute: z.number().int().min(1).max(720), other: z.number().int().min(1).max(720) }).strict(),
}).strict().openapi('ServiceSettings');
export const AccountParam = z.object({ accountId: Uuid });
