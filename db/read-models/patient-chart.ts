/** The top of the patient page: who this is, every episode with its clock, and the cases that are open. */
import { caseInstructions, type MetCase } from '../../pathways/chart/case-instructions.js';
import { personalQuestions, type PersonalQuestion } from '../../pathways/chart/personal-questions.js';
import { daysBetween, fromMs, localDateOf } from '../../pathways/time.js';
import type { Anchor, AnchorNeed, Instant, Level, LocalDate } from '../../pathways/engine/vocabulary.js';
import { episodeTime, wallTimeOf } from '../../workflows/episode-clock.js';
import type { EpisodeClock } from '../../workflows/contract.js';
import { metCases } from './case-rules.js';
import { neverCalled, uncalledWords } from './never-called.js';
import type { Sql } from '../client.js';
import { wordingsOf, type ScreenLanguage, type Wording } from '../wording.js';
import { patientById, type PatientRow } from './patient-list.js';
import { componentsInOrder } from './patient-trends.js';

export type ChartEpisode = {
  episodeId: string; packageId: string; title: string; version: number; /** The newest version published; a running episode stays on its own. */ newestVersion: number;
  status: string; phase: string; needsAttention: boolean; stopReason: string | null; pauseReason: string | null; orderNo: string; dischargeId: string;
  mainAnchor: Anchor; anchors: Partial<Record<Anchor, LocalDate>>;
  /** The package is with a pregnancy, which may be lost. */
  mayEndInLoss: boolean;
  /** Other packages may be started within it; and the episode within which it was started, null when it was ordered by itself. */
  includesOthers: boolean; within: string | null;
  /** Every date that the plan counts from, and when it becomes known. */
  settable: { anchor: Anchor; need: AnchorNeed }[];
  /** Whole days since the main anchor's date (D0); null: nobody gave that date. */
  dayNumber: number | null;
  /** Episode time now; runs `pace` times as fast as the wall clock. */
  episodeNow: Instant; pace: number; nextDueAt: Instant | null; nextDueWall: Instant | null;
  launchedAt: Instant; startedAt: Instant | null; endedAt: Instant | null;
  visitsDone: number; visitsOpen: number; openCases: number;
  /** `triggered`: waits for a rule or a person to start it; the others happen by themselves and may be done once more. */
  steps: { step: string; label: string; kind: string; triggered: boolean }[];
  /** Numbers and times of this patient, with what holds now: given, else the default (`given` false), else none. */
  personal: (PersonalQuestion & { current: string | string[] | null; given: boolean })[];
  /** What may be entered for this patient: devices' values and laboratory reports. */
  readings: ChartReading[];
};
export type ChartReading = { reading: string; title: string; components: { id: string; label: string; unit: string; min: string; max: string; decimals: number }[] };
export type ChartCase = { escalationId: string; episodeId: string; n: number; level: Level; rules: string[]; instruction: string; status: string; raisedAt: Instant; ackBy: Instant | null; contactBy: Instant; contactByWall: Instant; acknowledgedAt: Instant | null; contactedAt: Instant | null; breached: string[] };
export type PatientChart = {
  patient: PatientRow & { age: number | null; zone: string; mrn: string | null };
  /** The patient's date now, by the clock of the open episodes. */
  today: LocalDate;
  episodes: ChartEpisode[]; cases: ChartCase[];
};

type Row = Omit<ChartEpisode, 'title' | 'mainAnchor' | 'dayNumber' | 'episodeNow' | 'pace' | 'nextDueWall' | 'steps' | 'personal' | 'readings' | 'packageId' | 'version'> & {
  planId: string; planVersion: number; planHash: string; clock: EpisodeClock; /** Values given at launch and each change, in order. */ personalGiven: Record<string, string | string[] | null>[];
};
type CaseRow = Omit<ChartCase, 'n' | 'contactByWall'> & { neverCalled: boolean; met: MetCase[] };

