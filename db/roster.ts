/** Who is on duty for a role at a wall time. Rosters are imported; a role without anybody on duty is a finding, never a guess. */
import type { StaffRole } from '../pathways/engine/vocabulary.js';
import type { Db } from './client.js';

export type OnDuty = { accountId: string; contacts: { id: string; kind: 'wecom' | 'mobile' | 'email'; value: string }[] };

/** Now, by the database's clock. Whoever began the shift first comes first, so that a retry finds the same person. */
export function onDuty(sql: Db, hospitalId: string, role: StaffRole): Promise<OnDuty[]> {
  return sql<OnDuty[]>`
    select s.account_id, coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'kind', c.kind, 'value', c.value) order by c.kind)
      filter (where c.id is not null), '[]') as contacts
    from roster_shift s join account a on a.id = s.account_id and a.active
      left join staff_contact c on c.account_id = s.account_id
    where s.hospital_id = ${hospitalId} and s.role = ${role} and s.starts_at <= now() and now() < s.ends_at
    group by s.account_id order by min(s.starts_at), s.account_id`;
}

/** Which of these roles have nobody on duty now. */
export async function rolesWithoutDuty(sql: Db, hospitalId: string, roles: StaffRole[]): Promise<StaffRole[]> {
  const covered = await sql<{ role: StaffRole }[]>`
    select distinct s.role from roster_shift s join account a on a.id = s.account_id and a.active
    where s.hospital_id = ${hospitalId} and s.role = any(${roles}) and s.starts_at <= now() and now() < s.ends_at`;
  return roles.filter((role) => !covered.some((row) => row.role === role));
}
