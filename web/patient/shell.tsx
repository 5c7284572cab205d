/** The frame of the patient's pages: language and size on every screen, help one tap away, and forms that cannot be sent by a stranger. */
import type { Child } from 'hono/jsx';
import { PhonePage, type Frame } from '../phone/layout.js';
import { speaker, type Language, type Speaker } from '../text.js';
import { patientTexts } from './texts.js';

export type Say = Speaker<typeof patientTexts>;
export type PatientView = {
  language: Language;
  /** 长辈版. */
  elder: boolean;
  zone: string;
  hospital: string;
  /** The hospital's own number; null while it is not known which hospital. */
  phone: string | null;
  training: boolean;
  /** Path of this page, for the switches of language and size. */
  here: string;
  /** Token of every form; empty before somebody is signed in. */
  csrf: string;
  scope: 'patient' | 'family' | null;
  /** Opaque name of whoever is signed in, so that what one person typed is offered to nobody else on this phone; empty before. */
  whose: string;
  /** One sentence about what just happened. */
  said: string | null;
  problem: string | null;
  /** Hidden in each form, so that sending it twice acts once. */
  key: string;
  t: Say;
};

export const patientView = (rest: Omit<PatientView, 't'>): PatientView => ({ ...rest, t: speaker(patientTexts, rest.language) });

const Switches = ({ view: { t, language, elder, here, csrf } }: { view: PatientView }) => (
  <form method="post" action="/p/view" class="switches">
    <input type="hidden" name="csrf" value={csrf} />
    <input type="hidden" name="back" value={here} />
    <button type="submit" name="elder" value={elder ? 'n' : 'e'} aria-pressed={elder ? 'true' : 'false'}>{elder ? t('usualSize') : t('elderSize')}</button>
    <button type="submit" name="language" value={language === 'en' ? 'zh-CN' : 'en'} lang={language === 'en' ? 'zh-CN' : 'en'}>{language === 'en' ? '中文' : 'English'}</button>
  </form>
);

const Help = ({ view: { t, phone, scope } }: { view: PatientView }) => (
  <>
    {scope === null ? null : <a class="button second" href="/p/home">{t('home')}</a>}
    {phone === null ? null : <a class="button second" href={`tel:${phone}`}>{t('callUs')}</a>}
    <a class="button call" href="tel:120">{t('call120')}</a>
  </>
);

type PageProps = { view: PatientView; title: string; /** Where "back" leads; absent: no way back is shown. */ back?: string; islands?: string[]; /** Read aloud offers nothing here. */ silent?: boolean; /** False: the page sets its own h1 (a question is its own heading). */ heading?: boolean; children?: Child };

export function PatientPage({ view, title, back, islands = [], silent = false, heading = true, children }: PageProps) {
  const { t, language, elder, hospital, training, problem, said } = view;
  const frame: Frame = { language, elder, training, hospital, islands: ['phone-once', 'patient-typed', ...(silent ? [] : ['patient-speak']), ...islands], actions: <Switches view={view} />, bar: <Help view={view} /> };
  return (
    <PhonePage frame={frame} title={problem ? t('about', { what: t('problem'), of: title }) : title}>
      <div class="tools no-print">
        {back ? <a class="button second" href={back}>{t('back')}</a> : null}
        {silent ? null : <button type="button" class="second" id="speak" hidden data-stop={t('speakStop')}>{t('speak')}</button>}
      </div>
      {view.whose ? <p class="card warn" role="status" id="typed" hidden>{t('typedBefore')}</p> : null}
      {said ? <p class="card good" role="status">{said}</p> : null}
      {problem ? <p class="card error" role="alert" id="problem">{problem}</p> : null}
      {heading ? <h1>{title}</h1> : null}
      {children}
    </PhonePage>
  );
}

type FormProps = { view: PatientView; action: string; upload?: boolean; children?: Child };

/** Posts to our own page; the answer is always a redirect, so that reloading never sends again. */
export const Form = ({ view: { csrf, key, whose }, action, upload = false, children }: FormProps) => (
  <form method="post" action={action} {...(upload ? { enctype: 'multipart/form-data' } : {})} {...(whose ? { 'data-whose': whose } : {})} novalidate>
    <input type="hidden" name="csrf" value={csrf} />
    <input type="hidden" name="key" value={key} />
    {children}
  </form>
);

/** A large tappable line of a list. */
export const Line = ({ href, title, note, urgent = false }: { href: string; title: string; note?: string | null; urgent?: boolean }) => (
  <li>
    <a class={`card line${urgent ? ' warn' : ''}`} href={href}>
      <strong>{title}</strong>
      {note ? <span class="quiet">{note}</span> : null}
    </a>
  </li>
);
