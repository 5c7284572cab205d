/** The people who can be sent: accounts with a profile, their hours and their leave. */
import type { LocalDate } from '../../pathways/engine/vocabulary.js';
import { professions, type Certificate, type Hours, type Person, type Title } from '../../pathways/visits/staff.js';
import { json, type Db } from '../client.js';

export type StaffMember = Person & { displayName: string; roles: string[]; active: boolean };
type Row = Omit<StaffMember, 'professions'>;

/** Active ones by name; with `accountId` that one alone, active or not. */
export async function peopleOf(db: Db, hospitalId: string, accountId?: string): Promise<StaffMember[]> {
  const rows = await db<Row[]>`
    select s.account_id, a.display_name, a.roles, a.active, s.title, s.practice_since, s.skills, s.certificates, s.districts, s.daily_load, s.base_district,
      coalesce((select jsonb_agg(jsonb_build_object('weekday', h.weekday, 'from', h.from_time, 'until', h.until_time) order by h.weekday, h.from_time)
        from working_hours h where h.account_id = s.account_id), '[]') as hours,
      coalesce((select jsonb_agg(jsonb_build_object('from', l.from_on, 'until', l.until_on) order by l.from_on)
        from staff_leave l where l.account_id = s.account_id and l.cancelled_at is null), '[]') as leave
    from staff_profile s join account a on a.id = s.account_id
    where s.hospital_id = ${hospitalId} ${accountId === undefined ? db`and a.active` : db`and s.account_id = ${accountId}`}
    order by a.display_name, s.account_id`;
  return rows.map((row) => ({ ...row, professions: professions.filter((profession) => row.roles.includes(profession)) }));
}

export type Profile = { title: Title; practiceSince: LocalDate | null; skills: string[]; certificates: Certificate[]; districts: string[]; dailyLoad: number; baseDistrict: string | null };

/** False: no such account in this hospital. */
export async function setProfile(db: Db, hospitalId: string, accountId: string, profile: Profile, by: string | null): Promise<boolean> {
  const { title, practiceSince, skills, certificates, districts, dailyLoad, baseDistrict } = profile;
  const rows = await db`insert into staff_profile (account_id, hospital_id, title, practice_since, skills, certificates, districts, daily_load, base_district, updated_by)
    select id, hospital_id, ${title}, ${practiceSince}, ${skills}, ${json(db, certificates)}, ${districts}, ${dailyLoad}, ${baseDistrict}, ${by}
    from account where id = ${accountId} and hospital_id = ${hospitalId}
    on conflict (account_id) do update set title = excluded.title, practice_since = excluded.practice_since, skills = excluded.skills, certificates = excluded.certificates,
      districts = excluded.districts, daily_load = excluded.daily_load, base_district = excluded.base_district, updated_by = excluded.updated_by, updated_at = now()
    returning account_id`;
  return rows.length > 0;
}

/** Replaces the whole week. False: the account has no profile in this hospital. */
export async function setHours(db: Db, hospitalId: string, accountId: string, hours: readonly Hours[]): Promise<boolean> {
  const known = await db`select 1 from staff_profile where account_id = ${accountId} and hospital_id = ${hospitalId} for update`;
  if (known.length === 0) return false;
  await db`delete from working_hours where account_id = ${accountId} and hospital_id = ${hospitalId}`;
  for (const { weekday, from, until } of hours) {
    await db`insert into working_hours (hospital_id, account_id, weekday, from_time, until_time) values (${hospitalId}, ${accountId}, ${weekday}, ${from}, ${until})`;
  }
  return true;
}
