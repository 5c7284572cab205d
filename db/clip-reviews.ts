/** Patients' exercise clips and the comments that nurses and therapists give on them. */
import { v7 as uuidv7 } from 'uuid';
import type { Crypt } from '../messages/crypt.js';
import type { Instant } from '../pathways/engine/vocabulary.js';
import { wholeName } from '../pathways/people/whole-name.js';
import { announceChanges } from './changes.js';
import { transact, type Db, type Sql } from './client.js';

export type ClipItem = { fileId: string; patientId: string; displayName: string; at: Instant; comments: { at: Instant; text: string; mine: boolean }[] };

const contextOf = (id: string): string => `clip-review/${id}`;
/** Clips without a comment first, oldest first; then the commented ones of the last days. */
const shown = 40;

export async function clipsToReview(sql: Sql, crypt: Crypt, { hospitalId, accountId }: { hospitalId: string; accountId: string }): Promise<ClipItem[]> {
  const clips = await sql<(Omit<ClipItem, 'displayName' | 'comments'> & { familyName: string; givenName: string; reviews: { id: string; at: Instant; accountId: string; commentEnc: string }[] })[]>`
    select f.id as file_id, f.patient_id, p.family_name, p.given_name, coalesce(f.episode_at, f.created_at) as at,
      coalesce((select jsonb_agg(jsonb_build_object('id', r.id, 'at', to_char(r.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'accountId', r.account_id, 'commentEnc', encode(r.comment_enc, 'base64')) order by r.at)
        from clip_review r where r.file_id = f.id), '[]') as reviews
    from file f join patient p on p.id = f.patient_id
    where f.hospital_id = ${hospitalId} and f.kind = 'clip' and f.source in ('patient', 'family') and f.attached_at is not null
    order by exists (select 1 from clip_review r where r.file_id = f.id), f.created_at limit ${shown}`;
  return clips.map(({ familyName, givenName, reviews, ...clip }) => ({
    ...clip,
    displayName: wholeName({ familyName, givenName }),
    comments: reviews.map((review) => ({ at: review.at, mine: review.accountId === accountId, text: crypt.open(Buffer.from(review.commentEnc, 'base64'), contextOf(review.id)) })),
  }));
}

/** False: this hospital has no such clip. The patient, or the relative who sent it, reads the comment on the page. */
export const reviewClip = (sql: Sql, crypt: Crypt, review: { hospitalId: string; accountId: string; fileId: string; comment: string }): Promise<boolean> =>
  transact(sql, async (tx) => {
    const [clip] = await tx<{ patientId: string }[]>`select patient_id from file where id = ${review.fileId} and hospital_id = ${review.hospitalId} and kind = 'clip' and patient_id is not null`;
    if (!clip) return false;
    const id = uuidv7();
    await tx`insert into clip_review (id, hospital_id, file_id, patient_id, account_id, comment_enc)
      values (${id}, ${review.hospitalId}, ${review.fileId}, ${clip.patientId}, ${review.accountId}, ${crypt.seal(review.comment, contextOf(id))})`;
    await announceChanges(tx, review.hospitalId, [{ topic: 'patient', ref: clip.patientId }]);
    return true;
  });

export type ClipComment = { fileId: string; at: Instant; text: string };

/** What was said about this patient's clips, newest first. `by`: only about clips that this person sent (`family:<contact id>`); null: all. */
export async function clipComments(sql: Db, crypt: Crypt, { hospitalId, patientId }: { hospitalId: string; patientId: string }, by: string | null): Promise<ClipComment[]> {
  const rows = await sql<{ id: string; fileId: string; at: Instant; commentEnc: Uint8Array }[]>`
    select r.id, r.file_id, r.at, r.comment_enc from clip_review r join file f on f.id = r.file_id
    where r.hospital_id = ${hospitalId} and f.patient_id = ${patientId} and (${by}::text is null or f.created_by = ${by}) order by r.at desc limit ${shown}`;
  return rows.map(({ id, commentEnc, ...row }) => ({ ...row, text: crypt.open(commentEnc, contextOf(id)) }));
}
