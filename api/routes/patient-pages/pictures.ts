/** Pictures and clips as their sender sees them: with what nurses and therapists said about each. */
import { clipComments, type ClipComment } from '../../../db/clip-reviews.js';
import { patientFiles } from '../../../db/read-models/patient-files.js';
import { authorOf, type PatientViewer } from '../../../files/may-read.js';
import { addHours, fromMs } from '../../../pathways/time.js';
import type { SentFile } from '../../../web/patient/CarePages.js';
import type { ApiDeps } from '../../deps.js';
import type { Visitor } from './context.js';

/** A comment stands on the first screen so long: looking changes nothing here, so nothing notes that it was read. C. */
const newCommentDays = 7;

export const viewerOf = ({ session }: Visitor): PatientViewer => ({ kind: session.scope, hospitalId: session.hospitalId, patientId: session.patientId, contactId: session.contactId });
/** A relative is shown what came from this very person (files/may-read.ts); null: everything of the patient. */
const onlyFrom = (visitor: Visitor): string | null => (visitor.session.scope === 'family' ? authorOf(viewerOf(visitor)) : null);

export async function picturesOf({ sql, crypt }: Pick<ApiDeps, 'sql' | 'crypt'>, visitor: Visitor): Promise<SentFile[]> {
  const comments = await clipComments(sql, crypt, visitor.patient, onlyFrom(visitor));
  return (await patientFiles(sql, visitor.patient, onlyFrom(visitor))).map((file) => ({ ...file, comments: comments.filter(({ fileId }) => fileId === file.id) }));
}

export async function newComments({ sql, crypt, now }: Pick<ApiDeps, 'sql' | 'crypt' | 'now'>, visitor: Visitor): Promise<ClipComment[]> {
  const since = addHours(fromMs(now()), -24 * newCommentDays);
  return (await clipComments(sql, crypt, visitor.patient, onlyFrom(visitor))).filter(({ at }) => at >= since);
}
