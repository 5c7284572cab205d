/** A visit record while it is being written: kept on the server, so that a phone that is lost or empty loses nothing. */
import type { Crypt } from '../messages/crypt.js';
import type { Answers } from '../pathways/engine/inputs.js';
import type { Instant } from '../pathways/engine/vocabulary.js';
import type { Sql } from './client.js';

export type VisitDraft = { answers: Answers; writtenAt: Instant; accountId: string };
/** `writtenAt`: of the draft that is kept now, ours or the newer one that stays. */
export type DraftSaved = { outcome: 'saved' | 'older'; writtenAt: Instant } | { outcome: 'refused'; code: 'unknown-visit' | 'not-open'; message: string };

const contextOf = (occurrence: string): string => `visit-draft/${occurrence}`;

type Draft = VisitDraft & { hospitalId: string; episodeId: string; occurrence: string; /** `writtenAt` of the draft that its page was rendered from. */ basedOn: Instant | null; /** Wall time of the server. */ now: Instant };

/**
 * `writtenAt`: wall time of the phone, and no later than the server's: a clock that runs ahead must not shut out what is written after it. A draft
 * that goes on from the kept one replaces it, whatever the clocks of two devices say; any other that is older changes nothing (ADR 0095).
 */
export async function saveDraft(sql: Sql, crypt: Crypt, draft: Draft): Promise<DraftSaved> {
  const [visit] = await sql<{ status: string }[]>`select status from occurrence where id = ${draft.occurrence} and hospital_id = ${draft.hospitalId} and kind = 'visit'`;
  if (!visit) return { outcome: 'refused', code: 'unknown-visit', message: 'This hospital has no such visit; take it from your list of visits.' };
  if (!['planned', 'booked', 'checked-in', 'held'].includes(visit.status)) return { outcome: 'refused', code: 'not-open', message: 'The visit is closed already; its record cannot be written any more.' };
  const sealed = crypt.seal(JSON.stringify(draft.answers), contextOf(draft.occurrence));
  const rows = await sql<{ writtenAt: Instant }[]>`
    insert into visit_draft (occurrence, hospital_id, episode_id, account_id, answers_enc, written_at)
    values (${draft.occurrence}, ${draft.hospitalId}, ${draft.episodeId}, ${draft.accountId}, ${sealed}, least(${draft.writtenAt}::timestamptz, ${draft.now}::timestamptz))
    on conflict (occurrence) do update set answers_enc = excluded.answers_enc, account_id = excluded.account_id, saved_at = clock_timestamp(),
        written_at = case when visit_draft.written_at < excluded.written_at then excluded.written_at else visit_draft.written_at + interval '1 millisecond' end
      where visit_draft.hospital_id = excluded.hospital_id and (visit_draft.written_at <= excluded.written_at or visit_draft.written_at = ${draft.basedOn}::timestamptz)
    returning written_at`;
  const [row] = rows;
  if (row) return { outcome: 'saved', writtenAt: row.writtenAt };
  const kept = await draftOf(sql, crypt, draft.hospitalId, draft.occurrence);
  // Sent again, because the answer to the first time got lost on the way.
  return { outcome: JSON.stringify(kept?.answers) === JSON.stringify(draft.answers) ? 'saved' : 'older', writtenAt: kept?.writtenAt ?? draft.now };
}

export async function draftOf(sql: Sql, crypt: Crypt, hospitalId: string, occurrence: string): Promise<VisitDraft | null> {
  const [row] = await sql<{ answersEnc: Uint8Array; writtenAt: Instant; accountId: string }[]>`
    select answers_enc, written_at, account_id from visit_draft where occurrence = ${occurrence} and hospital_id = ${hospitalId}`;
  return row ? { answers: JSON.parse(crypt.open(row.answersEnc, contextOf(occurrence))) as Answers, writtenAt: row.writtenAt, accountId: row.accountId } : null;
}

export async function removeDraft(sql: Sql, hospitalId: string, occurrence: string): Promise<void> {
  await sql`delete from visit_draft where occurrence = ${occurrence} and hospital_id = ${hospitalId}`;
}