/** null: this hospital has no such patient. `wallMs`: now. */
export async function patientChart(sql: Sql, f: { hospitalId: string; patientId: string; language: ScreenLanguage; wallMs: number }): Promise<PatientChart | null> {
  const patient = await patientById(sql, f.hospitalId, f.patientId);
  if (patient === null) return null;
  const [more] = await sql<{ zone: string; mrn: string | null }[]>`
    select coalesce(p.zone, h.zone) as zone, (select i.value from patient_identifier i where i.hospital_id = p.hospital_id and i.patient_id = p.id and i.system = 'mrn' limit 1) as mrn
    from patient p join hospital h on h.id = p.hospital_id where p.hospital_id = ${f.hospitalId} and p.id = ${f.patientId}`;
  const zone = more?.zone ?? 'Asia/Shanghai';
  const rows = await sql<Row[]>`
    select e.id as episode_id, e.plan_id, e.plan_version, e.plan_hash, e.status, e.phase, e.needs_attention, e.stop_reason, e.order_no, e.within, e.discharge_id, e.clock, e.next_due_at, e.launched_at,
      e.started_at, e.ended_at, coalesce(e.start->'started'->'anchors', '{}') || coalesce((select jsonb_object_agg(s.anchor, s.date) from (select distinct on (t.data->>'anchor') t.data->>'anchor' as anchor, t.data->>'date' as date
        from timeline t where t.hospital_id = e.hospital_id and t.episode_id = e.id and t.type = 'AnchorSet' order by t.data->>'anchor', t.seq desc) s), '{}') as anchors,
      (select coalesce(jsonb_agg(x.values order by x.seq), '[]') from (
        select 0 as seq, e.start->'started'->'personal'->'values' as values union all select t.seq, t.data->'values' from timeline t where t.hospital_id = e.hospital_id and t.episode_id = e.id and t.type = 'PersonalSet') x where x.values is not null) as personal_given,
      (select max(v.version) from pathway_version v where v.hospital_id = e.hospital_id and v.id = e.plan_id) as newest_version,
      case when e.status = 'paused' then (select t.data->>'reason' from timeline t where t.episode_id = e.id and t.type = 'EpisodePaused' order by t.seq desc limit 1) end as pause_reason,
      (select count(*)::int from escalation x where x.episode_id = e.id and x.status not in ('closed', 'joined')) as open_cases,
      (select count(*)::int from occurrence o where o.episode_id = e.id and o.kind = 'visit' and o.status = 'completed') as visits_done,
      (select count(*)::int from occurrence o where o.episode_id = e.id and o.kind = 'visit' and o.status in ('planned', 'booked', 'checked-in', 'open', 'held')) as visits_open
    from episode e where e.hospital_id = ${f.hospitalId} and e.patient_id = ${f.patientId} order by e.launched_at desc, e.id desc`;
  const wording = await wordingsOf(sql, f.hospitalId, rows, f.language);
  const episodes = rows.map(({ planId, planVersion, planHash: _, clock, personalGiven, ...row }): ChartEpisode => {
    const { plan, say, packageTitle, readingTitle, pathLabel } = wording({ planId, planVersion });
    const episodeNow = episodeTime(clock, f.wallMs);
    const anchor = row.anchors[plan.mainAnchor];
    return {
      ...row, packageId: planId, version: planVersion, title: packageTitle, mainAnchor: plan.mainAnchor, episodeNow, pace: clock.pace,
      dayNumber: anchor === undefined ? null : daysBetween(anchor, localDateOf(episodeNow, zone)),
      nextDueWall: row.nextDueAt === null ? null : fromMs(wallTimeOf(clock, row.nextDueAt)),
      mayEndInLoss: plan.loss !== undefined, includesOthers: plan.embeds !== undefined,
      settable: (Object.entries(plan.anchors) as [Anchor, AnchorNeed][]).map(([of, need]) => ({ anchor: of, need })),
      steps: plan.steps.map(({ id, label, kind, schedule }) => ({ step: id, label: say(label), kind, triggered: schedule.kind === 'triggered' || (schedule.kind === 'onRequest' && kind !== 'visit') })),
      personal: personalQuestions(plan, say).map((question) => {
        const given = Object.assign({}, ...personalGiven)[question.name] ?? null;
        const usual = question.value === null ? null : question.list ? question.value : (question.value[0] ?? null);
        return { ...question, current: given ?? usual, given: given !== null };
      }),
      readings: Object.values(plan.readings).map(({ id: reading, components }) => ({
        reading, title: readingTitle(reading),
        components: componentsInOrder(components).map(([id, { unit, min, max, decimals }]) => ({ id, label: pathLabel(`${reading}.${id}`), unit, min, max, decimals })),
      })),
    };
  });
  const open = await sql<CaseRow[]>`
    select x.id as escalation_id, x.episode_id, x.level, x.rules, x.instruction, x.status, x.raised_at, x.ack_by, x.contact_by, x.acknowledged_at, x.contacted_at, x.breached, ${neverCalled(sql)} as never_called, ${metCases(sql)} as met
    from escalation x where x.hospital_id = ${f.hospitalId} and x.patient_id = ${f.patientId} and x.status not in ('closed', 'joined')
    order by case x.level when 'red' then 0 when 'orange' then 1 else 2 end, x.raised_at`;
  const cases = open.flatMap(({ neverCalled: uncalled, met, ...row }): ChartCase[] => {
    const of = rows.find(({ episodeId }) => episodeId === row.episodeId);
    return of ? [{ ...row, instruction: uncalled ? uncalledWords[f.language === 'en' ? 'en' : 'zh'] : saidOf(wording(of), row, met), n: Number(row.escalationId.split('/').at(-1)), contactByWall: fromMs(wallTimeOf(of.clock, row.contactBy)) }] : [];
  });
  const now = episodes.find(({ endedAt }) => endedAt === null)?.episodeNow ?? episodes[0]?.episodeNow ?? fromMs(f.wallMs);
  const today = localDateOf(now, zone);
  return { patient: { ...patient, age: patient.birthDate === null ? null : yearsBetween(patient.birthDate, today), zone, mrn: more?.mrn ?? null }, today, episodes, cases };
}

/** Completed years; a birthday on 29 February counts from 1 March in common years. */
const yearsBetween = (from: LocalDate, to: LocalDate): number => Number(to.slice(0, 4)) - Number(from.slice(0, 4)) - (to.slice(5) < from.slice(5) ? 1 : 0);

const saidOf = ({ plan, say }: Pick<Wording, 'plan' | 'say'>, row: Pick<ChartCase, 'instruction' | 'rules'>, met: MetCase[]): string => caseInstructions(plan, row, met).map((key) => say(key)).join('\n');
