/** What a patient has answered and measured, newest first, for their own page. */
import type { Answers } from '../../pathways/engine/inputs.js';
import type { TextKey } from '../../pathways/engine/plan.js';
import type { Instant } from '../../pathways/engine/vocabulary.js';
import type { Db } from '../client.js';

type Patient = { hospitalId: string; patientId: string };
export type AnswerRow = { episodeId: string; at: Instant; answers: Answers; answeredBy: 'patient' | 'family' | 'staff' };
export type ReadingRow = { episodeId: string; kind: string; at: Instant; vals: Record<string, string>; plausible: boolean };

/** Copies that other packages got of the same answers are left out. */
export const patientAnswers = (sql: Db, { hospitalId, patientId }: Patient): Promise<AnswerRow[]> =>
  sql<AnswerRow[]>`select episode_id, at, answers, answered_by from answer where hospital_id = ${hospitalId} and patient_id = ${patientId} and shared_from is null order by at desc, id desc limit 60`;

export const patientReadings = (sql: Db, { hospitalId, patientId }: Patient): Promise<ReadingRow[]> =>
  sql<ReadingRow[]>`select distinct on (measured_at, kind) episode_id, kind, measured_at as at, vals, plausible from reading
    where hospital_id = ${hospitalId} and patient_id = ${patientId} order by measured_at desc, kind, id limit 60`;

export type ContactRow = { owner: 'patient' | 'family'; relation: string | null; kind: 'mobile' | 'landline' | 'wechat' | 'email'; masked: string; quarantined: boolean };

/** Numbers masked in the middle: a phone left on a table tells nobody the daughter's number. */
export const patientContacts = (sql: Db, { hospitalId, patientId }: Patient): Promise<ContactRow[]> =>
  sql<ContactRow[]>`select owner, relation, kind, case when kind = 'wechat' then '' else left(regexp_replace(value, '^\\+86', ''), 3) || '****' || right(value, 4) end as masked,
      quarantined_at is not null as quarantined from contact where hospital_id = ${hospitalId} and patient_id = ${patientId} order by position, id`;

export type UnitsRow = { episodeId: string; service: string; purchased: number; reserved: number; used: number; refunded: number; expired: number; remaining: number; expiresAt: Instant };

/** What was bought in every package and what became of it. */
export const patientUnits = (sql: Db, { hospitalId, patientId }: Patient): Promise<UnitsRow[]> =>
  sql<UnitsRow[]>`select b.episode_id, b.service, b.purchased, b.reserved, b.used, b.refunded, b.expired, b.remaining, b.expires_at
    from entitlement_balance b join episode e on e.id = b.episode_id where b.hospital_id = ${hospitalId} and e.patient_id = ${patientId} order by e.launched_at desc, b.service`;

/** Steps that were answered themselves: an answer that only reached them from another step or package is no attendance of theirs. */
export const answeredSteps = async (sql: Db, { hospitalId, patientId }: Patient): Promise<Set<string>> =>
  new Set((await sql<{ occurrence: string }[]>`select distinct occurrence from answer where hospital_id = ${hospitalId} and patient_id = ${patientId} and occurrence is not null and shared_from is null`).map(({ occurrence }) => occurrence));

export type BadgeRow = { episodeId: string; badge: TextKey; at: Instant; occurrence: string | null };

/** Badges as they were earned, oldest first. After the loss of a pregnancy nothing of its package is shown. */
export const patientBadges = async (sql: Db, { hospitalId, patientId }: Patient): Promise<BadgeRow[]> => sql<BadgeRow[]>`
  select t.episode_id, t.data->>'badge' as badge, t.at, t.occurrence from timeline t join episode e on e.id = t.episode_id
  where t.hospital_id = ${hospitalId} and e.patient_id = ${patientId} and t.type = 'BadgeEarned' and e.stop_reason is distinct from 'pregnancy-loss' order by t.at, t.seq, t.idx`;
