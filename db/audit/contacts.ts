/** I: nothing was claimed for a patient after her death or opt-out was known here, nor for a number that is wrong or whose owner wants nothing sent there. Staff are told of an opted-out patient, never asked to contact a dead one. */
import { sinceOf, type AuditCheck, type Breach } from './breach.js';

type Row = { ref: string; what: string };

export const contacts: AuditCheck = async (a) => {
  const { sql } = a;
  const dead = sql<Row[]>`select t.id as ref, 'was claimed after the death of the patient was known' as what from attempt t join patient p on p.id = t.patient_id
    where t.claimed_at > p.died_wall_at and t.claimed_at >= ${sinceOf(a)}`;
  const optedOut = sql<Row[]>`select t.id as ref, 'was claimed after the patient had opted out' as what
    from attempt t join patient p on p.id = t.patient_id join obligation o on o.id = t.obligation_id
    where t.claimed_at > p.opted_out_wall_at and t.claimed_at >= ${sinceOf(a)} and o.recipient in ('patient', 'family') and t.channel <> 'phone-task' and o.purpose <> 'opt-out'`;
  const quarantined = sql<Row[]>`select t.id as ref, 'was claimed for a contact known to be wrong, or unsubscribed' as what from attempt t join contact c on c.id::text = t.contact_id
    where (t.claimed_at > c.quarantined_at or t.claimed_at > c.unsubscribed_at) and t.claimed_at >= ${sinceOf(a)}`;
  // Contacts are never deleted: what was sent to one proves that it was there.
  const gone = sql<Row[]>`select distinct on (t.contact_id) t.id as ref, 'was sent to a contact that is not there any more' as what from attempt t join obligation o on o.id = t.obligation_id
    where t.contact_id is not null and o.recipient in ('patient', 'family') and t.claimed_at >= ${sinceOf(a)} and not exists (select from contact c where c.id::text = t.contact_id) order by t.contact_id, t.id`;
  const [count] = await sql<{ n: number }[]>`select count(*) as n from patient where died_at is not null or opted_out_at is not null`;
  const rows = (await Promise.all([dead, optedOut, quarantined, gone])).flat();
  return { breaches: rows.map(({ ref, what }): Breach => ({ check: 'I', ref, what })), looked: count?.n ?? 0 };
};
