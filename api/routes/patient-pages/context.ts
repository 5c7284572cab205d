/** Who is looking at the patient's page, in which words and size; and what a post must prove before it acts. */
import { createHash, randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { actOnce } from '../../../db/page-posts.js';
import type { Person, Scope } from '../../../db/patient-access/person.js';
import { sessionOf, type PatientSession } from '../../../db/patient-access/session.js';
import { secretHash } from '../../../db/secrets.js';
import { pageEpisodes, pageItems, pagePatient, type PageEpisode, type PageItem, type PagePatient } from '../../../db/read-models/patient-page.js';
import { ownCommandId } from '../../../pathways/patient/share.js';
import { fromMs } from '../../../pathways/time.js';
import { patientView, type PatientView } from '../../../web/patient/shell.js';
import { isLanguage, type Language } from '../../../web/text.js';
import { postedElsewhere } from '../../auth.js';
import type { ApiDeps } from '../../deps.js';
import type { Env } from '../../env.js';

export type Visitor = { session: PatientSession; patient: PagePatient; view: PatientView; token: string };
type C = Context<Env>;

export const patientCookie = (publicUrl: string): string => (publicUrl.startsWith('https:') ? '__Host-wuyou-p' : 'wuyou-p');
const viewCookie = 'wuyou-view';
const yearSeconds = 31_536_000;

/** Language and size as last chosen on this phone; null: never. */
export function chosenView(c: C): { language: Language | null; elder: boolean | null } {
  const [language = '', size = ''] = (getCookie(c, viewCookie) ?? '').split('.');
  return { language: isLanguage(language) ? language : null, elder: size === 'e' ? true : size === 'n' ? false : null };
}
export const rememberView = (c: C, publicUrl: string, { language, elder }: { language: Language; elder: boolean }): void =>
  setCookie(c, viewCookie, `${language}.${elder ? 'e' : 'n'}`, { path: '/p', sameSite: 'Lax', httpOnly: true, maxAge: yearSeconds, secure: publicUrl.startsWith('https:') });

const preferred = (c: C): Language => (/^en\b/i.test(c.req.header('accept-language') ?? '') ? 'en' : 'zh-CN');

/** Before anybody is known: the entry pages. */
export function strangerView(c: C, hospital: { name: string; phone: string | null; training: boolean } | null): PatientView {
  const { language, elder } = chosenView(c);
  return patientView({
    language: language ?? preferred(c), elder: elder ?? false, zone: 'Asia/Shanghai', hospital: hospital?.name ?? '无忧 Wuyou', phone: hospital?.phone ?? null, training: hospital?.training ?? false,
    here: c.req.path, csrf: '', scope: null, whose: '', said: null, problem: null, key: randomUUID(),
  });
}

export const csrfOf = (token: string): string => secretHash(`csrf/${token}`).slice(0, 40);

/** The signed-in person; null: nobody, or only half way in. Reads only. */
export async function visitorOf(c: C, { sql, publicUrl, now }: Pick<ApiDeps, 'sql' | 'publicUrl' | 'now'>): Promise<Visitor | null> {
  const token = getCookie(c, patientCookie(publicUrl));
  const session = token ? await sessionOf(sql, token, fromMs(now())) : null;
  const patient = session?.verified ? await pagePatient(sql, session.hospitalId, session.patientId) : null;
  if (!token || !session || !patient) return null;
  const chosen = chosenView(c);
  const own = session.scope === 'patient' ? patient : { language: null, elderMode: null };
  const view = patientView({
    language: chosen.language ?? (own.language?.startsWith('en') ? 'en' : own.language === null ? preferred(c) : 'zh-CN'), elder: chosen.elder ?? own.elderMode ?? false,
    zone: patient.zone, hospital: patient.hospital.name, phone: patient.hospital.phone, training: patient.hospital.training,
    here: c.req.path, csrf: csrfOf(token), scope: session.scope, whose: secretHash(`typed/${session.contactId ?? session.patientId}`).slice(0, 16), said: null, problem: null, key: randomUUID(),
  });
  return { session, patient, view, token };
}

export const personOf = ({ session }: Visitor): Person => ({ hospitalId: session.hospitalId, patientId: session.patientId, contactId: session.contactId });
export const scopeOf = ({ session }: Visitor): Scope => session.scope;

/** A post from another site, whatever it holds, is refused: by its origin, and (signed in) by a token that only our own page knows. */
export function isOurPost(c: C, publicUrl: string, given: string | undefined, expected: string | null): boolean {
  return !postedElsewhere(c, publicUrl) && (expected === null || given === expected);
}

/** Sender of what this person posts; the command id names the patient, never the person. */
export const senderOf = (visitor: Visitor, key: string) => ({ hospitalId: visitor.session.hospitalId, by: scopeOf(visitor), commandId: commandIdOf(visitor, key) });
export const commandIdOf = ({ session }: Visitor, key: string): string => ownCommandId(session.contactId ?? session.patientId, key);

/**
 * Key and content together: the same form sent twice acts once, a form that was changed after going back acts again. The key that `act` gets stands in
 * addresses (`/p/sent/<key>`): it holds nothing that needs encoding, which the door to the internet refuses (api/edge/door.ts).
 */
export function once(deps: Pick<ApiDeps, 'sql'>, visitor: Visitor, form: Readonly<Record<string, unknown>>, act: (at: string, key: string) => Promise<string>): Promise<string> {
  const content = createHash('sha256').update(JSON.stringify(form)).digest('hex');
  const key = `${String(form['key'] ?? '').replace(/[^\w-]/g, '').slice(0, 60)}_${content.slice(0, 16)}`;
  const { hospitalId, patientId, contactId } = visitor.session;
  return actOnce(deps.sql, { hospitalId, actor: contactId ?? patientId, key }, content, (at) => act(at, key));
}

/** Opaque in addresses: sixteen hex digits that only this installation can tie to an occurrence. */
export const refOf = ({ crypt }: Pick<ApiDeps, 'crypt'>, occurrence: string): string => crypt.index(`page/${occurrence}`).slice(0, 16);

export type Care = { episodes: PageEpisode[]; items: PageItem[] };

export async function careOf(deps: Pick<ApiDeps, 'sql' | 'crypt'>, { patient, view }: Visitor): Promise<Care> {
  const episodes = await pageEpisodes(deps.sql, patient, view.language);
  return { episodes, items: await pageItems(deps.sql, patient, episodes, (occurrence) => refOf(deps, occurrence)) };
}
