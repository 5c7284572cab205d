/** What is the patient's own: records, entitlements, badges, the code for the door. */
import { encode } from 'uqr';
import { sayDate, sayDay, sayMoment } from '../phone/when.js';
import { Pictures, type SentFile } from './CarePages.js';
import { PatientPage, type PatientView } from './shell.js';

export type AnswerRecord = { at: string; title: string; by: 'patient' | 'family' | 'staff'; pairs: { question: string; answer: string }[] };
export type ReadingRecord = { at: string; label: string; value: string; plausible: boolean };

export function RecordsPage({ view, answers, readings, files }: { view: PatientView; answers: AnswerRecord[]; readings: ReadingRecord[]; files: SentFile[] }) {
  const { t, language, zone } = view;
  const none = <p class="card">{t('recordNone')}</p>;
  const by = { patient: '', family: ` · ${t('recordByFamily')}`, staff: ` · ${t('recordByStaff')}` };
  return (
    <PatientPage view={view} title={t('recordsTitle')} back="/p/home">
      <h2>{t('recordReadings')}</h2>
      {readings.length === 0 ? none : (
        <div class="card">
          <table>
            <thead><tr><th scope="col">{t('when')}</th><th scope="col">{t('value')}</th></tr></thead>
            <tbody>{readings.map(({ at, label, value, plausible }) => <tr><td>{sayMoment(at, language, zone)}</td><td>{label} {value}{plausible ? '' : ` (${t('readingDoubted')})`}</td></tr>)}</tbody>
          </table>
        </div>
      )}
      <h2>{t('recordAnswers')}</h2>
      {answers.length === 0 ? none : answers.map(({ at, title, by: who, pairs }) => (
        <details class="card">
          <summary>{title} · {sayMoment(at, language, zone)}{by[who]}</summary>
          <dl class="pairs">{pairs.map(({ question, answer }) => <><dt>{question}</dt><dd>{answer}</dd></>)}</dl>
        </details>
      ))}
      <h2>{t('recordPictures')}</h2>
      {files.length === 0 ? none : <Pictures view={view} files={files} />}
    </PatientPage>
  );
}

export type Units = { service: string; purchased: number; reserved: number; used: number; refunded: number; expired: number; remaining: number; expiresAt: string | null };

export function UnitsPage({ view, packages }: { view: PatientView; packages: { title: string; units: Units[] }[] }) {
  const { t, language, zone } = view;
  return (
    <PatientPage view={view} title={t('unitsTitle')} back="/p/home">
      {packages.every(({ units }) => units.length === 0) ? <p class="card">{t('unitsNone')}</p> : null}
      {packages.filter(({ units }) => units.length > 0).map(({ title, units }) => (
        <section>
          <h2>{title}</h2>
          {units.map(({ service, purchased, reserved, used, refunded, expired, remaining, expiresAt }) => (
            <div class="card">
              <strong>{t('about', { what: service, of: t('unitsLeft', { n: remaining }) })}</strong>
              <dl class="pairs counts">
                {([['unitsBought', purchased], ['unitsReserved', reserved], ['unitsUsed', used], ['unitsRefunded', refunded], ['unitsExpired', expired]] as const).filter(([key, n]) => n > 0 || key === 'unitsBought').map(([key, n]) => <><dt>{t(key)}</dt><dd>{n}</dd></>)}
              </dl>
              {expiresAt ? <p class="quiet">{t('unitsUntil', { when: sayDate(expiresAt, language, zone) })}</p> : null}
            </div>
          ))}
        </section>
      ))}
    </PatientPage>
  );
}

export const BadgesPage = ({ view, badges }: { view: PatientView; badges: { label: string; at: string }[] }) => (
  <PatientPage view={view} title={view.t('badgesTitle')} back="/p/home">
    <p>{view.t('badgesLead')}</p>
    {badges.length === 0 ? <p class="card">{view.t('badgesNone')}</p> : (
      <>
        <p class="good">{view.t('badgesCount', { n: badges.length })}</p>
        <ul class="plain badges">{badges.map(({ label, at }) => <li class="card"><span aria-hidden="true">★</span> {label} <span class="quiet">{sayDay(at, view.language, view.zone)}</span></li>)}</ul>
      </>
    )}
  </PatientPage>
);

/** Dark squares of the QR code as one path: crisp at any size, no script, no picture to load. */
function Qr({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { ecc: 'M', border: 4 });
  const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join('');
  return (
    <svg viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} class="qr" shape-rendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}

export const QrPage = ({ view, token, minutes, code }: { view: PatientView; token: string; /** How long it is good for: the care's own clock has nothing to do with it. */ minutes: number; code: string | null }) => (
  <PatientPage view={view} title={view.t('qrTitle')} back="/p/home">
    <p>{view.t('qrLead')}</p>
    <Qr text={token} label={view.t('qrAlt')} />
    <p>{code ? view.t('qrCode', { code }) : view.t('qrNoCode')}</p>
    <p class="quiet">{view.t('qrUntil', { minutes })}</p>
    <a class="button second" href="/p/qr">{view.t('qrRenew')}</a>
  </PatientPage>
);
