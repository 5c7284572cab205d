/** Drafts: a version's files being edited. A published version never changes; its draft is a copy that becomes the next one (ADR 0038). */
import { v7 as uuidv7 } from 'uuid';
import { renumber } from '../pathways/schema/drafting/version-files.js';
import type { SourceFile } from '../pathways/schema/source/place.js';
import { announceChanges } from './changes.js';
import { json, transact, type Sql, type Tx } from './client.js';
import { publishIn, type Publication } from './publish.js';

export type DraftKey = { hospitalId: string; draftId: string };
export type Draft = { id: string; packageId: string; baseVersion: number; files: SourceFile[]; revision: number; state: 'open' | 'published' | 'discarded'; publishedVersion: number | null };
export type Started = { outcome: 'started'; draftId: string } | { outcome: 'refused'; code: 'unknown-version' | 'files-not-kept'; message: string };
/** `stale`: somebody saved since; `revision` is theirs. */
export type Saved = { outcome: 'saved'; revision: number } | { outcome: 'stale'; revision: number } | { outcome: 'closed'; state: string } | { outcome: 'unknown' };

export function startDraft(sql: Sql, { hospitalId, packageId, version, by }: { hospitalId: string; packageId: string; version: number; by: string }): Promise<Started> {
  return transact(sql, async (tx): Promise<Started> => {
    const [base] = await tx<{ files: SourceFile[] | null; newest: number }[]>`
      select f.files, (select max(n.version) from pathway_version n where n.hospital_id = v.hospital_id and n.id = v.id) as newest
      from pathway_version v left join version_files f on (f.hospital_id, f.id, f.version) = (v.hospital_id, v.id, v.version)
      where v.hospital_id = ${hospitalId} and v.id = ${packageId} and v.version = ${version}`;
    if (!base) return { outcome: 'refused', code: 'unknown-version', message: `There is no published version ${packageId}@${version} in this hospital` };
    if (!base.files) return { outcome: 'refused', code: 'files-not-kept', message: `The files of ${packageId}@${version} were not kept when it was published: publish it once more from its files (wuyou publish), which changes nothing but keeps them` };
    const draftId = uuidv7();
    await tx`insert into package_draft (id, hospital_id, package_id, base_version, files, created_by, updated_by)
      values (${draftId}, ${hospitalId}, ${packageId}, ${version}, ${json(tx, renumber(packageId, base.files, version, base.newest + 1))}, ${by}, ${by})`;
    await note(tx, { hospitalId, draftId }, 'created', by, { version });
    await announceChanges(tx, hospitalId, [{ topic: 'package', ref: packageId }]);
    return { outcome: 'started', draftId };
  });
}

export async function findDraft(sql: Sql | Tx, { hospitalId, draftId }: DraftKey): Promise<Draft | null> {
  const [row] = await sql<Draft[]>`select id, package_id, base_version, files, revision, state, published_version from package_draft where id = ${draftId} and hospital_id = ${hospitalId}`;
  return row ?? null;
}

/** `detail` of an override says parameter, before, after and reason. Files are whole: what is not among them is gone. */
export function saveDraft(sql: Sql, key: DraftKey & { revision: number; files: readonly SourceFile[]; by: string; act: 'edited' | 'overridden'; detail: object }): Promise<Saved> {
  return transact(sql, async (tx): Promise<Saved> => {
    const current = await lock(tx, key);
    if ('outcome' in current) return current;
    await tx`update package_draft set files = ${json(tx, key.files)}, revision = revision + 1, updated_by = ${key.by}, updated_at = now() where id = ${key.draftId}`;
    await note(tx, key, key.act, key.by, key.detail);
    await announceChanges(tx, key.hospitalId, [{ topic: 'package', ref: current.packageId }]);
    return { outcome: 'saved', revision: key.revision + 1 };
  });
}

export function discardDraft(sql: Sql, key: DraftKey & { revision: number; by: string }): Promise<Saved> {
  return transact(sql, async (tx): Promise<Saved> => {
    const current = await lock(tx, key);
    if ('outcome' in current) return current;
    await tx`update package_draft set state = 'discarded', updated_by = ${key.by}, updated_at = now() where id = ${key.draftId}`;
    await note(tx, key, 'discarded', key.by, {});
    await announceChanges(tx, key.hospitalId, [{ topic: 'package', ref: current.packageId }]);
    return { outcome: 'saved', revision: key.revision };
  });
}

export type PublishedDraft = Saved | { outcome: 'published'; version: number } | { outcome: 'overtaken'; newest: number };

/**
 * The draft becomes version `newest + 1`. `newest`: the newest version that the publisher has seen; when another came meanwhile nothing is
 * published, because this draft does not hold that one's changes. `compiled` must be of the draft's files under that number.
 */
export function publishDraft(sql: Sql, key: DraftKey & { revision: number; newest: number; by: string; reason: string; accepted: readonly string[]; compiled: Omit<Publication, 'hospitalId' | 'by' | 'reason' | 'draftId'> }): Promise<PublishedDraft> {
  return transact(sql, async (tx): Promise<PublishedDraft> => {
    const current = await lock(tx, key);
    if ('outcome' in current) return current;
    const [now] = await tx<{ newest: number }[]>`select max(version) as newest from pathway_version where hospital_id = ${key.hospitalId} and id = ${current.packageId}`;
    if (now?.newest !== key.newest) return { outcome: 'overtaken', newest: now?.newest ?? 0 };
    const { version } = key.compiled;
    const published = await publishIn(tx, { ...key.compiled, hospitalId: key.hospitalId, by: key.by, reason: key.reason, draftId: key.draftId });
    if (published.outcome !== 'published') throw new Error(`Version ${current.packageId}@${version} appeared although ${key.newest} is the newest`);
    await tx`update package_draft set state = 'published', published_version = ${version}, updated_by = ${key.by}, updated_at = now() where id = ${key.draftId}`;
    await note(tx, key, 'published', key.by, { version, reason: key.reason, accepted: key.accepted });
    await announceChanges(tx, key.hospitalId, [{ topic: 'package', ref: current.packageId }]);
    return { outcome: 'published', version };
  });
}

async function lock(tx: Tx, { hospitalId, draftId, revision }: DraftKey & { revision: number }): Promise<{ packageId: string } | Exclude<Saved, { outcome: 'saved' }>> {
  const [row] = await tx<{ packageId: string; revision: number; state: string }[]>`select package_id, revision, state from package_draft where id = ${draftId} and hospital_id = ${hospitalId} for update`;
  if (!row) return { outcome: 'unknown' };
  if (row.state !== 'open') return { outcome: 'closed', state: row.state };
  return row.revision === revision ? { packageId: row.packageId } : { outcome: 'stale', revision: row.revision };
}

const note = (tx: Tx, { hospitalId, draftId }: DraftKey, act: string, by: string, detail: object) =>
  tx`insert into package_draft_entry (id, hospital_id, draft_id, act, detail, acted_by) values (${uuidv7()}, ${hospitalId}, ${draftId}, ${act}, ${json(tx, detail)}, ${by})`;
