/**
 * Numbers over time with what the rules compare them with: readings by component, numeric answers, and scores of instruments. Values count as
 * the rules count them (sessions averaged, one a day), the baseline is the engine's own, thresholds come from the running version's conditions.
 */
import { baselineOf, linesOf, seriesOf, type Line, type Point } from '../../pathways/chart/series.js';
import { rulesReading, thresholdsOf, type Threshold } from '../../pathways/chart/thresholds.js';
import type { Sample } from '../../pathways/engine/episode.js';
import { scaled } from '../../pathways/engine/decimal.js';
import type { Decimal, Instant } from '../../pathways/engine/vocabulary.js';
import type { Sql } from '../client.js';
import { wordingsOf, type ScreenLanguage, type Wording } from '../wording.js';

/** `group`: what is drawn in one plot, e.g. `bloodPressure` with its two components. */
export type Trend = {
  path: string; group: string; groupLabel: string; label: string; unit: string | null; source: 'reading' | 'answer' | 'score'; episodeId: string; packageTitle: string;
  points: Point[];
  /** Values that were not believed: kept, shown, never judged. */
  rejected: { at: Instant; value: string; reason: string }[];
  baseline: Decimal | null; thresholds: (Threshold & { instructionText: string })[]; lines: Line[];
  /** Rules that look at this value in a way that no line can show. */
  otherRules: string[];
};

type EpisodeRow = { episodeId: string; planId: string; planVersion: number; planHash: string };
type ReadingRow = { episodeId: string; kind: string; at: Instant; vals: Record<string, string>; plausible: boolean; reason: string | null; submission: string | null };
type AnswerRow = { episodeId: string; at: Instant; answers: Record<string, Record<string, unknown>>; scores: Record<string, Decimal>; submission: string };

/** Without readings or numeric answers there is no trend. Every episode stands by itself: its baseline and its version's thresholds are its own. */
export async function patientTrends(sql: Sql, f: { hospitalId: string; patientId: string; language: ScreenLanguage }): Promise<Trend[]> {
  const [zoned] = await sql<{ zone: string }[]>`select coalesce(p.zone, h.zone) as zone from patient p join hospital h on h.id = p.hospital_id where p.hospital_id = ${f.hospitalId} and p.id = ${f.patientId}`;
  if (!zoned) return [];
  const episodes = await sql<EpisodeRow[]>`select id as episode_id, plan_id, plan_version, plan_hash from episode where hospital_id = ${f.hospitalId} and patient_id = ${f.patientId} order by launched_at desc, id`;
  const readings = await sql<ReadingRow[]>`
    select r.episode_id, r.kind, r.measured_at as at, r.vals, r.plausible, case when t.type = 'ReadingRecorded' and not r.plausible then 'outvoted' else t.data->>'reason' end as reason, t.data->>'submission' as submission
    from reading r left join timeline t on t.episode_id = r.episode_id and t.seq = split_part(r.id, '/', 2)::int and t.idx = split_part(r.id, '/', 3)::int
    where r.hospital_id = ${f.hospitalId} and r.patient_id = ${f.patientId} order by r.measured_at`;
  const answers = await sql<AnswerRow[]>`
    select episode_id, at, answers, scores, split_part(id, '/', 2) as submission from answer where hospital_id = ${f.hospitalId} and patient_id = ${f.patientId} order by at`;
  const wording = await wordingsOf(sql, f.hospitalId, episodes, f.language);
  return episodes.flatMap((episode) => trendsOf(episode, wording(episode), zoned.zone, readings.filter(mine(episode)), answers.filter(mine(episode))));
}

const mine = ({ episodeId }: EpisodeRow) => (row: { episodeId: string }): boolean => row.episodeId === episodeId;

function trendsOf(episode: EpisodeRow, wording: Wording, zone: string, readings: readonly ReadingRow[], answers: readonly AnswerRow[]): Trend[] {
  const measured = Object.entries(wording.plan.readings).flatMap(([kind, { components }]) => componentsInOrder(components).map(([component]): Trend => {
    const own = readings.filter((row) => row.kind === kind && row.vals[component] !== undefined);
    const samples = own.filter(({ plausible }) => plausible).map(({ at, vals, submission }): Sample => ({ at, value: vals[component] ?? '', submission: Number(submission ?? 0) }));
    return trend(episode, wording, zone, `${kind}.${component}`, 'reading', samples, own.filter(({ plausible }) => !plausible).map(({ at, vals, reason }) => ({ at, value: vals[component] ?? '', reason: reason ?? '' })));
  }));
  const asked = Object.values(wording.plan.forms).flatMap((form) => [
    ...form.questions.filter(({ type }) => type === 'number').map(({ id }) =>
      trend(episode, wording, zone, `${form.id}.${id}`, 'answer', samplesOf(answers, (row) => row.answers[form.id]?.[id]), [])),
    ...(form.instrument === undefined ? [] : [trend(episode, wording, zone, `${form.id}.score`, 'score', samplesOf(answers, (row) => row.scores[form.id]), [])]),
  ]);
  return [...measured, ...asked].filter(({ points, rejected }) => points.length > 0 || rejected.length > 0);
}

/** A stored plan has its keys sorted: the larger of two stands first, as people write them. */
export const componentsInOrder = <C extends { max: Decimal }>(components: Record<string, C>): [id: string, C][] => Object.entries(components).sort(([, a], [, b]) => Number(b.max) - Number(a.max));

const samplesOf = (rows: readonly AnswerRow[], valueOf: (row: AnswerRow) => unknown): Sample[] =>
  rows.flatMap((row): Sample[] => {
    const value = valueOf(row);
    return typeof value === 'string' && scaled(value) ? [{ at: row.at, value, submission: Number(row.submission) }] : [];
  });

function trend({ episodeId }: EpisodeRow, wording: Wording, zone: string, path: string, source: Trend['source'], samples: Sample[], rejected: Trend['rejected']): Trend {
  const { plan } = wording;
  const thresholds = thresholdsOf(plan, path);
  const baseline = baselineOf(plan, path, samples, zone);
  const drawn = new Set(thresholds.map(({ rule }) => rule));
  const of = path.slice(0, path.indexOf('.'));
  const group = source === 'reading' ? of : path;
  return {
    path, group, source, episodeId, packageTitle: wording.packageTitle, unit: wording.unitOf(path), label: wording.pathLabel(path),
    groupLabel: source === 'reading' ? wording.readingTitle(of) : wording.pathLabel(path),
    points: seriesOf(plan, path, samples, zone), rejected, baseline, lines: linesOf(thresholds, baseline),
    thresholds: thresholds.map((threshold) => ({ ...threshold, instructionText: wording.say(threshold.instruction) })),
    otherRules: rulesReading(plan, path).filter((rule) => !drawn.has(rule)),
  };
}
