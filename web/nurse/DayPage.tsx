/** My visits by day in route order, with what waits for an answer and what changed on top. */
import { sayAgo, sayDay, sayMoment, saySpan } from '../phone/when.js';
import { isOver, visitPath, type MyVisit, type Notice, type Offer } from './model.js';
import { ActForm, NursePage, type NurseView } from './shell.js';

export function DayPage({ view, visits: all, offers, notices, now, formKey }: { view: NurseView; visits: MyVisit[]; offers: Offer[]; notices: Notice[]; /** Wall time, ms: notices are written by the wall. */ now: number; formKey: string }) {
  const { t, language, zone } = view;
  const visits = all.filter((visit) => !isOver(visit) || visit.redemption === null);
  const over = all.filter((visit) => !visits.includes(visit));
  const days = [...new Set(visits.map(({ day }) => day))].sort();
  return (
    <NursePage view={view} title={t('myVisits')}>
      {notices.length > 0 ? (
        <section class="card warn" aria-label={t('notices')}>
          <h2>{t('notices')}</h2>
          <ul>{notices.map((notice) => <li>{sayNotice(view, notice)}<br /><span class="quiet">{sayAgo(now - Date.parse(notice.at), language)}</span></li>)}</ul>
          <ActForm action="/nurse/notices/seen" submitKey={formKey}>
            <input type="hidden" name="ids" value={notices.map(({ noticeId }) => noticeId).join(',')} />
            <button class="second" type="submit">{t('noticesSeen')}</button>
          </ActForm>
        </section>
      ) : null}
      <section aria-label={t('offers')}>
        <h2>{t('offers')}</h2>
        {offers.length === 0 ? <p class="quiet">{t('noOffers')}</p> : offers.map((offer) => <OfferCard view={view} offer={offer} formKey={formKey} />)}
      </section>
      {days.length === 0 ? <p class="card quiet">{t('noVisits')}</p> : null}
      {days.map((day) => (
        <section>
          <h2>{sayDay(visits.find((visit) => visit.day === day)?.from ?? `${day}T04:00:00.000Z`, language, zone)}</h2>
          {visits.filter((visit) => visit.day === day).sort((a, b) => (a.routeOrder ?? 99) - (b.routeOrder ?? 99) || (a.from < b.from ? -1 : 1)).map((visit) => <VisitCard view={view} visit={visit} />)}
        </section>
      ))}
      {over.length === 0 ? null : <details><summary>{t('dayOver')}</summary>{over.map((visit) => <VisitCard view={view} visit={visit} />)}</details>}
      <p><a href="/nurse/clips">{t('clips')}</a> · <a href="/nurse/incident">{t('incident')}</a> · <a href="/console/account">{t('account')}</a></p>
    </NursePage>
  );
}

/** What changed, and of which time: the nurse has more than one visit. */
function sayNotice({ t, language, zone }: NurseView, { kind, params }: Notice): string {
  const said = t(`notice.${kind}`);
  const at = params['slotFrom'];
  return at ? t('noticeOf', { what: said, time: sayMoment(at, language, zone) }) : said;
}

function OfferCard({ view, offer, formKey }: { view: NurseView; offer: Offer; formKey: string }) {
  const { t, language, zone } = view;
  return (
    <article class="card">
      <strong>{sayDay(offer.from, language, zone)} {saySpan(offer.from, offer.until, language, zone)}</strong>
      <p>{[offer.label, offer.districtName, offer.patient.displayName].filter(Boolean).join(' · ')}</p>
      <p class="quiet">{answerBy(view, offer)}</p>
      <div class="row">
        <ActForm action={`/nurse/offers/${offer.offerId}/accept`} submitKey={`${formKey}-${offer.offerId}`}><button type="submit">{t('accept')}</button></ActForm>
        <a class="button second" href={`/nurse/offers/${offer.offerId}/decline`}>{t('decline')}</a>
      </div>
    </article>
  );
}

/** The time to answer runs by the wall; the visit itself stands on the patient's care clock, which a training hospital moves. */
function answerBy({ t, language, zone }: NurseView, { expiresAt, expiresCare }: Offer): string {
  const [time, care] = [sayMoment(expiresAt, language, zone), sayMoment(expiresCare, language, zone)];
  return time === care ? t('answerBy', { time }) : t('answerByBoth', { time, care });
}

function VisitCard({ view, visit }: { view: NurseView; visit: MyVisit }) {
  const { t, language, zone } = view;
  const facts = isOver(visit) ? [] : [t('route', { n: visit.routeOrder }), visit.addressState === 'not-recorded' ? t('noAddress') : visit.travelMinutes === null ? null : t('travel', { n: visit.travelMinutes })];
  return (
    <a class="card" href={visitPath(visit)}>
      <strong>{saySpan(visit.from, visit.until, language, zone)} · {visit.patient.displayName}</strong>
      <p>{[visit.label, visit.districtName].filter(Boolean).join(' · ')}</p>
      <p class="quiet">{[...facts, isOver(visit) ? sayDay(visit.from, language, zone) : null, t(`status.${visit.status}` as 'status.booked'), visit.twoPeople ? t('twoPeople') : null].filter(Boolean).join(' · ')}</p>
    </a>
  );
}

const reasons = ['far', 'ill', 'double-booked', 'not-qualified', 'unsafe', 'other'] as const;

/** Decline an offer, or give an accepted visit back. */
export function DeclinePage({ view, offerId, formKey }: { view: NurseView; offerId: string; formKey: string }) {
  const { t } = view;
  return (
    <NursePage view={view} title={t('declineTitle')}>
      <ActForm action={`/nurse/offers/${offerId}/decline`} submitKey={formKey}>
        <fieldset>
          <legend>{t('reason')}</legend>
          {reasons.map((reason) => <label class="choice"><input type="radio" name="reason" value={reason} required />{t(`reason.${reason}`)}</label>)}
        </fieldset>
        <label for="note">{t('note')}</label>
        <textarea id="note" name="note" maxlength={300} rows={3} />
        <button type="submit">{t('send')}</button>
      </ActForm>
      <a class="button second" href="/nurse/">{t('back')}</a>
    </NursePage>
  );
}
