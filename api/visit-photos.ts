/** The photos that a nurse names when completing a visit: uploaded here, this patient's, and taken with consent. */
import { agreedToPhotos, filesOf, patientOfEpisode } from '../db/files.js';
import type { FileRef } from '../pathways/engine/inputs.js';
import type { Database } from './env.js';
import { Problem } from './problem.js';
import { noPhotoConsent } from './store-file.js';

const at = (detail: string) => ({ errors: [{ pointer: '/photos', detail }] });

/** In the order of `ids`; throws a `Problem` that says which rule they break. */
export async function photosOfVisit(sql: Database, hospitalId: string, episodeId: string, ids: string[]): Promise<FileRef[]> {
  if (ids.length === 0) return [];
  const files = await filesOf(sql, hospitalId, ids);
  const unknown = ids.filter((id) => !files.some((file) => file.id === id));
  if (unknown.length > 0) throw new Problem('invalid', `${unknown.length} photo id(s) are not files of this hospital; upload each to POST /files and send the id it returns.`, at('unknown file'));
  const patientId = await patientOfEpisode(sql, hospitalId, episodeId);
  if (patientId === null) throw new Problem('not-found', 'This hospital has no such episode; check the id.');
  if (files.some((file) => file.patientId !== null && file.patientId !== patientId)) throw new Problem('invalid', 'A photo belongs to another patient; take or choose the right one.', at('another patient’s file'));
  if (!(await agreedToPhotos(sql, hospitalId, patientId))) throw new Problem('refused', noPhotoConsent, { reason: 'no-photo-consent', ...at('no consent to photos') });
  return files.map(({ id, sha256, mime, bytes }) => ({ id, sha256, mime, bytes }));
}
