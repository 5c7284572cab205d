/** One visit from the doorstep to its end: what is known, what comes next, and the one button that moves it on. */
import { FileInput } from '../phone/FileInput.js';
import { sayAgo, sayMoment, saySpan, sayDay } from '../phone/when.js';
import { Gaps } from './Gaps.js';
import { isOver, visitPath, type Draft, type MyVisit, type Photo, type RiskItem, type VisitCall, type VisitForm } from './model.js';
import type { Gap } from './record-gaps.js';
import { VisitOver } from './VisitOver.js';
import { ActForm, NursePage, WhoseVisit, WhyInTheirPlace, type NurseView } from './shell.js';

/** `gaps`: what the draft still lacks; `record`: of a visit that is over. */
export type VisitPageData = { visit: MyVisit; draft: Draft | null; gaps: Gap[]; record: { at: string; answers: Draft['answers'] } | null; forms: VisitForm[]; photos: Photo[]; call: VisitCall | null; needsRecord: boolean; /** Bytes. */ largestPhoto: number; formKey: string; /** Wall time, ms: drafts are written by the wall. */ now: number };

export function VisitPage({ view, data }: { view: NurseView; data: VisitPageData }) {
  const { visit } = data;
  const { t, language, zone } = view;
  const over = isOver(visit);
  return (
    <NursePage view={view} title={`${visit.patient.displayName} · ${visit.label}`} islands={['phone-shrink']} at={visit.occurrence}>
      {over ? null : <WhoseVisit view={view} visit={visit} />}
      <dl class="card pairs">
        <dt>{t('time')}</dt>
        <dd>{sayDay(visit.from, language, zone)} {saySpan(visit.from, visit.until, language, zone)}</dd>
        <dt>{t('state')}</dt>
        <dd>{t(`status.${visit.status}` as 'status.booked')}{visit.twoPeople ? ` · ${t('twoPeople')}` : ''}</dd>
        {visit.addressState === 'not-needed' ? null : <><dt>{t('address')}</dt><dd>{visit.address ?? t(`address.${visit.addressState}`)}{visit.address === null ? null : <a class="button second" href={mapOf(visit.address, visit.location)}>{t('navigate')}</a>}</dd></>}
        {visit.phones.length > 0 || visit.familyWithheld ? (
          <>
            <dt>{t('phone')}</dt>
            <dd>
              {visit.phones.map(({ value, owner, relation }) => <a class="button second" href={`tel:${value}`}>{owner === 'patient' ? t('phonePatient') : (relation ?? t('phoneFamily'))} {value}</a>)}
              {visit.familyWithheld ? <p class="quiet">{t('familyWithheld')}</p> : null}
            </dd>
          </>
        ) : null}
        {visit.accessNote ? <><dt>{t('accessNote')}</dt><dd>{visit.accessNote}</dd></> : null}
      </dl>
      {view.training ? <p class="quiet">{t('episodeNow', { time: sayMoment(visit.episodeNow, language, zone) })}</p> : null}
      {over ? <VisitOver view={view} of={data} /> : visit.status === 'checked-in' ? <UnderWay view={view} data={data} /> : <BeforeHand view={view} data={data} />}
      {visit.status === 'booked' || visit.status === 'checked-in' ? <Call view={view} data={data} /> : null}
      <nav aria-label={t('otherwise')}>
        <a class="button second" href={`${visitPath(visit)}/abnormal`}>{t('abnormal')}</a>
        <a class="button second" href={`/nurse/incident?occurrence=${encodeURIComponent(visit.occurrence)}`}>{t('incident')}</a>
        {over ? null : <a class="button second" href={`${visitPath(visit)}/miss`}>{t('notDone')}</a>}
      </nav>
    </NursePage>
  );
}

/** The patient's page shows the way in as soon as the call is arranged. */
function Call({ view: { t, language, zone }, data: { visit, call, formKey } }: { view: NurseView; data: VisitPageData }) {
  return (
    <section class="card">
      <h2>{t('call')}</h2>
      <p class="quiet">{t('callHint')}</p>
      {call === null ? (
        <ActForm action={`${visitPath(visit)}/call`} submitKey={`${formKey}-call`}><button class="second" type="submit">{t('callStart')}</button></ActForm>
      ) : call.open ? (
        <a class="button" href={call.joinUrl} target="_blank" rel="noreferrer">{t('callJoin')}</a>
      ) : (
        <p>{t('callFrom', { time: sayMoment(call.joinFrom, language, zone) })}</p>
      )}
    </section>
  );
}

