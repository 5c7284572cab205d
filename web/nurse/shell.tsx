/** The frame of the nurse's pages: language, way out, and the bar with the alarm always in reach. */
import type { Child } from 'hono/jsx';
import { PhonePage, type Frame } from '../phone/layout.js';
import { speaker, type Language, type Speaker } from '../text.js';
import { nurseTexts } from './texts.js';

export type NurseView = {
  language: Language;
  zone: string;
  hospital: string;
  training: boolean;
  /** Where the page is, for the switch of language. */
  here: string;
  /** One sentence about what just happened. */
  said: string | null;
  /** What the API refused, in its words. */
  problem: string | null;
  t: Speaker<typeof nurseTexts>;
};

export const nurseView = (rest: Omit<NurseView, 't'>): NurseView => ({ ...rest, t: speaker(nurseTexts, rest.language) });

export function NursePage({ view, title, islands = [], children }: { view: NurseView; title: string; islands?: string[]; children?: Child }) {
  const { t, language, hospital, training } = view;
  const frame: Frame = {
    language, elder: false, training, hospital, islands: ['phone-once', 'nurse-outbox', ...islands],
    actions: (
      <>
        <a href={`/nurse/language?to=${language === 'en' ? 'zh-CN' : 'en'}&back=${encodeURIComponent(view.here)}`} lang={language === 'en' ? 'zh-CN' : 'en'}>{t('other')}</a>
        <form method="post" action="/nurse/sign-out"><button type="submit">{t('signOut')}</button></form>
      </>
    ),
    bar: (
      <>
        <a class="button second" href="/nurse/">{t('myVisits')}</a>
        <a class="button call" href="/nurse/alarm">{t('alarm')}</a>
      </>
    ),
  };
  return (
    <PhonePage frame={frame} title={title}>
      {view.problem ? <p class="card error" role="alert">{t('broken')}：{view.problem}</p> : null}
      {view.said ? <p class="card good" role="status">{view.said}</p> : null}
      <p class="card warn" role="status" id="offline" hidden data-synced={t('synced')}>{t('offline')}</p>
      <h1>{title}</h1>
      {children}
    </PhonePage>
  );
}

/** A form that posts to the page's own address, with the key that makes a repeated post act once. */
export const ActForm = ({ action, submitKey, children, upload = false }: { action: string; submitKey: string; children?: Child; upload?: boolean }) => (
  <form method="post" action={action} {...(upload ? { enctype: 'multipart/form-data' } : {})}>
    <input type="hidden" name="key" value={submitKey} />
    {children}
  </form>
);
