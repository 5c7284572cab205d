/** One draft with what was done to it, newest first. */
import type { Instant } from '../../pathways/engine/vocabulary.js';
import type { SourceFile } from '../../pathways/schema/source/place.js';
import type { Db } from '../client.js';

export type DraftPage = {
  draftId: string;
  packageId: string;
  baseVersion: number;
  /** Newest published version; higher than `baseVersion` when one came after this draft was begun. */
  newest: number;
  revision: number;
  state: 'open' | 'published' | 'discarded';
  publishedVersion: number | null;
  files: SourceFile[];
  entries: { act: string; detail: Record<string, unknown>; by: string; at: Instant }[];
};

export async function draftPage(sql: Db, { hospitalId, draftId }: { hospitalId: string; draftId: string }): Promise<DraftPage | null> {
  const [row] = await sql<DraftPage[]>`
    select d.id as draft_id, d.package_id, d.base_version, d.revision, d.state, d.published_version, d.files,
      (select max(version) from pathway_version v where v.hospital_id = d.hospital_id and v.id = d.package_id) as newest,
      (select jsonb_agg(jsonb_build_object('act', e.act, 'detail', e.detail, 'by', a.display_name, 'at', to_char(e.acted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by e.acted_at desc, e.id desc)
        from package_draft_entry e join account a on a.id = e.acted_by where e.draft_id = d.id) as entries
    from package_draft d where d.id = ${draftId} and d.hospital_id = ${hospitalId}`;
  return row ?? null;
}
