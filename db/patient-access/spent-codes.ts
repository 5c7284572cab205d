/**
 * A code ends some time after the last package of the patient (ADR 0087), and every session that came by it. The next text that names one names the next
 * generation, so that nobody is told a code that opens nothing.
 */
import type { Db, Sql } from '../client.js';
import { transact } from '../client.js';
import { lockPatient } from '../patient-lock.js';
import { linkDays } from './links.js';

/** C: as long as a printed link opens, so that she reads her records and an answer to a late question as long by the one as by the other. */
export const codeDaysAfterCare = linkDays.usual;

/** Nothing runs, and for so long nothing has: no package, no question, no code made anew, no link issued beside which it was said. */
const spent = (sql: Db) => sql`c.revoked_at is null and c.created_at < now() - make_interval(days => ${codeDaysAfterCare})
  and not exists (select 1 from episode e where e.patient_id = kept_patient(c.patient_id)
    and (e.status not in ('stopped', 'completed') or coalesce(e.ended_at, now()) > now() - make_interval(days => ${codeDaysAfterCare})))
  and not exists (select 1 from inquiry i left join inquiry_entry n on n.inquiry_id = i.id where i.patient_id = kept_patient(c.patient_id)
    and (i.state in ('open', 'investigating') or greatest(i.asked_wall_at, n.acted_at) > now() - make_interval(days => ${codeDaysAfterCare})))
  and not exists (select 1 from patient_link l where l.patient_id = kept_patient(c.patient_id) and l.created_at > now() - make_interval(days => ${codeDaysAfterCare}))`;

/** Returns how many ended. Each under the lock under which a text names it: a launch of that moment keeps it, or makes a new one. */
export async function endSpentCodes(sql: Sql, atOnce: number): Promise<number> {
  const found = await sql<{ id: string; patientId: string }[]>`select c.id, c.patient_id from patient_code c where ${spent(sql)} order by c.id limit ${atOnce}`;
  let ended = 0;
  for (const { id, patientId } of found) {
    ended += await transact(sql, async (tx) => {
      await lockPatient(tx, patientId);
      return (await tx`update patient_code c set revoked_at = now() where c.id = ${id} and ${spent(tx)}`).count;
    });
  }
  return ended;
}
