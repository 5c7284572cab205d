/** One road into the store for staff, patients and families: prepared, stored, and only then a file of the hospital. */
import { v7 as uuidv7 } from 'uuid';
import { agreedToPhotos, announceObjects, fileById, fileOfUpload, isOfPatient, keepFile } from '../db/files.js';
import type { FileRow } from '../db/files.js';
import type { FileKind } from '../files/kinds.js';
import type { Prepared } from '../files/intake.js';
import { authorOf } from '../files/may-read.js';
import type { PatientViewer, StaffViewer, Viewer } from '../files/may-read.js';
import { refusalWords } from '../files/refusal.js';
import type { ApiDeps } from './deps.js';
import { Problem } from './problem.js';

type Deps = Pick<ApiDeps, 'sql' | 'files'>;

export type Upload = {
  /** null: by its content. */
  kind: FileKind | null;
  patientId: string | null;
  episodeId: string | null;
  /** `<episode>/<step>/<n>`: the visit, form or call it belongs to. */
  occurrence: string | null;
  /** ISO, wall time, as the sender's device says it. */
  takenAt: string | null;
  /** The same key from the same sender gives the same file. null: each upload is its own. */
  uploadKey: string | null;
  /** true: in the patient's record at once. false: once a record names it; unnamed files are swept (db/file-sweep.ts). */
  attached: boolean;
};
export type PatientUpload = Omit<Upload, 'patientId' | 'attached' | 'kind' | 'uploadKey'> & { kind: 'photo' | 'clip' | 'xray' | 'document'; uploadKey: string };

/**
 * A patient's or family member's own upload, in the record at once. Throws `Problem` with a `reason` for which `refusalWords(reason, language)`
 * has the sentence (or `no-photo-consent`, `unknown-owner`).
 */
export const storePatientFile = (deps: Deps, who: PatientViewer, upload: PatientUpload, content: AsyncIterable<Uint8Array>): Promise<FileRow> =>
  store(deps, who, { ...upload, uploadKey: upload.uploadKey || null, patientId: who.patientId, attached: true }, content);

export const storeStaffFile = (deps: Deps, who: StaffViewer, upload: Upload, content: AsyncIterable<Uint8Array>): Promise<FileRow> => store(deps, who, { ...upload, attached: upload.attached || upload.kind === 'avatar' }, content);

async function store({ sql, files }: Deps, who: Viewer, upload: Upload, content: AsyncIterable<Uint8Array>): Promise<FileRow> {
  await checkOwner(sql, who.hospitalId, upload);
  const taken = await files.take(content, upload.kind, async (prepared) => {
    const consented = await mayKeep(sql, who.hospitalId, prepared.kind, upload.patientId);
    if (!consented) throw new Problem('refused', noPhotoConsent, { reason: 'no-photo-consent' });
    return (await earlier(sql, who, upload, prepared)) ?? keep({ sql, files }, who, upload, prepared);
  });
  if (!taken.ok) throw new Problem(taken.why === 'too-large' ? 'too-large' : 'invalid', refusalWords(taken.why, 'en'), { reason: taken.why });
  return taken.kept;
}

export const noPhotoConsent = 'The patient has not agreed to photos (consents.photos). Record the consent first, or go on without pictures.';

/** Pictures of the person need the person's word; a report or an X-ray is part of the treatment. */
async function mayKeep(sql: Deps['sql'], hospitalId: string, kind: FileKind, patientId: string | null): Promise<boolean> {
  if (patientId === null || (kind !== 'photo' && kind !== 'clip')) return true;
  return (await agreedToPhotos(sql, hospitalId, patientId)) ?? false;
}

/** Before a byte is read: whose it is to be must be true. */
async function checkOwner(sql: Deps['sql'], hospitalId: string, { patientId, episodeId, occurrence }: Upload): Promise<void> {
  if (patientId === null && episodeId === null && occurrence === null) return;
  if (patientId === null) throw new Problem('invalid', 'Say whose file it is: episodeId and occurrence need patientId beside them.', { errors: [{ pointer: '/patientId', detail: 'is missing' }], reason: 'unknown-owner' });
  if ((await agreedToPhotos(sql, hospitalId, patientId)) === null) throw new Problem('not-found', 'This hospital has no such patient; check the id.', { reason: 'unknown-owner' });
  if (!(await isOfPatient(sql, hospitalId, patientId, { episodeId, occurrence }))) throw new Problem('invalid', 'episodeId or occurrence is not this patient’s; check both ids.', { reason: 'unknown-owner' });
}

async function earlier(sql: Deps['sql'], who: Viewer, { uploadKey }: Upload, { sentSha256 }: Prepared): Promise<FileRow | null> {
  if (uploadKey === null) return null;
  const first = await fileOfUpload(sql, who.hospitalId, authorOf(who), uploadKey);
  if (first && first.sentSha256 !== sentSha256) throw new Problem('idempotency-key-reused', 'This Idempotency-Key was used before for another file; use a new key for a new file.');
  return first;
}

async function keep({ sql, files }: Deps, who: Viewer, upload: Upload, { main, thumb, ...prepared }: Prepared): Promise<FileRow> {
  const { attached, patientId, episodeId, occurrence, takenAt, uploadKey } = upload;
  const [id, thumbId] = [uuidv7(), thumb ? uuidv7() : null];
  await announceObjects(sql, who.hospitalId, thumbId ? [id, thumbId] : [id]);
  await files.put(id, main);
  if (thumb && thumbId) await files.put(thumbId, thumb);
  const row = {
    id, sha256: prepared.sha256, mime: main.mime, bytes: main.bytes, kind: prepared.kind, source: who.kind, patientId, episodeId, occurrence, takenAt, uploadKey,
    width: prepared.width, height: prepared.height, durationMs: prepared.durationMs, thumbId, thumbBytes: thumb?.bytes ?? null,
    createdBy: authorOf(who), sentSha256: prepared.sentSha256,
  };
  const kept = await keepFile(sql, who.hospitalId, row, attached);
  const stored = kept ? await fileById(sql, who.hospitalId, id) : await fileOfUpload(sql, who.hospitalId, authorOf(who), uploadKey ?? '');
  if (!stored) throw new Error('A file that was just stored is gone');
  return stored;
}
