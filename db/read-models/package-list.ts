/** Published versions with their signatures; and what each package is called. */
import type { Instant } from '../../pathways/engine/vocabulary.js';
import type { Language } from '../../pathways/schema/definition.js';
import type { Db, Sql } from '../client.js';

export type PackageRow = { packageId: string; version: number; hash: string; meta: Record<string, unknown>; publishedAt: Instant; signatures: { accountId: string; role: string; signedAt: Instant }[] };

export const packageList = (sql: Sql, f: { hospitalId: string; packageId?: string | undefined; version?: number | undefined }): Promise<PackageRow[]> =>
  sql`
    select v.id as package_id, v.version, v.hash, v.meta, v.published_at,
      coalesce((select jsonb_agg(jsonb_build_object('accountId', s.account_id, 'role', s.role, 'signedAt', s.signed_at) order by s.signed_at)
        from version_signature s where s.hospital_id = v.hospital_id and s.id = v.id and s.version = v.version and s.hash = v.hash), '[]') as signatures
    from pathway_version v where v.hospital_id = ${f.hospitalId}
      ${f.packageId === undefined ? sql`` : sql`and v.id = ${f.packageId}`}
      ${f.version === undefined ? sql`` : sql`and v.version = ${f.version}`}
    order by v.id, v.version desc`;

/** In the language asked for, of the newest version; packages by id. */
export const packageTitles = (sql: Db, { hospitalId, language }: { hospitalId: string; language: Language }): Promise<{ packageId: string; title: string }[]> => sql<{ packageId: string; title: string }[]>`
  select id as package_id, coalesce(texts -> ${language}::text ->> (meta ->> 'title'), id) as title
  from (select distinct on (id) id, texts, meta from pathway_version where hospital_id = ${hospitalId} order by id, version desc) newest order by id`;