function BeforeHand({ view, data: { visit, formKey } }: { view: NurseView; data: VisitPageData }) {
  const { t } = view;
  return (
    <>
      <section class="card">
        <h2>{t('before')}</h2>
        {visit.risk ? <p>{t('riskDone', { level: t(`risk.${visit.risk.level}` as 'risk.low') })}</p> : null}
        <a class="button second" href={`${visitPath(visit)}/risk`}>{t('risk')}</a>
        <Materials view={view} visit={visit} open />
      </section>
      <section class="card">
        <p class="quiet">{t('checkInHint')}</p>
        <ActForm action={`${visitPath(visit)}/check-in`} submitKey={formKey}>
          {visit.assignment.yours ? <Location /> : null}
          <WhyInTheirPlace view={view} visit={visit} id="check-in" />
          <button type="submit">{t('checkIn')}</button>
        </ActForm>
      </section>
    </>
  );
}

function UnderWay({ view, data: { visit, draft, gaps, photos, needsRecord, largestPhoto, formKey, now } }: { view: NurseView; data: VisitPageData }) {
  const { t, language } = view;
  const missing = [needsRecord && (draft === null || gaps.length > 0) ? t('record') : null, visit.redemption === null ? t('redeem') : null].filter((what) => what !== null);
  return (
    <>
      <section class="card">
        <h2>{t('sop')}</h2>
        <ol>{visit.sop.map((step, i) => <li><label class="choice"><input type="checkbox" data-keep={`${visit.occurrence}/sop/${i}`} />{step}</label></li>)}</ol>
        <Materials view={view} visit={visit} />
      </section>
      {needsRecord ? (
        <section class="card">
          <h2>{t('record')}</h2>
          {draft ? <p class="quiet">{t('recordSaved', { ago: sayAgo(now - Date.parse(draft.writtenAt), language) })}</p> : null}
          {draft === null ? null : gaps.length === 0 ? <p class="good">{t('recordComplete')}</p> : <Gaps view={view} visit={visit} gaps={gaps} />}
          <a class="button" href={`${visitPath(visit)}/record`}>{t('recordOpen')}</a>
        </section>
      ) : null}
      <section class="card">
        <h2>{t('photos')}</h2>
        {visit.photosAgreed ? <p class="quiet" id="photo-hint">{t('photoHint')}</p> : <p>{t('photoNoConsent')}</p>}
        {visit.photosAgreed || photos.length > 0 ? <p>{t('photosCount', { n: photos.length })}</p> : null}
        <div class="row">{photos.map(({ id }) => <img src={`/files/${id}/thumb`} alt={t('photos')} width={96} height={96} />)}</div>
        {visit.photosAgreed ? (
          <ActForm action={`${visitPath(visit)}/upload`} submitKey={formKey} upload>
            <label for="photo">{t('choosePhoto')}</label>
            <FileInput id="photo" kind="photo" most={largestPhoto} words={{ preview: t('photoChosen'), tooLarge: t('photoTooLarge', { mb: largestPhoto / 1024 / 1024 }) }} describedBy="photo-hint" />
            <button class="second" type="submit">{t('upload')}</button>
          </ActForm>
        ) : null}
      </section>
      <section class="card">
        <h2>{t('redeem')}</h2>
        {visit.redemption ? <p class="good">{t('redeemed', { how: t(`how.${visit.redemption.how}` as 'how.scan') })}</p> : <a class="button" href={`${visitPath(visit)}/redeem`}>{t('redeem')}</a>}
      </section>
      <section class="card">
        {missing.length > 0 ? <p class="quiet">{t('completeMissing', { what: missing.join(t('listComma')) })}</p> : null}
        <ActForm action={`${visitPath(visit)}/complete`} submitKey={`${formKey}-complete`}>
          <WhyInTheirPlace view={view} visit={visit} id="complete" />
          <button type="submit" disabled={missing.length > 0}>{t('complete')}</button>
        </ActForm>
      </section>
    </>
  );
}

