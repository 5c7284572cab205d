/** A picture or clip from a form: checked to be ours, then down the one road of files. */
import type { FileRow } from '../../../db/files.js';
import { isRefusal, refusalWords } from '../../../files/refusal.js';
import { WordsPage } from '../../../web/patient/EnterPages.js';
import { sendPage } from '../../../web/phone/page.js';
import { readUploadForm } from '../../multipart.js';
import { Problem } from '../../problem.js';
import { storePatientFile } from '../../store-file.js';
import type { ApiDeps } from '../../deps.js';
import type { Visitor } from './context.js';
import type { C } from './guard.js';

type Reply = Response | Promise<Response>;
export type Received<A> =
  | { outcome: 'kept'; about: A; file: FileRow }
  | { outcome: 'empty' | 'refused'; about: A; problem: string; kind: 'photo' | 'clip' | 'xray' }
  /** Nothing was kept, and this says why. */
  | { outcome: 'replied'; reply: Reply };

type About = { kind: 'photo' | 'clip' | 'xray' | null; episodeId: string | null; occurrence: string | null };

/** `aboutOf`: what the file is for, by what the form says beside it; or the reply where it is for nothing. */
export async function receiveUpload<A extends About>(c: C, deps: ApiDeps, { session, view }: Visitor, ours: (csrf: string | undefined) => boolean, aboutOf: (fields: Readonly<Record<string, string>>) => A | { reply: Reply }): Promise<Received<A>> {
  const { fields, file } = await readUploadForm(c.req.raw);
  if (!ours(fields['csrf'])) return { outcome: 'replied', reply: sendPage(c, WordsPage({ view, title: view.t('problem'), words: view.t('strangePost'), on: { href: '/p/home', label: view.t('home') } }), 403) };
  const about = aboutOf(fields);
  if ('reply' in about) return { outcome: 'replied', reply: about.reply };
  const { episodeId, occurrence } = about;
  const kind = about.kind ?? (['photo', 'clip', 'xray'] as const).find((one) => one === fields['kind']) ?? 'photo';
  if (file === null) return { outcome: 'empty', about, problem: view.t('uploadMissing'), kind };
  const who = { kind: session.scope, hospitalId: session.hospitalId, patientId: session.patientId, contactId: session.contactId };
  try {
    return { outcome: 'kept', about, file: await storePatientFile(deps, who, { episodeId, occurrence, kind, takenAt: null, uploadKey: fields['key'] ?? '' }, file.content) };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const { reason } = error;
    if (reason === 'no-photo-consent') return { outcome: 'refused', about, problem: view.t('uploadNoConsent'), kind };
    if (!isRefusal(reason)) throw error;
    return { outcome: reason === 'empty' ? 'empty' : 'refused', about, problem: refusalWords(reason, view.language), kind };
  }
}
