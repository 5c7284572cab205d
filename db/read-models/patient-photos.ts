/** Photos and clips of one patient over time, oldest first, with the day of care they belong to: what is laid side by side. */
import { daysBetween, localDateOf } from '../../pathways/time.js';
import type { Anchor, Instant, LocalDate } from '../../pathways/engine/vocabulary.js';
import type { Sql } from '../client.js';
import { wordingsOf, type ScreenLanguage } from '../wording.js';

export type PatientPhoto = {
  fileId: string; kind: string; mime: string; source: string; width: number | null; height: number | null; hasThumb: boolean; episodeId: string | null; occurrence: string | null;
  /** Step at which it was taken; '' when it was sent by itself. */
  label: string; packageTitle: string;
  /** Episode time at which it reached the record. */
  at: Instant; dayNumber: number | null;
};

type Row = Omit<PatientPhoto, 'label' | 'packageTitle' | 'dayNumber'> & { planId: string | null; planVersion: number | null; planHash: string | null; anchors: Partial<Record<Anchor, LocalDate>> | null; zone: string };

/** A training clock may have been moved since: the event that names the file says when it was, and only a file sent by itself is dated by its arrival. */
export async function patientPhotos(sql: Sql, f: { hospitalId: string; patientId: string; language: ScreenLanguage }): Promise<PatientPhoto[]> {
  const rows = await sql<Row[]>`
    select f.id as file_id, f.kind, f.mime, f.source, f.width, f.height, f.thumb_id is not null as has_thumb, f.episode_id, f.occurrence, e.plan_id, e.plan_version, e.plan_hash, e.start->'started'->'anchors' as anchors,
      coalesce(p.zone, h.zone) as zone, coalesce(n.at, case when e.id is null then f.created_at else episode_of(e.clock, f.created_at) end)::timestamptz(3) as at
    from file f join patient p on p.id = f.patient_id join hospital h on h.id = f.hospital_id left join episode e on e.id = f.episode_id
      left join lateral (select min(t.at) as at from timeline t where t.episode_id = f.episode_id and t.type in ('AnswerRecorded', 'VisitRecorded') and position(f.id::text in t.data::text) > 0) n on true
    where f.hospital_id = ${f.hospitalId} and f.patient_id = ${f.patientId} and f.attached_at is not null and f.kind in ('photo', 'clip', 'xray')
    order by at, f.id`;
  const known = rows.flatMap(({ planId, planVersion, planHash }) => (planId === null || planVersion === null || planHash === null ? [] : [{ planId, planVersion, planHash }]));
  const wording = await wordingsOf(sql, f.hospitalId, known, f.language);
  return rows.map(({ planId, planVersion, planHash: _, anchors, zone, ...row }): PatientPhoto => {
    const words = planId === null || planVersion === null ? null : wording({ planId, planVersion });
    const d0 = words === null ? undefined : anchors?.[words.plan.mainAnchor];
    const step = row.occurrence?.split('/').at(-2);
    return { ...row, label: words === null || step === undefined ? '' : words.stepLabel(step), packageTitle: words?.packageTitle ?? '', dayNumber: d0 === undefined ? null : daysBetween(d0, localDateOf(row.at, zone)) };
  });
}
