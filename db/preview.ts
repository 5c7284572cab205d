/** What a staff command would do to each episode that would hear of it, with the wording of the steps concerned. Reads only. */
import { previewOf, type Preview, type PreviewItem } from '../pathways/chart/preview.js';
import type { EpisodeInput } from '../pathways/engine/inputs.js';
import type { Plan } from '../pathways/engine/plan.js';
import { latest } from '../pathways/time.js';
import { episodeTime } from '../workflows/episode-clock.js';
import type { CommandPayload } from './intake.js';
import type { EpisodeClock, UpdateKind } from '../workflows/contract.js';
import { factKinds } from './patient-facts-now.js';
import type { Sql } from './client.js';
import { loadEpisode } from './replay.js';
import { wordingOf, type ScreenLanguage } from './wording.js';

export type PreviewCommand = { [K in PreviewKind]: { kind: K; input: Parsed<Omit<CommandPayload<K>, 'commandId'>> } }[PreviewKind];
/** As a schema gives it: what may be left out may be undefined. */
type Parsed<T> = { [F in keyof T]: object extends Pick<T, F> ? T[F] | undefined : T[F] };
export type PreviewKind = Extract<UpdateKind, 'pause' | 'resume' | 'stop' | 'patient-died' | 'patient-readmitted' | 'opt-out' | 'opt-in' | 'away-set' | 'facts-changed' | 'zone-changed' | 'anchor-set' | 'personal-set' | 'steps-start' | 'escalation-raised' | 'visit-cancelled' | 'visit-moved' | 'visit-booked'>;
export type PreviewedItem = PreviewItem & { label: string };
export type EpisodePreview = Omit<Preview, 'stops' | 'starts'> & { episodeId: string; title: string; stops: PreviewedItem[]; starts: PreviewedItem[] };

type Row = { episodeId: string; clock: EpisodeClock; planId: string; planVersion: number; planHash: string };

/** The episode addressed first; facts about the person reach every open episode of the patient. Empty: no such episode here, or it has not started. */
export async function previewCommand(sql: Sql, f: { hospitalId: string; episodeId: string; by: string; language: ScreenLanguage; wallMs: number; command: PreviewCommand }): Promise<EpisodePreview[]> {
  const shared = factKinds.includes(f.command.kind);
  const rows = await sql<Row[]>`
    select e.id as episode_id, e.clock, e.plan_id, e.plan_version, e.plan_hash from episode e join episode own on own.id = ${f.episodeId} and own.hospital_id = e.hospital_id
    where e.hospital_id = ${f.hospitalId} and e.seq > 0 and (e.id = own.id ${shared ? sql`or (e.patient_id = own.patient_id and e.status not in ('stopped', 'completed'))` : sql``})
    order by e.id <> own.id, e.launched_at`;
  const previews: EpisodePreview[] = [];
  for (const row of rows) {
    const loaded = await loadEpisode(sql, row.episodeId);
    if (loaded === null) continue;
    const at = latest(episodeTime(row.clock, f.wallMs), loaded.episode.lastAt);
    // The table of payloads keeps kind and fields together; spreading loses that for the compiler.
    const input = { ...f.command.input, kind: f.command.kind, at, by: f.by, commandId: 'preview' } as unknown as EpisodeInput;
    const preview = previewOf(JSON.parse(loaded.planJson) as Plan, loaded.episode, input);
    const wording = await wordingOf(sql, f.hospitalId, { id: row.planId, version: row.planVersion, hash: row.planHash }, f.language);
    const label = (item: PreviewItem): PreviewedItem => ({ ...item, label: item.step === null ? '' : wording.stepLabel(item.step) });
    previews.push({ ...preview, episodeId: row.episodeId, title: wording.packageTitle, stops: preview.stops.map(label), starts: preview.starts.map(label) });
  }
  return previews;
}
