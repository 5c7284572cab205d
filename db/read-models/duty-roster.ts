/** The duty roster as its page shows it: shifts of a period, who is on duty now, and where nobody will be. Wall time throughout. */
import type { Instant, StaffRole } from '../../pathways/engine/vocabulary.js';
import type { Db } from '../client.js';

export type DutyShift = { shiftId: string; accountId: string; displayName: string; login: string; role: StaffRole; startsAt: Instant; endsAt: Instant; /** The person can still be reached: the account is active. */ active: boolean };
/** Nobody is on duty for `role` between the two times. `red`: the role is alerted by RED cases, so a launch is refused meanwhile in a real hospital. */
export type DutyGap = { role: StaffRole; from: Instant; until: Instant; red: boolean };
export type DutyRole = { role: StaffRole; /** Level RED alerts or escalates to it in a package that is sold or running. */ red: boolean; /** Some package alerts it at all. */ used: boolean };

export const dutyShifts = (sql: Db, hospitalId: string, from: Instant, until: Instant): Promise<DutyShift[]> => sql<DutyShift[]>`
  select s.id as shift_id, s.account_id, a.display_name, a.login, s.role, s.starts_at, s.ends_at, a.active
  from roster_shift s join account a on a.id = s.account_id
  where s.hospital_id = ${hospitalId} and s.starts_at < ${until} and s.ends_at > ${from} order by s.starts_at, s.role, a.display_name limit 3000`;

/**
 * Roles that the newest version of each package, or a version with an open episode, alerts: by a level and its ladder, or by a rule that
 * names its own (self-harm goes to the crisis counsellor).
 */
export const dutyRoles = (sql: Db, hospitalId: string): Promise<DutyRole[]> => sql<DutyRole[]>`
  with version as (
    select distinct on (v.id, v.version) v.plan::jsonb as plan from pathway_version v
    where v.hospital_id = ${hospitalId} and (v.version = (select max(n.version) from pathway_version n where (n.hospital_id, n.id) = (v.hospital_id, v.id))
      or exists (select 1 from episode e where (e.hospital_id, e.plan_id, e.plan_version) = (v.hospital_id, v.id, v.version) and e.status not in ('stopped', 'completed')))
  ), alerted as (
    select c ->> 'level' as level, jsonb_array_elements_text(c -> 'to') as role from version v, jsonb_array_elements(v.plan -> 'rules') u, jsonb_array_elements(u -> 'cases') c where jsonb_typeof(c -> 'to') = 'array' and c ->> 'level' is not null
    union all
    select l.key, r.role from version v, jsonb_each(v.plan -> 'levels') l, lateral (
      select jsonb_array_elements_text(l.value -> 'alert') as role union select jsonb_array_elements_text(g -> 'to') from jsonb_array_elements(l.value -> 'ladder') g) r
  ) select role, bool_or(level = 'red') as red, true as used from alerted group by role order by bool_or(level = 'red') desc, role`;

/** Of the roles that packages alert; shifts of inactive accounts cover nothing. In time order. */
export const dutyGaps = (sql: Db, hospitalId: string, from: Instant, until: Instant, roles: readonly DutyRole[]): Promise<DutyGap[]> => sql<DutyGap[]>`
  with wanted as (select * from jsonb_to_recordset(${sql.json(roles.map(({ role, red }) => ({ role, red })))}) as w (role text, red boolean)),
  covered as (
    select s.role, range_agg(tstzrange(s.starts_at, s.ends_at)) as on_duty from roster_shift s join account a on a.id = s.account_id and a.active
    where s.hospital_id = ${hospitalId} and s.starts_at < ${until} and s.ends_at > ${from} group by s.role)
  select w.role, w.red, lower(gap) as from, upper(gap) as until
  from wanted w left join covered c on c.role = w.role,
    unnest(tstzmultirange(tstzrange(${from}::timestamptz, ${until}::timestamptz)) - coalesce(c.on_duty, '{}'::tstzmultirange)) as gap
  order by lower(gap), w.red desc, w.role`;
