/** Who joins which call: the one place that makes links, for staff pages and patient pages alike. */
import { logAccess } from '../db/access-log.js';
import { hospitalOf } from '../db/hospitals.js';
import { meetingById, meetingsOf } from '../db/meetings.js';
import type { Meeting } from '../db/meetings.js';
import type { PatientViewer } from '../files/may-read.js';
import type { Joining, MeetingProvider } from '../meetings/meeting-provider.js';
import { meetingsFor } from '../meetings/meetings.js';
import { addMinutes, fromMs } from '../pathways/time.js';
import type { ApiDeps } from './deps.js';
import { Problem } from './problem.js';

type Deps = Pick<ApiDeps, 'sql' | 'providers' | 'publicUrl' | 'now'>;

/** C: so much earlier than agreed somebody may already wait in the room. */
const earlyMinutes = 10;

export async function providerOf({ sql, providers, publicUrl }: Deps, hospitalId: string): Promise<MeetingProvider> {
  const provider = meetingsFor((await hospitalOf(sql, hospitalId)).kind, { jitsi: providers.jitsi, publicUrl });
  if (!provider) throw new Problem('refused', 'This installation has no video calls: set JITSI_BASE_URL, JITSI_APP_ID and JITSI_APP_SECRET. Call the patient by phone.', { reason: 'no-video' });
  return provider;
}

const isOpen = ({ opensAt, closesAt }: Meeting, now: string): boolean => addMinutes(opensAt, -earlyMinutes) <= now && now < closesAt;

async function link(deps: Deps, meeting: Meeting, hospitalId: string, joining: Joining, actor: string): Promise<string> {
  if (!isOpen(meeting, fromMs(deps.now()))) {
    throw new Problem('conflict', fromMs(deps.now()) < meeting.opensAt ? `This call opens ${earlyMinutes} minutes before ${meeting.opensAt}.` : 'This call is over; arrange a new one.', { reason: 'call-not-open' });
  }
  // The room opens from now on for whoever comes early.
  const opensAt = addMinutes(meeting.opensAt, -earlyMinutes);
  const url = (await providerOf(deps, hospitalId)).link({ ...meeting, opensAt }, joining);
  await logAccess(deps.sql, { hospitalId, actor, action: 'meeting:join', ref: meeting.id, allowed: true });
  return url;
}

const missing = () => new Problem('not-found', 'There is no such call for you; check the address.');

/** Where to send a member of staff who joins. Throws `Problem` when there is no such call, or it is not open. */
export async function staffCall(deps: Deps, who: { hospitalId: string; accountId: string }, meetingId: string): Promise<string> {
  const meeting = await meetingById(deps.sql, who.hospitalId, meetingId);
  if (!meeting) throw missing();
  return link(deps, meeting, who.hospitalId, { role: 'staff', person: who.accountId }, who.accountId);
}

/** Where to send the patient, or a family member whom the patient let in. Throws as `staffCall` does. */
export async function patientCall(deps: Deps, who: PatientViewer, meetingId: string): Promise<string> {
  const meeting = await meetingById(deps.sql, who.hospitalId, meetingId);
  if (!meeting || meeting.patientId !== who.patientId) throw missing();
  const person = who.contactId ?? who.patientId;
  return link(deps, meeting, who.hospitalId, { role: 'patient', person }, `${who.kind}:${person}`);
}

/** Wall time. `escalation` or `occurrence` says what it is about. */
export type PatientMeeting = { meetingId: string; escalation: string | null; occurrence: string | null; /** From then on somebody may wait in it. */ joinFrom: string; opensAt: string; closesAt: string; /** May be joined now. */ open: boolean };

/** A patient's calls that are open or come, soonest first. */
export async function patientMeetings({ sql, now }: Pick<Deps, 'sql' | 'now'>, { hospitalId, patientId }: { hospitalId: string; patientId: string }): Promise<PatientMeeting[]> {
  const at = fromMs(now());
  return (await meetingsOf(sql, { hospitalId, patientId, now: at })).map((meeting) => ({
    meetingId: meeting.id, escalation: meeting.escalation, occurrence: meeting.occurrence, joinFrom: addMinutes(meeting.opensAt, -earlyMinutes), opensAt: meeting.opensAt, closesAt: meeting.closesAt, open: isOpen(meeting, at),
  }));
}

/** Beside `Location`: the address of a call is for this browser alone. */
export const toTheCall = { 'cache-control': 'no-store' } as const;

/** Where a member of staff joins; holds no token. */
export const joinPath = (meetingId: string): string => `/meetings/${meetingId}/join`;