/** GPS under a roof takes some seconds. ms, C. */
const waitAtTheDoor = 5_000;
/** Filled in by an island when the person allows it; without it the check-in counts all the same. */
const Location = () => (
  <>
    <input type="hidden" name="lat" data-location="lat" data-wait={waitAtTheDoor} />
    <input type="hidden" name="lng" data-location="lng" />
    <input type="hidden" name="accuracy" data-location="accuracy" />
  </>
);

/** What the phone's map opens: the recorded point, else the address as it is written. */
const mapOf = (address: string, location: MyVisit['location']): string => (location ? `geo:${location.lat},${location.lng}?q=${location.lat},${location.lng}` : `geo:0,0?q=${encodeURIComponent(address)}`);

const Materials = ({ view: { t }, visit, open = false }: { view: NurseView; visit: MyVisit; open?: boolean }) =>
  visit.materials.length === 0 ? null : (
    <details open={open}>
      <summary>{t('materials')}</summary>
      <ul class="plain">{visit.materials.map((one, i) => <li><label class="choice"><input type="checkbox" data-keep={`${visit.occurrence}/material/${i}`} />{one}</label></li>)}</ul>
    </details>
  );

export function RiskPage({ view, visit, items, formKey }: { view: NurseView; visit: MyVisit; items: RiskItem[]; formKey: string }) {
  const { t, language } = view;
  return (
    <NursePage view={view} title={t('risk')} at={visit.occurrence}>
      <p>{t('riskIntro')}</p>
      <ActForm action={`${visitPath(visit)}/risk`} submitKey={formKey}>
        {items.map((item) => (
          <fieldset>
            <legend>{language === 'en' ? item.en : item.zh}</legend>
            <div class="row">{(['yes', 'no'] as const).map((value) => <label class="choice"><input type="radio" name={`risk.${item.id}`} value={value} required />{t(value)}</label>)}</div>
          </fieldset>
        ))}
        <button type="submit">{t('send')}</button>
      </ActForm>
      <a class="button second" href={visitPath(visit)}>{t('back')}</a>
    </NursePage>
  );
}

const missed = ['no-show', 'staff', 'unsafe-home'] as const;
export function MissPage({ view, visit, formKey }: { view: NurseView; visit: MyVisit; formKey: string }) {
  const { t } = view;
  return (
    <NursePage view={view} title={t('notDone')} at={visit.occurrence}>
      <WhoseVisit view={view} visit={visit} />
      <ActForm action={`${visitPath(visit)}/miss`} submitKey={formKey}>
        <fieldset>
          <legend>{t('reason')}</legend>
          {missed.map((reason) => <label class="choice"><input type="radio" name="reason" value={reason} required />{t(`miss.${reason}`)}</label>)}
        </fieldset>
        <WhyInTheirPlace view={view} visit={visit} id="miss" />
        <button class="danger" type="submit">{t('send')}</button>
      </ActForm>
      <a class="button second" href={visitPath(visit)}>{t('back')}</a>
    </NursePage>
  );
}

const levels = ['red', 'orange', 'yellow'] as const;
export function AbnormalPage({ view, visit, formKey }: { view: NurseView; visit: MyVisit; formKey: string }) {
  const { t } = view;
  return (
    <NursePage view={view} title={t('abnormal')} at={visit.occurrence}>
      <p>{t('abnormalIntro')}</p>
      <ActForm action={`${visitPath(visit)}/abnormal`} submitKey={formKey}>
        <fieldset>
          <legend>{t('level')}</legend>
          {levels.map((level) => <label class="choice"><input type="radio" name="level" value={level} required />{t(`level.${level}`)}</label>)}
        </fieldset>
        <label for="what">{t('whatFound')}</label>
        <textarea id="what" name="what" rows={4} maxlength={1000} required />
        <button class="danger" type="submit">{t('send')}</button>
      </ActForm>
      <a class="button second" href={visitPath(visit)}>{t('back')}</a>
    </NursePage>
  );
}
