/** The first screen: what is to do today, what comes next, everything else one tap away. */
import { sayClock, sayDay } from '../phone/when.js';
import { Form, Line, PatientPage, type PatientView } from './shell.js';

export type Todo = { href: string; title: string; note: string | null; urgent: boolean };
/** `at`: when; `what`: in plain words. */
export type Coming = { at: string; what: string };
/** A visit without a time; `window`: the days on which it may be. */
export type Unbooked = { what: string; window: string };

type HomeProps = { view: PatientView; name: string; /** The day of the patient's care, as an instant. */ today: string; promised: string[]; note: string | null; todos: Todo[]; coming: Coming[]; unbooked: Unbooked[] };

const Ahead = ({ view: { t, language, zone }, coming, unbooked }: { view: PatientView; coming: Coming[]; unbooked: Unbooked[] }) => {
  if (coming.length + unbooked.length === 0) return <p class="card">{t('nothingAhead')}</p>;
  const days = new Map<string, Coming[]>();
  for (const item of coming) days.set(sayDay(item.at, language, zone), [...(days.get(sayDay(item.at, language, zone)) ?? []), item]);
  return (
    <ol class="plain days">
      {[...days].map(([day, items]) => (
        <li class="card">
          <strong>{day}</strong>
          <ul class="plain">{items.map(({ at, what }) => <li>{sayClock(at, language, zone)} {what}</li>)}</ul>
        </li>
      ))}
      {unbooked.length === 0 ? null : (
        <li class="card">
          <strong>{t('aheadUnbooked')}</strong>
          <ul class="plain">{unbooked.map(({ what, window }) => <li>{what} <span class="quiet">{window}</span></li>)}</ul>
          <a class="change" href="/p/visits">{t('visitsTitle')}</a>
        </li>
      )}
    </ol>
  );
};

const menu = {
  patient: [
    ['/p/reading', 'readingsTitle'], ['/p/upload', 'uploadTitle'], ['/p/ask', 'askTitle'], ['/p/visits', 'visitsTitle'], ['/p/learn', 'learnTitle'], ['/p/qr', 'qrTitle'], ['/p/records', 'recordsTitle'],
    ['/p/units', 'unitsTitle'], ['/p/badges', 'badgesTitle'], ['/p/wishes', 'wishesTitle'], ['/p/consents', 'consentsTitle'], ['/p/contacts', 'contactsTitle'],
  ],
  family: [['/p/reading', 'readingsTitle'], ['/p/upload', 'uploadTitle'], ['/p/ask', 'askTitle'], ['/p/visits', 'visitsTitle'], ['/p/learn', 'learnTitle'], ['/p/qr', 'qrTitle']],
} as const;

export function HomePage({ view, name, today, promised, note, todos, coming, unbooked }: HomeProps) {
  const { t, scope, language, zone } = view;
  return (
    <PatientPage view={view} title={t(scope === 'family' ? 'helloFamily' : 'hello', { name })}>
      <p class="quiet">{t('todayIs', { day: sayDay(today, language, zone) })}</p>
      {note ? <p class="card">{note}</p> : null}
      {promised.map((words) => <p class="card warn" role="status">{words}</p>)}
      <h2>{t('todayTitle')}</h2>
      {todos.length === 0 ? <p class="card">{t('nothingToday')}</p> : <ul class="plain">{todos.map(({ href, title, note: small, urgent }) => <Line href={href} title={title} note={small} urgent={urgent} />)}</ul>}
      <h2>{t('aheadTitle')}</h2>
      <Ahead view={view} coming={coming} unbooked={unbooked} />
      <a class="button second" href="/p/ahead">{t('aheadAll')}</a>
      <h2>{t('moreTitle')}</h2>
      <ul class="plain menu">{menu[scope ?? 'family'].map(([href, key]) => <Line href={href} title={t(key)} />)}</ul>
      <Form view={view} action="/p/out"><button type="submit" class="second">{t('signOut')}</button></Form>
    </PatientPage>
  );
}

export const AheadPage = ({ view, coming, unbooked }: { view: PatientView; coming: Coming[]; unbooked: Unbooked[] }) => (
  <PatientPage view={view} title={view.t('aheadTitle')} back="/p/home">
    <Ahead view={view} coming={coming} unbooked={unbooked} />
  </PatientPage>
);
