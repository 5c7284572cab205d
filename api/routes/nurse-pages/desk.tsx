/** What every nurse page needs: who, in which language, what was just done; and how a form's answer becomes the next page. */
import { getCookie, setCookie } from 'hono/cookie';
import type { Context } from 'hono';
import { v7 as uuidv7 } from 'uuid';
import { hospitalOf } from '../../../db/hospitals.js';
import { nurseView, type NurseView } from '../../../web/nurse/shell.js';
import { sayRefusal } from '../../../web/refusals.js';
import { nurseTexts } from '../../../web/nurse/texts.js';
import { isLanguage, type Language } from '../../../web/text.js';
import type { ApiDeps } from '../../deps.js';
import { principalOf, type Env } from '../../env.js';
import type { OwnApi, Refused } from '../../own-api.js';

export type Desk = { deps: ApiDeps; ask: OwnApi };

const cookie = 'wuyou-language';
export const languageOf = (c: Context<Env>): Language => {
  const chosen = getCookie(c, cookie);
  if (isLanguage(chosen)) return chosen;
  return (c.req.header('accept-language') ?? '').toLowerCase().startsWith('en') ? 'en' : 'zh-CN';
};

export function rememberLanguage(c: Context<Env>, language: Language, secure: boolean): void {
  setCookie(c, cookie, language, { path: '/', sameSite: 'Lax', secure, httpOnly: true, maxAge: 31_536_000 });
}

export async function viewOf(c: Context<Env>, { deps }: Desk, problem: string | null = null): Promise<NurseView> {
  const hospital = await hospitalOf(deps.sql, principalOf(c).hospitalId);
  const language = languageOf(c);
  const view = nurseView({ language, zone: hospital.zone, hospital: hospital.name, training: hospital.kind === 'training', account: principalOf(c).accountId, alarmKey: newFormKey(), here: c.req.path, said: null, problem });
  const said = c.req.query('said') ?? '';
  return { ...view, said: said in nurseTexts ? view.t(said as keyof typeof nurseTexts) : null };
}

/** A fresh key per rendering: a form that is sent twice acts once. */
export const newFormKey = (): string => uuidv7();

export type Form = Record<string, string | string[]>;
/** Text fields only; repeated names become lists. */
export async function readForm(c: Context<Env>): Promise<Form> {
  const body = await c.req.parseBody({ all: true });
  const form: Form = {};
  for (const [name, value] of Object.entries(body)) {
    if (Array.isArray(value)) form[name] = value.filter((one) => typeof one === 'string');
    else if (typeof value === 'string') form[name] = value;
  }
  return form;
}
export const field = (form: Form, name: string): string => {
  const value = form[name];
  return (Array.isArray(value) ? value[0] : value)?.trim() ?? '';
};

/** Post/Redirect/Get: the page that follows says what was done. */
export const goTo = (c: Context<Env>, path: string, said: keyof typeof nurseTexts): Response => c.redirect(`${path}?said=${said}`, 303);

/** Why it was refused, in the reader's language where we have words for it; what is wrong at single fields comes with it. */
export const words = (c: Context<Env>, { detail, reason, errors }: Refused): string => sayRefusal(reason, languageOf(c)) ?? (errors.length > 0 ? `${detail} ${errors.map((e) => e.detail).join('; ')}` : detail);
