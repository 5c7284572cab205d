/** A visit record while it is being written: kept on the server, so that a phone that is lost or empty loses nothing. */
import type { Crypt } from '../messages/crypt.js';
import type { Answers } from '../pathways/engine/inputs.js';
import type { Instant } from '../pathways/engine/vocabulary.js';
import type { Sql } from './client.js';

export type VisitDraft = { answers: Answers; writtenAt: Instant; accountId: string };
export type DraftSaved = { outcome: 'saved' | 'older' } | { outcome: 'refused'; code: 'unknown-visit' | 'not-open'; message: string };

const contextOf = (occurrence: string): string => `visit-draft/${occurrence}`;

/** `writtenAt`: wall time of the phone. A draft older than the stored one changes nothing: the same queue may be sent from two pages. */
export async function saveDraft(sql: Sql, crypt: Crypt, draft: { hospitalId: string; episodeId: string; occurrence: string; accountId: string; answers: Answers; writtenAt: Instant }): Promise<DraftSaved> {
  const [visit] = await sql<{ status: string }[]>`select status from occurrence where id = ${draft.occurrence} and hospital_id = ${draft.hospitalId} and kind = 'visit'`;
  if (!visit) return { outcome: 'refused', code: 'unknown-visit', message: 'This hospital has no such visit; take it from your list of visits.' };
  if (!['planned', 'booked', 'checked-in', 'held'].includes(visit.status)) return { outcome: 'refused', code: 'not-open', message: 'The visit is closed already; its record cannot be written any more.' };
  const sealed = crypt.seal(JSON.stringify(draft.answers), contextOf(draft.occurrence));
  const rows = await sql`
    insert into visit_draft (occurrence, hospital_id, episode_id, account_id, answers_enc, written_at)
    values (${draft.occurrence}, ${draft.hospitalId}, ${draft.episodeId}, ${draft.accountId}, ${sealed}, ${draft.writtenAt})
    on conflict (occurrence) do update set answers_enc = excluded.answers_enc, written_at = excluded.written_at, account_id = excluded.account_id, saved_at = clock_timestamp()
      where visit_draft.written_at <= excluded.written_at and visit_draft.hospital_id = excluded.hospital_id returning occurrence`;
  return { outcome: rows.length > 0 ? 'saved' : 'older' };
}

export async function draftOf(sql: Sql, crypt: Crypt, hospitalId: string, occurrence: string): Promise<VisitDraft | null> {
  const [row] = await sql<{ answersEnc: Uint8Array; writtenAt: Instant; accountId: string }[]>`
    select answers_enc, written_at, account_id from visit_draft where occurrence = ${occurrence} and hospital_id = ${hospitalId}`;
  return row ? { answers: JSON.parse(crypt.open(row.answersEnc, contextOf(occurrence))) as Answers, writtenAt: row.writtenAt, accountId: row.accountId } : null;
}

export async function removeDraft(sql: Sql, hospitalId: string, occurrence: string): Promise<void> {
  await sql`delete from visit_draft where occurrence = ${occurrence} and hospital_id = ${hospitalId}`;
}
