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

export type Received =
  | { outcome: 'kept'; file: FileRow }
  | { outcome: 'empty' | 'refused'; problem: string; kind: 'photo' | 'clip' | 'xray' }
  | { outcome: 'strange'; reply: Response | Promise<Response> };

type About = { kind: 'photo' | 'clip' | 'xray' | null; episodeId: string | null; occurrence: string | null };

export async function receiveUpload(c: C, deps: ApiDeps, { session, view }: Visitor, ours: (csrf: string | undefined) => boolean, about: About): Promise<Received> {
  const { fields, file } = await readUploadForm(c.req.raw);
  if (!ours(fields['csrf'])) return { outcome: 'strange', reply: sendPage(c, WordsPage({ view, title: view.t('problem'), words: view.t('strangePost'), on: { href: '/p/home', label: view.t('home') } }), 403) };
  const kind = about.kind ?? (['photo', 'clip', 'xray'] as const).find((one) => one === fields['kind']) ?? 'photo';
  if (file === null) return { outcome: 'empty', problem: view.t('uploadMissing'), kind };
  const who = { kind: session.scope, hospitalId: session.hospitalId, patientId: session.patientId, contactId: session.contactId };
  try {
    return { outcome: 'kept', file: await storePatientFile(deps, who, { ...about, kind, takenAt: null, uploadKey: fields['key'] ?? '' }, file.content) };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const { reason } = error;
    if (reason === 'no-photo-consent') return { outcome: 'refused', problem: view.t('uploadNoConsent'), kind };
    if (!isRefusal(reason)) throw error;
    return { outcome: reason === 'empty' ? 'empty' : 'refused', problem: refusalWords(reason, view.language), kind };
  }
}
