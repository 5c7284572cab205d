/**
 * The worklist's first column: open cases by the time that is left. The deadline that counts is the acknowledgement while nobody has
 * acknowledged, then the promised contact; once the patient has been spoken to, no clock runs any more and the case waits for its end.
 * Convention of ours (mark C): a RED that nobody has spoken to stands above everything, because a YELLOW that is late by a day must not
 * hide a RED that has ten minutes left. Within both, the least time left (or the most overdue) comes first. Contacted cases follow, by level.
 */
import { caseInstructions, type MetCase } from '../../pathways/chart/case-instructions.js';
import type { Instant } from '../../pathways/engine/vocabulary.js';
import type { Language } from '../../pathways/schema/definition.js';
import type { Db } from '../client.js';
import { newestOwnerOfCase, ownerOfCase } from '../worklist/owners.js';
import { decodeCursor, pageOf } from './cursor.js';
import type { Page } from './cursor.js';
import { metCases } from './case-rules.js';
import { neverCalled, uncalledWords } from './never-called.js';
import { packageWords } from './package-words.js';

export type WorklistPerson = { patientId: string; familyName: string; givenName: string; sex: string | null; birthDate: string | null; synthetic: boolean; /** The first usable number, masked; null: none. */ phone: string | null };

/** As the query gives it; `worded` adds the wording. */
export type CaseRow = WorklistPerson & {
  escalationId: string; episodeId: string; n: number; level: string; rules: string[]; instruction: string; status: string; reports: string[]; /** The case says that calls failed, and nobody called (never-called.ts). */ neverCalled: boolean; /** Of a closed case: how it ended, in whose words. */ outcome: string | null; note: string | null;
  planId: string; planVersion: number; planHash: string; episodeStatus: string; /** How many seconds of the patient's time pass in one of ours; 1 but in a training. */ pace: number;
  /** Episode time, each with the same instant in wall time. */
  raisedAt: Instant; raisedWall: Instant; ackBy: Instant | null; ackByWall: Instant | null; contactBy: Instant; contactByWall: Instant;
  acknowledgedAt: Instant | null; acknowledgedBy: string | null; contactedAt: Instant | null; breached: string[]; rung: number;
  /** What runs now: null once the patient has been contacted. */
  nextDeadline: 'acknowledge' | 'contact' | null; nextWall: Instant | null;
  ownerId: string | null; ownerName: string | null; /** Cases of the patient's other episodes that this one stands in for. */ joined: number; notes: number;
  tier: number; sortWall: Instant; met: MetCase[];
};
export type WorklistCase = Omit<CaseRow, 'met'> & { packageTitle: string; /** What every rule says that raised it, a line each. */ instructionText: string };

/** Of the case row x and the episode row e. */
const deadline = (sql: Db) => sql`case when x.contacted_at is not null then null when x.ack_by is not null and x.acknowledged_at is null then x.ack_by else x.contact_by end`;
const tier = (sql: Db) => sql`case when x.contacted_at is not null then case x.level when 'red' then 2 when 'orange' then 3 else 4 end when x.level = 'red' then 0 else 1 end`;

/** Name, and the number that a caller would dial first, of the patient row p. */
export const personColumns = (sql: Db) => sql`p.id as patient_id, p.family_name, p.given_name, p.sex, p.birth_date, p.synthetic,
  (select left(regexp_replace(c.value, '^\\+86', ''), 3) || '****' || right(c.value, 4) from contact c where c.patient_id = p.id and c.hospital_id = p.hospital_id and c.kind in ('mobile', 'landline')
    and c.quarantined_at is null order by c.owner = 'family', c.position limit 1) as phone`;

/** The newest row of case_owner, else whoever acknowledged; a column `owner_id` of the case row x. */
export const caseOwner = (sql: Db) => sql`${newestOwnerOfCase(sql)}
  left join account owner on owner.id::text = ${ownerOfCase(sql)} and owner.hospital_id = x.hospital_id`;

export type CaseFilter = { hospitalId: string; ownerId?: string | null | undefined; escalationId?: string | undefined; language: Language; after?: string | undefined; limit: number };

/** `ownerId` null: cases that nobody has. With `escalationId` that one alone, open or not. */
export async function worklistCases(sql: Db, f: CaseFilter): Promise<Page<WorklistCase>> {
  const after = decodeCursor(f.after);
  const rows = await sql<CaseRow[]>`
    with open as (
      select x.*, ${tier(sql)} as tier, date_trunc('milliseconds', coalesce(wall_of(e.clock, ${deadline(sql)}), wall_of(e.clock, x.raised_at))) as sort_wall
      from escalation x join episode e on e.id = x.episode_id ${f.ownerId === undefined ? sql`` : caseOwner(sql)}
      where x.hospital_id = ${f.hospitalId}
        ${f.escalationId === undefined ? sql`and x.status not in ('closed', 'joined')` : sql`and x.id = ${f.escalationId}`}
        ${f.ownerId === undefined ? sql`` : f.ownerId === null ? sql`and owner.id is null` : sql`and owner.id = ${f.ownerId}`}
    ), paged as (
      select * from open ${after === null ? sql`` : sql`where (tier, sort_wall, id) > (${Number(after[0])}, ${after[1] ?? ''}, ${after[2] ?? ''})`} order by tier, sort_wall, id limit ${f.limit + 1}
    )
    select x.id as escalation_id, x.episode_id, split_part(x.id, '/', 3)::int as n, x.level, x.rules, x.instruction, x.status, x.reports, ${neverCalled(sql)} as never_called, ${metCases(sql)} as met, x.outcome, x.note, e.plan_id, e.plan_version, e.plan_hash, e.status as episode_status, (e.clock->>'pace')::float8 as pace,
      x.raised_at, wall_of(e.clock, x.raised_at) as raised_wall, x.ack_by, wall_of(e.clock, x.ack_by) as ack_by_wall, x.contact_by, wall_of(e.clock, x.contact_by) as contact_by_wall,
      x.acknowledged_at, x.acknowledged_by, x.contacted_at, x.breached, x.rung,
      case when x.contacted_at is not null then null when x.ack_by is not null and x.acknowledged_at is null then 'acknowledge' else 'contact' end as next_deadline,
      wall_of(e.clock, ${deadline(sql)}) as next_wall, owner.id as owner_id, owner.display_name as owner_name,
      (select count(*)::int from escalation j where j.held_by = x.id and j.status = 'joined' and j.hospital_id = x.hospital_id and j.patient_id = x.patient_id) as joined,
      (select count(*)::int from case_note n where n.escalation = x.id) as notes,
      x.tier, x.sort_wall, ${personColumns(sql)}
    from paged x join episode e on e.id = x.episode_id join patient p on p.id = x.patient_id
      ${caseOwner(sql)}
    order by tier, sort_wall, escalation_id`;
  const { items, next } = pageOf(rows, f.limit, (r) => [r.tier, r.sortWall, r.escalationId]);
  return { items: await Promise.all(items.map((row) => worded(sql, f, row))), next };
}

async function worded(sql: Db, { hospitalId, language }: CaseFilter, { met, ...row }: CaseRow): Promise<WorklistCase> {
  const { title, say, plan } = await packageWords(sql, hospitalId, { id: row.planId, version: row.planVersion, hash: row.planHash }, language);
  return { ...row, packageTitle: title, instructionText: row.neverCalled ? uncalledWords[language === 'en' ? 'en' : 'zh'] : caseInstructions(plan, row, met).map(say).join('\n') };
}
