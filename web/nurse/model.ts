/** What the nurse's pages show: the shapes of the API's answers that they use. */
import type { FormText } from '../../db/read-models/form-list.js';

export type MyVisit = {
  occurrence: string; episodeId: string; step: string; n: number; service: string; place: string; packageId: string; status: string; day: string;
  from: string; until: string; fromWall: string; untilWall: string; episodeNow: string;
  patient: { displayName: string; age: number | null }; district: string | null; address: string | null; accessNote: string | null; location: { lat: number; lng: number } | null;
  assignment: { state: string; offerId: string | null }; routeOrder: number | null; travelMinutes: number | null; materials: string[]; sop: string[]; record: string[];
  risk: { level: string; at: string } | null; twoPeople: boolean; redemption: { how: string; at: string } | null; checkedInAt: string | null;
};
export type Offer = { offerId: string; occurrence: string; episodeId: string; step: string; n: number; service: string; place: string; district: string | null; from: string; until: string; fromWall: string; expiresAt: string; patient: { displayName: string; age: number | null }; state: string };
export type Notice = { noticeId: string; occurrence: string | null; kind: string; at: string };
export type RiskItem = { id: string; zh: string; en: string };
export type VisitForm = FormText;
export type Draft = { answers: Record<string, Record<string, string | boolean | string[]>>; writtenAt: string };
export type Photo = { id: string };
export type Clip = { fileId: string; patientId: string; displayName: string; at: string; comments: { at: string; text: string; mine: boolean }[] };

/** `/nurse/visits/<episode>/<step>/<n>`: opaque ids only. */
export const visitPath = (v: { episodeId: string; step: string; n: number }): string => `/nurse/visits/${v.episodeId}/${v.step}/${v.n}`;
/** The same visit for the API. */
export const visitApi = (v: { episodeId: string; step: string; n: number }): string => `/episodes/${v.episodeId}/visits/${v.step}/${v.n}`;
