/** What is no longer needed of who came in and of what they sent: sessions that are over, codes of whom nothing is done for any more, tries of long ago, kept answers to repeated requests. */
import type { Sql } from './client.js';
import { linkDays } from './patient-access/links.js';
import { endSpentCodes } from './patient-access/spent-codes.js';

/**
 * As long as the longest link lives, so that its wrong tries are counted over its whole life. The law asks for six months at least: 网络安全法
 * (Cybersecurity Law), article 21 (3) (K). Migration 0046 holds the same number, so that nothing younger can be deleted.
 */
export const keepAttemptsForDays = linkDays.most;
/** C: a phone that was off for a month still gets its first answer again; later a repeat is recognised by its command id alone. */
export const keepAnswersForDays = 31;
const atOnce = 2_000;

/** Returns how many rows went: the worker's loop comes again at once while there are any. */
export async function forgetOldAccess(sql: Sql): Promise<number> {
  const ofPatients = await sql`delete from patient_session where token_hash in (select token_hash from patient_session where expires_at <= now() order by expires_at limit ${atOnce})`;
  const ofStaff = await sql`delete from session where token_hash in (select token_hash from session where expires_at <= now() limit ${atOnce})`;
  const steps = await sql`delete from sign_in_step where begun_at < now() - interval '1 day'`;
  const offers = await sql`delete from second_factor_offer where begun_at < now() - interval '1 day'`;
  const away = await sql`delete from sign_in_attempt where started_at < now() - interval '1 day'`;
  const attempts = await sql`delete from access_attempt where id in (select id from access_attempt where at < now() - make_interval(days => ${keepAttemptsForDays}) order by id limit ${atOnce})`;
  const answers = await sql`
    delete from idempotency where (hospital_id, account_id, key) in (
      select hospital_id, account_id, key from idempotency where created_at < now() - make_interval(days => ${keepAnswersForDays}) order by created_at limit ${atOnce})`;
  const codes = await endSpentCodes(sql, atOnce);
  return codes + ofPatients.count + ofStaff.count + steps.count + offers.count + away.count + attempts.count + answers.count;
}
