/** A photo from the nurse's visit page: streamed from the form into the store, as this visit's. */
import type { Context } from 'hono';
import { patientOfEpisode } from '../db/files.js';
import type { MyVisit } from '../web/nurse/model.js';
import type { ApiDeps } from './deps.js';
import { principalOf, type Env } from './env.js';
import { readUploadForm } from './multipart.js';
import { Problem } from './problem.js';
import { storeStaffFile } from './store-file.js';

export async function takePhoto(c: Context<Env>, deps: ApiDeps, { episodeId, occurrence }: MyVisit): Promise<void> {
  const { hospitalId, accountId } = principalOf(c);
  const { fields, file } = await readUploadForm(c.req.raw);
  if (!file) throw new Problem('invalid', 'Choose a photo first.', { reason: 'no-photo' });
  const patientId = await patientOfEpisode(deps.sql, hospitalId, episodeId);
  await storeStaffFile(deps, { kind: 'staff', hospitalId, accountId }, { kind: 'photo', patientId, episodeId, occurrence, takenAt: null, uploadKey: fields['key'] || null, attached: false }, file.content);
}
