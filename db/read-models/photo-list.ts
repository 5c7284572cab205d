/** One patient's pictures over time, newest first: to be laid side by side. */
import { daysBetween, localDateOf } from '../../pathways/time.js';
import type { Instant } from '../../pathways/engine/vocabulary.js';
import type { Sql } from '../client.js';
import { decodeCursor, pageOf } from './cursor.js';
import type { Page } from './cursor.js';

export const pictureKinds = ['photo', 'xray', 'clip'] as const;
export type PhotoRow = {
  fileId: string;
  kind: (typeof pictureKinds)[number];
  mime: string;
  source: 'patient' | 'family' | 'staff';
  /** The staff member's name; null: patient or family. */
  by: string | null;
  /** Wall time: as the device said, and when it arrived. */
  takenAt: Instant | null;
  receivedAt: Instant;
  /** By the episode's clock, and as D<n> of its main anchor; null: of no episode. */
  episodeAt: Instant | null;
  day: number | null;
  episodeId: string | null;
  packageId: string | null;
  /** The visit, form or call it belongs to: its id, step, and which of that step's. */
  occurrence: string | null;
  step: string | null;
  n: number | null;
  width: number | null;
  height: number | null;
  durationMs: number | null;
  hasThumb: boolean;
};
type Found = Omit<PhotoRow, 'day'> & { anchor: string | null; zone: string | null };

export async function photoList(
  sql: Sql,
  f: { hospitalId: string; patientId: string; episodeId?: string | undefined; kind?: PhotoRow['kind'] | undefined; after?: string | undefined; limit: number },
): Promise<Page<PhotoRow>> {
  const after = decodeCursor(f.after);
  const rows = await sql<Found[]>`
    select f.id as file_id, f.kind, f.mime, f.source, a.display_name as by, f.taken_at, f.created_at as received_at, f.episode_at, f.episode_id, e.plan_id as package_id,
      f.occurrence, o.step, o.n, f.width, f.height, f.duration_ms, f.thumb_id is not null as has_thumb,
      coalesce((select t.data->>'date' from timeline t where t.hospital_id = f.hospital_id and t.episode_id = e.id and t.type = 'AnchorSet' and t.data->>'anchor' = v.plan::jsonb->>'mainAnchor' order by t.seq desc limit 1),
        e.start->'started'->'anchors'->>(v.plan::jsonb->>'mainAnchor')) as anchor, e.start->'started'->>'zone' as zone
    from file f
      left join episode e on e.id = f.episode_id
      left join pathway_version v on v.hospital_id = e.hospital_id and v.id = e.plan_id and v.version = e.plan_version
      left join occurrence o on o.id = f.occurrence
      left join account a on f.source = 'staff' and a.hospital_id = f.hospital_id and a.id::text = f.created_by
    where f.hospital_id = ${f.hospitalId} and f.patient_id = ${f.patientId} and f.attached_at is not null
      and f.kind = any(${f.kind ? [f.kind] : [...pictureKinds]})
      ${f.episodeId === undefined ? sql`` : sql`and f.episode_id = ${f.episodeId}`}
      ${after === null ? sql`` : sql`and (f.created_at, f.id) < (${after[0] ?? ''}, ${after[1] ?? ''})`}
    order by f.created_at desc, f.id desc limit ${f.limit + 1}`;
  const withDay = rows.map(({ anchor, zone, ...row }): PhotoRow => ({ ...row, day: anchor && zone && row.episodeAt ? daysBetween(anchor, localDateOf(row.episodeAt, zone)) : null }));
  return pageOf(withDay, f.limit, (row) => [row.receivedAt, row.fileId]);
}
