/** Published versions never change: the same content again is a no-op, other content under the same version is refused. */
import type postgres from 'postgres';
import { json, transact, type Sql, type Tx } from './client.js';

export type Publication = {
  hospitalId: string;
  id: string;
  version: number;
  /** Content hash over plan and texts, as the publisher computed it. */
  hash: string;
  /** The compiled plan as canonical JSON: exactly the bytes that were hashed. */
  plan: string;
  texts: Record<string, Record<string, string>>;
  /** Title, price, parameters with sources, forms with wording. */
  meta: postgres.JSONValue;
  /** The YAML as published. */
  source: string;
  /** Everything it was made of, for the draft of the next one. Absent: only `source` is kept. */
  files?: readonly { path: string; text: string }[];
  /** Why, in the publisher's words. */
  reason?: string;
  /** The draft that it was. */
  draftId?: string;
  by: string | null;
};

export type Published = { outcome: 'published' | 'unchanged' } | { outcome: 'refused'; message: string };

export const publish = (sql: Sql, p: Publication): Promise<Published> => transact(sql, (tx) => publishIn(tx, p));

export async function publishIn(tx: Tx, p: Publication): Promise<Published> {
  const inserted = await tx`
    insert into pathway_version (id, version, hospital_id, hash, plan, texts, meta, source, published_by)
    values (${p.id}, ${p.version}, ${p.hospitalId}, ${p.hash}, ${p.plan}, ${json(tx, p.texts)}, ${json(tx, p.meta)}, ${p.source}, ${p.by})
    on conflict (hospital_id, id, version) do nothing returning id`;
  if (inserted.length > 0) {
    await keepFiles(tx, p);
    return { outcome: 'published' };
  }
  const [known] = await tx<{ hash: string }[]>`select hash from pathway_version where hospital_id = ${p.hospitalId} and id = ${p.id} and version = ${p.version}`;
  if (known?.hash === p.hash) {
    await keepFiles(tx, p); // versions published before their files were kept
    return { outcome: 'unchanged' };
  }
  return { outcome: 'refused', message: `${p.id}@${p.version} is published with other content, and published versions never change: raise "version:" to ${p.version + 1}` };
}

async function keepFiles(tx: Tx, { hospitalId, id, version, files, reason, draftId }: Publication): Promise<void> {
  if (files === undefined) return;
  await tx`insert into version_files (hospital_id, id, version, files, reason, draft_id)
    values (${hospitalId}, ${id}, ${version}, ${json(tx, files)}, ${reason ?? null}, ${draftId ?? null}) on conflict do nothing`;
}
