/** The discharges inbox: what can be launched now, what runs already, and what cannot be launched with the reasons as of today. */
import { furthestAheadDays, launchRefusals, longestSinceDischargeDays, type LaunchRefusal } from '../../discharges/refusals.js';
import type { Instant, LocalDate } from '../../pathways/engine/vocabulary.js';
import { addDays } from '../../pathways/time.js';
import type { Sql } from '../client.js';
import { decodeCursor, pageOf } from './cursor.js';
import type { Page } from './cursor.js';
import { packageWords } from './package-words.js';

export const dischargeStates = ['launchable', 'launched', 'refused'] as const;
export type DischargeState = (typeof dischargeStates)[number];
export type DischargeEpisode = { episodeId: string; packageId: string; /** Of the version that runs. */ title: { zh: string; en: string }; version: number; status: string; launchedAt: Instant };
export type DischargeRow = {
  dischargeId: string; patientId: string; encounterRef: string; admittedAt: Instant | null; dischargedAt: Instant | null; clinical: Record<string, unknown>; understood: string[]; missing: string[];
  /** As of today, not of the day of the import. */
  refusals: LaunchRefusal[]; state: DischargeState; createdAt: Instant; familyName: string; givenName: string; birthDate: LocalDate | null; sex: string; synthetic: boolean;
  episodes: DischargeEpisode[];
  /** The latest needs assessment; null: none yet. */
  assessedAt: Instant | null;
  /** Pairs that nobody has decided. */
  possibleDuplicates: number;
};

type StoredEpisode = Omit<DischargeEpisode, 'title'> & { hash: string };
type Stored = Omit<DischargeRow, 'refusals' | 'state' | 'episodes'> & { episodes: StoredEpisode[]; dead: boolean; reachable: boolean; dischargedOn: LocalDate | null };

export type DischargeFilter = { hospitalId: string; today: LocalDate; dischargeId?: string | undefined; patientId?: string | undefined; state?: DischargeState | undefined; after?: string | undefined; limit: number };

/** Newest first. `today` is the hospital's. */
export async function dischargeList(sql: Sql, f: DischargeFilter): Promise<Page<DischargeRow>> {
  const after = decodeCursor(f.after);
  const rows = await sql<Stored[]>`
    select d.id as discharge_id, d.patient_id, d.encounter_ref, d.admitted_at, d.discharged_at, d.clinical, d.understood, d.missing, d.created_at,
      p.family_name, p.given_name, p.birth_date, p.sex, p.synthetic, p.died_at is not null as dead, d.clinical->>'dischargedOn' as discharged_on, ${reachable(sql)} as reachable,
      coalesce((select jsonb_agg(jsonb_build_object('episodeId', e.id, 'packageId', e.plan_id, 'version', e.plan_version, 'hash', e.plan_hash, 'status', e.status, 'launchedAt', e.launched_at) order by e.launched_at, e.id)
        from episode e where e.discharge_id = d.id), '[]') as episodes,
      (select max(completed_at) from assessment a where a.discharge_id = d.id) as assessed_at,
      (select count(*)::int from patient_match m where (m.patient_a = d.patient_id or m.patient_b = d.patient_id) and m.state = 'open') as possible_duplicates
    from discharge d join patient p on p.id = d.patient_id where d.hospital_id = ${f.hospitalId}
      ${f.dischargeId === undefined ? sql`` : sql`and d.id = ${f.dischargeId}`}
      ${f.patientId === undefined ? sql`` : sql`and d.patient_id = ${f.patientId}`}
      ${f.state === undefined ? sql`` : sql`and ${inState(sql, f.today)[f.state]}`}
      ${after === null ? sql`` : sql`and (d.created_at, d.id) < (${after[0] ?? ''}, ${after[1] ?? ''})`}
    order by d.created_at desc, d.id desc limit ${f.limit + 1}`;
  const { items, next } = pageOf(rows, f.limit, (r) => [r.createdAt, r.dischargeId]);
  return { items: await Promise.all(items.map(async (row) => judged({ ...row, episodes: await Promise.all(row.episodes.map((episode) => titled(sql, f.hospitalId, episode))) }, f.today))), next };
}

async function titled(sql: Sql, hospitalId: string, { hash, ...episode }: StoredEpisode): Promise<DischargeEpisode> {
  const key = { id: episode.packageId, version: episode.version, hash };
  const [zh, en] = await Promise.all([packageWords(sql, hospitalId, key, 'zh-CN'), packageWords(sql, hospitalId, key, 'en')]);
  return { ...episode, title: { zh: zh.title, en: en.title } };
}

/** Counted no further: whoever has a thousand to do does not need to know how many more there are, and a hospital's discharges are never fewer than last year's. */
export const mostCounted = 1000;

/** How many wait in each list, for the tabs; `mostCounted` stands for that many or more. */
export async function dischargeCounts(sql: Sql, hospitalId: string, today: LocalDate): Promise<Record<DischargeState, number>> {
  const state = inState(sql, today);
  const ofPatients = sql`discharge d join patient p on p.id = d.patient_id where d.hospital_id = ${hospitalId}`;
  const [row] = await sql<Record<DischargeState, number>[]>`
    select (select count(*)::int from (select 1 from discharge d where d.hospital_id = ${hospitalId} and ${state.launched} limit ${mostCounted}) n) as launched,
      (select count(*)::int from (select 1 from ${ofPatients} and ${state.launchable} limit ${mostCounted}) n) as launchable,
      (select count(*)::int from (select 1 from ${ofPatients} and ${state.refused} limit ${mostCounted}) n) as refused`;
  return row ?? { launchable: 0, launched: 0, refused: 0 };
}

const reachable = (sql: Sql) => sql`exists (select 1 from contact c where c.patient_id = p.id and c.quarantined_at is null and c.kind <> 'email')`;
/** The same limits as discharges/refusals.ts, so that the list can be cut in the database. */
const launchable = (sql: Sql, today: LocalDate) => sql`(p.died_at is null and ${reachable(sql)}
  and d.clinical->>'dischargedOn' between ${addDays(today, -longestSinceDischargeDays)} and ${addDays(today, furthestAheadDays)})`;

/** Of the discharge row d of the patient row p; "launched" asks nothing of p. */
const inState = (sql: Sql, today: LocalDate) => ({
  launched: sql`d.launched`,
  launchable: sql`not d.launched and ${launchable(sql, today)}`,
  refused: sql`not d.launched and not coalesce(${launchable(sql, today)}, false)`,
});

function judged({ dead, reachable: canBeReached, dischargedOn, ...row }: Omit<Stored, 'episodes'> & Pick<DischargeRow, 'episodes'>, today: LocalDate): DischargeRow {
  const refusals = launchRefusals({ dead, dischargedOn, reachable: canBeReached }, today);
  return { ...row, refusals, state: row.episodes.length > 0 ? 'launched' : refusals.length === 0 ? 'launchable' : 'refused' };
}
