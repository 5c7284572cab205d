/** The page of packages: every package with all its versions, how far each is signed, how many run on it, and its open drafts. */
import type { Instant } from '../../pathways/engine/vocabulary.js';
import type { Db } from '../client.js';

export type VersionRow = {
  version: number;
  publishedAt: Instant;
  /** null: it came with Wuyou or from the command line. */
  publishedBy: string | null;
  reason: string | null;
  signatures: { accountId: string; displayName: string; role: string; signedAt: Instant }[];
  /** Episodes that have not ended. */
  running: number;
  ended: number;
  /** Parameters that the department changed. */
  overrides: number;
};
export type CatalogueRow = {
  packageId: string;
  /** In the language asked for, of the newest version. */
  title: string;
  summary: string;
  units: { service: string; count: number }[];
  /** Price of the pathway file; the hospital's own price list wins where it has one. */
  price: { amount: string; currency: string } | null;
  /** The newest version's, as canonical JSON. */
  plan: string;
  versions: VersionRow[];
  drafts: { draftId: string; baseVersion: number; updatedAt: Instant; updatedBy: string }[];
};

/** Newest versions first; packages by id. */
export const packageCatalogue = (sql: Db, { hospitalId, language, packageId }: { hospitalId: string; language: 'zh-CN' | 'en'; packageId?: string }): Promise<CatalogueRow[]> => sql<CatalogueRow[]>`
  with version as (
    select v.id, v.version, v.hash, v.published_at, a.display_name as published_by, f.reason, v.meta, v.plan, v.texts -> ${language}::text as words,
      (select count(*) from jsonb_each(v.meta -> 'parameters') p where p.value ->> 'source' like 'override: %')::int as overrides,
      coalesce(e.running, 0)::int as running, coalesce(e.ended, 0)::int as ended,
      coalesce((select jsonb_agg(jsonb_build_object('accountId', s.account_id, 'displayName', who.display_name, 'role', s.role, 'signedAt', to_char(s.signed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by s.signed_at)
        from version_signature s join account who on who.id = s.account_id
        where (s.hospital_id, s.id, s.version, s.hash) = (v.hospital_id, v.id, v.version, v.hash)), '[]') as signatures
    from pathway_version v
      left join account a on a.id = v.published_by
      left join version_files f on (f.hospital_id, f.id, f.version) = (v.hospital_id, v.id, v.version)
      left join (select plan_id, plan_version, count(*) filter (where status not in ('stopped', 'completed')) as running, count(*) filter (where status in ('stopped', 'completed')) as ended
        from episode where hospital_id = ${hospitalId} group by 1, 2) e on (e.plan_id, e.plan_version) = (v.id, v.version)
    where v.hospital_id = ${hospitalId} and (${packageId ?? null}::text is null or v.id = ${packageId ?? null})
  ), newest as (select distinct on (id) * from version order by id, version desc)
  select n.id as package_id, coalesce(n.words ->> (n.meta ->> 'title'), n.id) as title, coalesce(n.words ->> (n.meta ->> 'summary'), '') as summary, n.meta -> 'units' as units, n.meta -> 'price' as price, n.plan,
    (select jsonb_agg(jsonb_build_object('version', v.version, 'publishedAt', to_char(v.published_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'publishedBy', v.published_by, 'reason', v.reason,
      'signatures', v.signatures, 'running', v.running, 'ended', v.ended, 'overrides', v.overrides) order by v.version desc) from version v where v.id = n.id) as versions,
    coalesce((select jsonb_agg(jsonb_build_object('draftId', d.id, 'baseVersion', d.base_version, 'updatedAt', to_char(d.updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'updatedBy', u.display_name) order by d.updated_at desc)
      from package_draft d join account u on u.id = d.updated_by where d.hospital_id = ${hospitalId} and d.package_id = n.id and d.state = 'open'), '[]') as drafts
  from newest n order by n.id`;
