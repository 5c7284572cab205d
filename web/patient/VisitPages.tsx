/** Visits: when, who, choose or change the time, and how it was. */
import { sayClock, sayDay, sayMoment, saySpan } from '../phone/when.js';
import { Form, PatientPage, type PatientView } from './shell.js';

export type VisitCard = {
  label: string; state: 'planned' | 'booked' | 'under-way' | 'held' | 'done' | 'missed' | 'cancelled'; place: 'home' | 'online' | 'clinic';
  slot: { from: string; until: string } | null; /** Both ends are days on which it may begin. */ window: { from: string; until: string }; who: string | null; searching: boolean;
  bookHref: string | null; rateHref: string | null; stars: number | null;
  /** What there is to say about a video call; null: nothing. */
  call: { state: 'open'; href: string } | { state: 'later'; from: string } | { state: 'staff-starts' } | null;
};

function stateWords({ t, language, zone }: PatientView, { state, slot, window }: VisitCard): string {
  const when = slot ? `${sayDay(slot.from, language, zone)} ${saySpan(slot.from, slot.until, language, zone)}` : sayDay(window.from, language, zone);
  switch (state) {
    case 'planned': return t('visitPlanned', { from: sayDay(window.from, language, zone), until: sayDay(window.until, language, zone) });
    case 'booked': return t('visitBooked', { when });
    case 'under-way': return t('visitUnderWay');
    case 'held': return t('visitHeld');
    case 'done': return t('visitDone', { when });
    case 'missed': return t('visitMissed');
    case 'cancelled': return t('visitCancelled');
  }
}

function Call({ view: { t, language, zone }, call, label }: { view: PatientView; call: VisitCard['call']; label: string }) {
  if (call === null) return null;
  if (call.state === 'open') return <a class="button" href={call.href} rel="noreferrer" aria-label={t('about', { what: t('joinVideo'), of: label })}>{t('joinVideo')}</a>;
  return <p>{call.state === 'later' ? t('joinLater', { when: sayMoment(call.from, language, zone) }) : t('onlineStarts')}</p>;
}

const Cards = ({ view, visits }: { view: PatientView; visits: VisitCard[] }) => {
  const { t } = view;
  const places = { home: t('visitHome'), online: t('visitOnline'), clinic: t('visitClinic') };
  return (
    <ul class="plain">
      {visits.map((visit) => (
        <li class="card">
          <h2>{visit.label}{places[visit.place] === visit.label ? '' : view.language === 'en' ? ` (${places[visit.place]})` : `（${places[visit.place]}）`}</h2>
          <p>{stateWords(view, visit)}</p>
          {visit.who ? <p>{t(visit.place === 'home' ? 'visitWho' : 'visitWith', { name: visit.who })}</p> : visit.searching ? <p class="quiet">{t('visitFinding')}</p> : null}
          <Call view={view} call={visit.call} label={visit.label} />
          {visit.bookHref ? <a class={`button${visit.state === 'booked' ? ' second' : ''}`} href={visit.bookHref} aria-label={t('about', { what: t(visit.state === 'booked' ? 'move' : 'book'), of: visit.label })}>{t(visit.state === 'booked' ? 'move' : 'book')}</a> : null}
          {visit.rateHref ? <a class="button" href={visit.rateHref} aria-label={t('about', { what: t('rate'), of: visit.label })}>{t('rate')}</a> : null}
          {visit.stars === null ? null : <p>{t('rated', { stars: visit.stars })}</p>}
        </li>
      ))}
    </ul>
  );
};

/** `later`: planned for days far ahead, so that they do not hide what comes first. */
export const VisitsPage = ({ view, visits, later }: { view: PatientView; visits: VisitCard[]; later: VisitCard[] }) => (
  <PatientPage view={view} title={view.t('visitsTitle')} back="/p/home">
    {visits.length + later.length === 0 ? <p class="card">{view.t('visitsNone')}</p> : null}
    {visits.length === 0 ? null : <Cards view={view} visits={visits} />}
    {later.length === 0 ? null : <details><summary>{view.t('visitsLater', { n: later.length })}</summary><Cards view={view} visits={later} /></details>}
  </PatientPage>
);

/** `id`: `<from>|<until>`, as the slot is posted. */
export type SlotChoice = { id: string; from: string; until: string };

export function BookPage({ view, action, label, slots, reason }: { view: PatientView; action: string; label: string; slots: SlotChoice[]; reason: string | null }) {
  const { t, language, zone } = view;
  const days = new Map<string, SlotChoice[]>();
  for (const slot of slots) days.set(sayDay(slot.from, language, zone), [...(days.get(sayDay(slot.from, language, zone)) ?? []), slot]);
  return (
    <PatientPage view={view} title={t('bookTitle', { label })} back="/p/visits">
      {reason ? <p class="card warn">{reason}</p> : slots.length === 0 ? <p class="card">{t('bookNone')}</p> : (
        <Form view={view} action={action}>
          {[...days].map(([day, choices]) => (
            <fieldset>
              <legend>{day}</legend>
              {choices.map(({ id, from, until }) => <label class="choice"><input type="radio" name="slot" value={id} aria-label={`${day} ${saySpan(from, until, language, zone)}`} /> {sayClock(from, language, zone)}–{sayClock(until, language, zone)}</label>)}
            </fieldset>
          ))}
          <button type="submit">{t('bookSend')}</button>
        </Form>
      )}
    </PatientPage>
  );
}

export function RatePage({ view, action, label, words }: { view: PatientView; action: string; label: string; words: string }) {
  const { t } = view;
  const stars = [['5', t('star5')], ['4', t('star4')], ['3', t('star3')], ['2', t('star2')], ['1', t('star1')]] as const;
  return (
    <PatientPage view={view} title={t('rateTitle')} back="/p/visits">
      <p>{label}</p>
      <Form view={view} action={action}>
        <fieldset>
          <legend>{t('rateStars')}</legend>
          {stars.map(([value, said]) => <label class="choice"><input type="radio" name="stars" value={value} /> {said}</label>)}
        </fieldset>
        <label for="words">{t('rateWords')}{t('optional')}</label>
        <textarea id="words" name="words" rows={4} maxlength={2000}>{words}</textarea>
        <button type="submit">{t('rateSend')}</button>
      </Form>
    </PatientPage>
  );
}
