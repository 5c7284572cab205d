/** A visit is rated once, by the patient or the family; few stars open a closed-loop case about whoever made the visit. */
import type { Crypt } from '../../messages/crypt.js';
import { announceChanges } from '../changes.js';
import { transact, type Db, type Sql } from '../client.js';
import { scopeOf, type Person } from '../patient-access/person.js';
import { raiseInquiry } from './raise.js';
import type { Instant } from '../../pathways/engine/vocabulary.js';

/** Convention (C): so few stars are a complaint that was not written. */
export const fewStars = 2;

export type RateVisit = { person: Person; occurrence: string; stars: 1 | 2 | 3 | 4 | 5; text: string | null };
export type Rated = { outcome: 'rated'; inquiryId: string | null } | { outcome: 'rated-before' } | { outcome: 'not-rateable' };

export const rateVisit = (sql: Sql, crypt: Crypt, { person, occurrence, stars, text }: RateVisit): Promise<Rated> =>
  transact(sql, async (tx): Promise<Rated> => {
    const [visit] = await tx<{ episodeId: string; accountId: string | null }[]>`
      select o.episode_id, coalesce(a.account_id, o.assignee) as account_id from occurrence o left join visit_assignment a on a.occurrence = o.id
      where o.id = ${occurrence} and o.hospital_id = ${person.hospitalId} and o.patient_id = ${person.patientId} and o.kind = 'visit' and o.status = 'completed' for update of o`;
    if (!visit) return { outcome: 'not-rateable' };
    if ((await tx`select 1 from visit_rating where occurrence = ${occurrence}`).length > 0) return { outcome: 'rated-before' };
    const inquiryId = stars > fewStars ? null
      : await raiseInquiry(tx, crypt, { person, kind: 'rating', text: text ?? '', episodeId: visit.episodeId, occurrence, subject: visit.accountId });
    await tx`insert into visit_rating (occurrence, hospital_id, episode_id, patient_id, stars, text_enc, rated_by, contact_id, account_id, inquiry_id)
      values (${occurrence}, ${person.hospitalId}, ${visit.episodeId}, ${person.patientId}, ${stars}, ${text === null ? null : crypt.seal(text, `visit-rating/${occurrence}`)},
        ${scopeOf(person)}, ${person.contactId}, ${visit.accountId}, ${inquiryId})`;
    await announceChanges(tx, person.hospitalId, [{ topic: 'visit', ref: occurrence }]);
    return { outcome: 'rated', inquiryId };
  });

export type RatingRow = { occurrence: string; stars: number; text: string | null; ratedBy: 'patient' | 'family'; accountId: string | null; inquiryId: string | null; ratedAt: Instant };

export async function ratingsOf(sql: Db, crypt: Crypt, hospitalId: string, patientId: string): Promise<RatingRow[]> {
  const rows = await sql<(Omit<RatingRow, 'text'> & { textEnc: Uint8Array | null })[]>`
    select occurrence, stars, text_enc, rated_by, account_id, inquiry_id, rated_at from visit_rating where hospital_id = ${hospitalId} and patient_id = ${patientId} order by rated_at desc`;
  return rows.map(({ textEnc, ...row }) => ({ ...row, text: textEnc === null ? null : crypt.open(textEnc, `visit-rating/${row.occurrence}`) }));
}
