/** Does this account see all patients of its hospital at this moment, or those of its care teams alone (ADR 0096)? */
import type { Db } from '../client.js';

/** What of it the database knows; which roles it is asked of stands in api/permissions.ts. */
export type Duty = { /** The hospital keeps to care teams. */ careTeams: boolean; /** The account has a shift just now: whoever is on duty may be called to any patient. */ onDuty: boolean };

export async function dutyOf(sql: Db, { hospitalId, accountId }: { hospitalId: string; accountId: string }): Promise<Duty> {
  const [row] = await sql<Duty[]>`
    select h.care_teams_since is not null as care_teams,
      exists (select 1 from roster_shift s where s.hospital_id = h.id and s.account_id = ${accountId} and s.starts_at <= now() and now() < s.ends_at) as on_duty
    from hospital h where h.id = ${hospitalId}`;
  return row ?? { careTeams: true, onDuty: false };
}

/** How many of its active nurses and therapists have no shift just now, so see their own patients alone from now on. */
export async function keepToCareTeams(sql: Db, hospitalId: string, kept: boolean, confinedRoles: readonly string[]): Promise<{ offDuty: number }> {
  await sql`update hospital set care_teams_since = ${kept ? sql`coalesce(care_teams_since, now())` : null} where id = ${hospitalId}`;
  const [row] = await sql<{ offDuty: number }[]>`select count(*)::int as off_duty from account a where a.hospital_id = ${hospitalId} and a.active and a.roles <@ ${[...confinedRoles]}::text[] and cardinality(a.roles) > 0
    and not exists (select 1 from roster_shift s where s.account_id = a.id and s.starts_at <= now() and now() < s.ends_at)`;
  return row ?? { offDuty: 0 };
}
