/** The care team of a patient (FHIR CareTeam): whom somebody named, and who is in it by work that is to come or just over. */
import { logAccess } from '../access-log.js';
import { transact, type Db, type Sql } from '../client.js';

export type Member = { accountId: string; name: string; roles: string[]; /** `named` by hand; otherwise by a visit, or by a case or task that is held. */ because: 'named' | 'visit' | 'case' | 'emergency' };

/** Staff who see the patient although they are confined to their care teams; by name. The rule is that of `care_team_patients()` (migration 0081), asked from the patient's side. */
export async function careTeamOf(sql: Db, hospitalId: string, patientId: string): Promise<Member[]> {
  return sql<Member[]>`
    select distinct on (a.display_name, a.id) a.id as account_id, a.display_name as name, a.roles, r.because from (
      select account_id, 'named' as because, 0 as rank from care_team_member where hospital_id = ${hospitalId} and patient_id = ${patientId}
      union all select account_id, 'visit', 1 from visit_assignment where hospital_id = ${hospitalId} and patient_id = ${patientId} and account_id is not null and (state <> 'ended' or changed_at > now() - interval '30 days')
      union all select account_id, 'visit', 1 from visit_offer where hospital_id = ${hospitalId} and patient_id = ${patientId} and state = 'offered'
      union all select c.account_id, 'case', 2 from (select distinct on (coalesce(o.escalation, o.task)) o.* from case_owner o join episode e on e.id = o.episode_id
          where e.patient_id = ${patientId} and o.hospital_id = ${hospitalId} order by coalesce(o.escalation, o.task), o.id desc) c
        left join escalation x on x.id = c.escalation left join task t on t.id = c.task where c.account_id is not null and (x.status <> 'closed' or t.status in ('ready', 'in-progress'))
      union all select account_id, 'emergency', 3 from emergency_access where hospital_id = ${hospitalId} and patient_id = ${patientId} and ends_at > now()
    ) r join account a on a.id = r.account_id and a.active order by a.display_name, a.id, r.rank`;
}

type Change = { hospitalId: string; patientId: string; accountId: string; by: string };

/** False: the hospital has no such active account. Naming somebody twice changes nothing. */
export const nameMember = (sql: Sql, { hospitalId, patientId, accountId, by }: Change): Promise<boolean> =>
  transact(sql, async (tx) => {
    const [account] = await tx`select 1 from account where id = ${accountId} and hospital_id = ${hospitalId} and active`;
    if (!account) return false;
    await tx`insert into care_team_member (patient_id, account_id, hospital_id, added_by) values (${patientId}, ${accountId}, ${hospitalId}, ${by}) on conflict do nothing`;
    await logAccess(tx, { hospitalId, actor: by, action: 'care-team:add', ref: `${patientId} ${accountId}`, allowed: true });
    return true;
  });

/** Takes away what was named by hand; who visits the patient or holds her case stays in the team by that. */
export const dropMember = (sql: Sql, { hospitalId, patientId, accountId, by }: Change): Promise<void> =>
  transact(sql, async (tx) => {
    const { count } = await tx`delete from care_team_member where patient_id = ${patientId} and account_id = ${accountId} and hospital_id = ${hospitalId}`;
    if (count > 0) await logAccess(tx, { hospitalId, actor: by, action: 'care-team:remove', ref: `${patientId} ${accountId}`, allowed: true });
  });
