/** Which files there are, whose they are, and which objects of the store no file claims. */
import type { FileRef } from '../pathways/engine/inputs.js';
import { announceChanges } from './changes.js';
import { transact } from './client.js';
import type { Db, Sql, Tx } from './client.js';
import { lockLiving } from './patient-lock.js';

export type FileSource = 'patient' | 'family' | 'staff';
export type FileRow = FileRef & {
  kind: 'photo' | 'clip' | 'xray' | 'document' | 'avatar';
  source: FileSource;
  patientId: string | null;
  episodeId: string | null;
  occurrence: string | null;
  /** null: not a picture or clip, or kept as it came before migration 0009. */
  width: number | null;
  height: number | null;
  durationMs: number | null;
  thumbId: string | null;
  thumbBytes: number | null;
  takenAt: string | null;
  /** A staff account's id, `patient:<id>` or `family:<contact id>`. */
  createdBy: string;
  createdAt: string;
  /** When it became part of the record by its episode's clock; null: of no episode. */
  episodeAt: string | null;
  /** null: no record names it yet. */
  attachedAt: string | null;
};
export type NewFile = Omit<FileRow, 'createdAt' | 'attachedAt' | 'episodeAt'> & { uploadKey: string | null; sentSha256: string };

const columns = (db: Db) => db`id, sha256, mime, bytes, kind, source, patient_id, episode_id, occurrence, width, height, duration_ms, thumb_id, thumb_bytes, taken_at, created_by, created_at, episode_at, attached_at`;

/** Long enough for the slowest upload, short enough that a crash leaves no litter for long. C. */
const uploadTakesAtMost = '1 day';

/** Before the bytes go to the store: whatever happens now, the objects are found and removed unless `keepFile` claims them. */
export async function announceObjects(sql: Sql, hospitalId: string, ids: string[]): Promise<void> {
  await sql`insert into file_unclaimed (id, hospital_id, remove_after)
    select id, ${hospitalId}, now() + ${uploadTakesAtMost}::interval from unnest(${ids}::uuid[]) as id`;
}

/**
 * The stored objects become a file. false: the same upload key came first; the objects stay unclaimed. `attached`: into the record at once,
 * under the episode that is named, or that of the occurrence, or the only one that is open.
 */
export async function keepFile(sql: Sql, hospitalId: string, file: NewFile, attached: boolean): Promise<boolean> {
  return transact(sql, async (tx) => {
    const patientId = file.patientId && (await lockLiving(tx, file.patientId));
    const [row] = await tx<{ id: string }[]>`
      insert into file ${tx({ ...file, patientId, hospitalId })}
      on conflict (hospital_id, created_by, upload_key) where upload_key is not null do nothing returning id`;
    if (!row) return false;
    if (attached) {
      await tx`update file f set attached_at = created_at, episode_id = e.id, episode_at = episode_of(e.clock, f.created_at)
        from (select id from file where id = ${file.id}) own left join episode e on e.hospital_id = ${hospitalId} and e.id = coalesce(${file.episodeId}::uuid,
          (select episode_id from occurrence where hospital_id = ${hospitalId} and id = ${file.occurrence}),
          (select (array_agg(id))[1] from episode where hospital_id = ${hospitalId} and patient_id = ${patientId} and status not in ('stopped', 'completed') having count(*) = 1))
        where f.id = own.id`;
    }
    await tx`delete from file_unclaimed where hospital_id = ${hospitalId} and id = any(${[file.id, ...(file.thumbId ? [file.thumbId] : [])]}::uuid[])`;
    if (attached && patientId) await announceChanges(tx, hospitalId, [{ topic: 'file', ref: patientId }]);
    return true;
  });
}

/** Only the hospital's own; an id of another hospital is simply not there. */
export async function fileById(sql: Sql, hospitalId: string, id: string): Promise<FileRow | null> {
  const [row] = await sql<FileRow[]>`select ${columns(sql)} from file where hospital_id = ${hospitalId} and id = ${id}`;
  return row ?? null;
}

