/** Consents, contacts, days away, quiet hours. */
import { Form, PatientPage, type PatientView } from './shell.js';

export const consentNames = ['sms', 'photos', 'family', 'familyDoctor'] as const;
export type ConsentName = (typeof consentNames)[number];
const saying = { sms: ['consentSms', 'withdrawSms', 'allowsSms'], photos: ['consentPhotos', 'withdrawPhotos', 'allowsPhotos'], family: ['consentFamily', 'withdrawFamily', 'allowsFamily'], familyDoctor: ['consentFamilyDoctor', 'withdrawFamilyDoctor', 'allowsFamilyDoctor'] } as const;

export const ConsentsPage = ({ view, consents }: { view: PatientView; consents: Readonly<Record<ConsentName, boolean>> }) => (
  <PatientPage view={view} title={view.t('consentsTitle')} back="/p/home">
    <ul class="plain">
      {consentNames.map((name) => (
        <li class="card">
          <p><strong>{view.t(saying[name][0])}</strong></p>
          <p>{view.t(saying[name][2])}</p>
          <p class={consents[name] ? 'good' : 'quiet'}>{view.t(consents[name] ? 'agreed' : 'notAgreed')}</p>
          {consents[name] ? <a class="button second" href={`/p/consents/${name}`} aria-label={view.t('about', { what: view.t('withdraw'), of: view.t(saying[name][0]) })}>{view.t('withdraw')}</a> : null}
        </li>
      ))}
    </ul>
    <p class="quiet">{view.t('giveAgain')}</p>
  </PatientPage>
);

export const WithdrawPage = ({ view, name }: { view: PatientView; name: ConsentName }) => (
  <PatientPage view={view} title={view.t('about', { what: view.t('withdraw'), of: view.t(saying[name][0]) })} back="/p/consents">
    <p class="card warn">{view.t('withdrawAsk', { what: view.t(saying[name][1]) })}</p>
    <Form view={view} action={`/p/consents/${name}`}><button type="submit" class="danger">{view.t('withdrawYes')}</button></Form>
  </PatientPage>
);

export type ContactCard = { owner: 'patient' | 'family'; relation: string | null; kind: 'mobile' | 'landline' | 'wechat' | 'email'; masked: string; quarantined: boolean };

export function ContactsPage({ view, contacts }: { view: PatientView; contacts: ContactCard[] }) {
  const { t } = view;
  const kinds = { mobile: t('kindMobile'), landline: t('kindLandline'), wechat: t('kindWechat'), email: t('kindEmail') };
  return (
    <PatientPage view={view} title={t('contactsTitle')} back="/p/home">
      <p>{t('contactsLead')}</p>
      <ol class="plain">
        {contacts.map(({ owner, relation, kind, masked, quarantined }) => (
          <li class="card">
            <strong>{owner === 'patient' ? t('contactMe') : (relation ?? t('contactFamily'))}</strong>
            <p>{kinds[kind]} {masked}</p>
            {quarantined ? <p class="error">{t('contactBad')}</p> : null}
          </li>
        ))}
      </ol>
      <a class="button second" href="/p/ask">{t('contactAsk')}</a>
    </PatientPage>
  );
}

type WishesProps = { view: PatientView; away: { from: string; until: string }[]; quiet: { from: string; until: string } | null; evenings: string[]; mornings: string[]; plan: { from: string; to: string } };

export function WishesPage({ view, away, quiet, evenings, mornings, plan }: WishesProps) {
  const { t } = view;
  const choose = (name: string, label: string, times: string[], usual: string, chosen: string | null) => (
    <>
      <label for={name}>{label}</label>
      <select id={name} name={name}>
        <option value="" selected={chosen === null}>{t('quietUsual')} ({usual})</option>
        {times.map((time) => <option value={time} selected={time === chosen}>{time}</option>)}
      </select>
    </>
  );
  return (
    <PatientPage view={view} title={t('wishesTitle')} back="/p/home">
      <h2>{t('awayTitle')}</h2>
      {away.length === 0 ? <p class="card">{t('awayNone')}</p> : away.map(({ from, until }) => (
        <Form view={{ ...view, key: `${view.key}-${from}` }} action="/p/wishes/away/remove">
          <input type="hidden" name="from" value={from} /><input type="hidden" name="until" value={until} />
          <button type="submit" class="second">{t('awayRemove', { from, until })}</button>
        </Form>
      ))}
      <Form view={view} action="/p/wishes/away">
        <label for="from">{t('awayFrom')}</label>
        <input id="from" name="from" type="date" />
        <label for="until">{t('awayUntil')}</label>
        <input id="until" name="until" type="date" />
        <button type="submit">{t('awayAdd')}</button>
      </Form>
      <h2>{t('quietTitle')}</h2>
      <p>{t('quietLead')}</p>
      <Form view={view} action="/p/wishes/quiet">
        {choose('quiet-from', t('quietFrom'), evenings, plan.from, quiet?.from ?? null)}
        {choose('quiet-until', t('quietUntil'), mornings, plan.to, quiet?.until ?? null)}
        <button type="submit">{t('save')}</button>
      </Form>
    </PatientPage>
  );
}
