/** The frame of the nurse's pages: language, way out, and the bar with the alarm always in reach. */
import type { Child } from 'hono/jsx';
import { PhonePage, type Frame } from '../phone/layout.js';
import { AlarmInPlace } from './Alarm.js';
import { PhoneDrafts } from './NotTaken.js';
import { speaker, type Language, type Speaker } from '../text.js';
import type { MyVisit } from './model.js';
import { nurseTexts } from './texts.js';

export type NurseView = {
  language: Language;
  zone: string;
  hospital: string;
  training: boolean;
  /** Who is signed in: an opaque id. */
  account: string;
  /** Of the form that raises the alarm; a new one with each page. */
  alarmKey: string;
  /** Where the page is, for the switch of language. */
  here: string;
  /** One sentence about what just happened. */
  said: string | null;
  /** What the API refused, in its words. */
  problem: string | null;
  t: Speaker<typeof nurseTexts>;
};

export const nurseView = (rest: Omit<NurseView, 't'>): NurseView => ({ ...rest, t: speaker(nurseTexts, rest.language) });

/** `at`: the visit that the page is about; an alarm pressed here names it. */
export function NursePage({ view, title, islands = [], at, alarmInPlace = true, children }: { view: NurseView; title: string; islands?: string[]; at?: string; /** False: the page itself is the alarm. */ alarmInPlace?: boolean; children?: Child }) {
  const { t, language, hospital, training } = view;
  const frame: Frame = {
    language, elder: false, training, hospital, islands: ['phone-once', 'nurse-outbox', 'nurse-locate', 'nurse-alarm', ...islands],
    actions: (
      <>
        <a class="button" href={`/nurse/language?to=${language === 'en' ? 'zh-CN' : 'en'}&back=${encodeURIComponent(view.here)}`} lang={language === 'en' ? 'zh-CN' : 'en'}>{t('other')}</a>
        <form method="post" action="/nurse/sign-out"><button type="submit">{t('signOut')}</button></form>
      </>
    ),
    bar: (
      <>
        <a class="button second" href="/nurse/">{t('myVisits')}</a>
        <a class="button call" data-alarm-open href={at === undefined ? '/nurse/alarm' : `/nurse/alarm?occurrence=${encodeURIComponent(at)}`}>{t('alarm')}</a>
      </>
    ),
  };
  return (
    <PhonePage frame={frame} title={title}>
      {view.problem ? <p class="card error" role="alert">{t('broken')}{t('colon')}{view.problem}</p> : null}
      {view.said ? <p class="card good" role="status">{view.said}</p> : null}
      <PhoneDrafts view={view} />
      <h1>{title}</h1>
      {children}
      {alarmInPlace ? <AlarmInPlace view={view} occurrence={at ?? null} /> : null}
    </PhonePage>
  );
}

/** Whose visit this is, shown before anything can be pressed, when it is a colleague's. */
export const WhoseVisit = ({ view: { t }, visit }: { view: NurseView; visit: MyVisit }) =>
  visit.assignment.yours ? null : <p class="card warn" role="note">{t('standIn', { name: visit.assignment.displayName })}</p>;

/** Asked in every form of a colleague's visit; `id` tells the forms of a page apart. */
export const WhyInTheirPlace = ({ view: { t }, visit, id }: { view: NurseView; visit: MyVisit; id: string }) =>
  visit.assignment.yours ? null : (
    <>
      <label for={`stand-in-${id}`}>{t('standInReason', { name: visit.assignment.displayName })}</label>
      <input id={`stand-in-${id}`} name="standInReason" type="text" maxlength={500} required autocomplete="off" />
    </>
  );

/** A form that posts to the page's own address, with the key that makes a repeated post act once. */
export const ActForm = ({ action, submitKey, children, upload = false }: { action: string; submitKey: string; children?: Child; upload?: boolean }) => (
  <form method="post" action={action} {...(upload ? { enctype: 'multipart/form-data' } : {})}>
    <input type="hidden" name="key" value={submitKey} />
    {children}
  </form>
);
