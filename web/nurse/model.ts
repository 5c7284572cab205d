/** What the nurse's pages show: the shapes of the API's answers that they use. */
import type { FormText } from '../../db/read-models/form-list.js';

export type { MyVisit } from '../../db/read-models/my-visits.js';
export type { MyOffer as Offer } from '../../db/read-models/my-visits.js';
export type { Notice } from '../../db/visits/notices.js';

export type RiskItem = { id: string; zh: string; en: string };
export type VisitForm = FormText;
export type Draft = { answers: Record<string, Record<string, string | boolean | string[]>>; writtenAt: string };
export type Photo = { id: string };
/** A video call in a visit's slot, wall time. `joinUrl` leads there and holds no secret. */
export type VisitCall = { joinUrl: string; joinFrom: string; closesAt: string; open: boolean };
export type Clip = { fileId: string; patientId: string; displayName: string; at: string; comments: { at: string; text: string; mine: boolean }[] };

/** Nothing can be done at it any more but redeem. */
export const isOver = ({ status }: { status: string }): boolean => ['completed', 'failed', 'cancelled'].includes(status);

/** `/nurse/visits/<episode>/<step>/<n>`: opaque ids only. */
export const visitPath = (v: { episodeId: string; step: string; n: number }): string => `/nurse/visits/${v.episodeId}/${v.step}/${v.n}`;
/** The same visit for the API. */
export const visitApi = (v: { episodeId: string; step: string; n: number }): string => `/episodes/${v.episodeId}/visits/${v.step}/${v.n}`;
