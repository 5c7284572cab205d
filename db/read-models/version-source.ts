/** A published version as its page needs it: the definition and, where they were kept, the files that it was made of. */
import type { Plan } from '../../pathways/engine/plan.js';
import type { Definition } from '../../pathways/schema/definition.js';
import type { SourceFile } from '../../pathways/schema/source/place.js';
import type { Db } from '../client.js';

export type VersionSource = { definition: Definition; files: SourceFile[] | null };

/** null: no such version in this hospital. */
export async function versionSource(sql: Db, { hospitalId, packageId, version }: { hospitalId: string; packageId: string; version: number }): Promise<VersionSource | null> {
  const [row] = await sql<{ plan: string; hash: string; texts: Definition['texts']; meta: Definition['meta']; files: SourceFile[] | null }[]>`
    select v.plan, v.hash, v.texts, v.meta, f.files from pathway_version v left join version_files f on (f.hospital_id, f.id, f.version) = (v.hospital_id, v.id, v.version)
    where v.hospital_id = ${hospitalId} and v.id = ${packageId} and v.version = ${version}`;
  return row ? { definition: { plan: JSON.parse(row.plan) as Plan, texts: row.texts, meta: row.meta, hash: row.hash }, files: row.files } : null;
}