/** The file that an upload key led to, with the hash of what was sent then. */
export async function fileOfUpload(sql: Sql, hospitalId: string, createdBy: string, uploadKey: string): Promise<(FileRow & { sentSha256: string }) | null> {
  const [row] = await sql<(FileRow & { sentSha256: string })[]>`
    select ${columns(sql)}, sent_sha256 from file where hospital_id = ${hospitalId} and created_by = ${createdBy} and upload_key = ${uploadKey}`;
  return row ?? null;
}

export type FileOwner = FileRef & { patientId: string | null };

/** In the order of `ids`; those that this hospital does not have are missing. */
export async function filesOf(sql: Sql, hospitalId: string, ids: string[]): Promise<FileOwner[]> {
  if (ids.length === 0) return [];
  return sql<FileOwner[]>`select id, sha256, mime, bytes, patient_id from file
    where hospital_id = ${hospitalId} and id = any(${ids}::uuid[]) order by array_position(${ids}::uuid[], id)`;
}

export type RecordOfFiles = {
  hospitalId: string;
  patientId: string;
  /** null: a record of the patient, of no episode (a consent). */
  episodeId: string | null;
  occurrence: string | null;
  /** Episode time of the record; null without an episode. */
  at: string | null;
};

/**
 * A record names these files: they belong to its patient and are kept for good. Inside the transaction that writes the record.
 * A file that is another patient's stays as it is. `as`: what it is, where the record knows better than whoever uploaded it.
 */
export async function attachFiles(tx: Tx, record: RecordOfFiles, ids: string[], as: FileRow['kind'] | null = null): Promise<void> {
  if (ids.length === 0) return;
  const attached = await tx`update file set patient_id = ${record.patientId}, episode_id = coalesce(episode_id, ${record.episodeId}), episode_at = coalesce(episode_at, ${record.at}),
      occurrence = coalesce(occurrence, ${record.occurrence}), attached_at = coalesce(attached_at, now()), kind = case when attached_at is null then coalesce(${as}, kind) else kind end
    where hospital_id = ${record.hospitalId} and id = any(${ids}::uuid[]) and (patient_id is null or patient_id = ${record.patientId}) returning id`;
  if (attached.length > 0) await announceChanges(tx, record.hospitalId, [{ topic: 'file', ref: record.patientId }]);
}

/** Did the patient agree to photos and clips, by the record that stands for her? null: this hospital has no such patient. */
export async function agreedToPhotos(db: Db, hospitalId: string, patientId: string): Promise<boolean | null> {
  const [row] = await db<{ agreed: boolean }[]>`select coalesce((consents->>'photos')::boolean, false) as agreed from patient where hospital_id = ${hospitalId} and id = kept_patient(${patientId})`;
  return row?.agreed ?? null;
}

/** Is this episode, and the occurrence if one is named, the patient's? */
export async function isOfPatient(db: Db, hospitalId: string, patientId: string, { episodeId, occurrence }: { episodeId: string | null; occurrence: string | null }): Promise<boolean> {
  const [row] = await db<{ ok: boolean }[]>`select
    (${episodeId}::uuid is null or exists (select 1 from episode where id = ${episodeId} and hospital_id = ${hospitalId} and patient_id = ${patientId}))
    and (${occurrence}::text is null or exists (select 1 from occurrence where id = ${occurrence} and hospital_id = ${hospitalId} and patient_id = ${patientId})) as ok`;
  return row?.ok ?? false;
}

/** null: this hospital has no such episode. */
export async function patientOfEpisode(db: Db, hospitalId: string, episodeId: string): Promise<string | null> {
  const [row] = await db<{ patientId: string }[]>`select patient_id from episode where hospital_id = ${hospitalId} and id = ${episodeId}`;
  return row?.patientId ?? null;
}
