/** The sheet itself: large type, plain words, black on white, one page where it fits. */
import { renderSVG } from 'uqr';
import type { PlanItem, PrintedPlan } from '../../../../db/read-models/printed-plan.js';
import { speaker, type Language } from '../../../text.js';
import type { PersonalLink } from '../../pages/PlanPage.js';
import { planTexts } from '../../texts/plan.js';
import { sayClock, sayDay } from '../../when.js';
import { fullName } from '../person.js';

type Props = { plan: PrintedPlan; language: Language; link: PersonalLink | null; training: boolean };

export function PlanSheet({ plan, language, link, training }: Props) {
  const t = speaker(planTexts, language);
  const { hospital, patient, packages } = plan;
  return (
    <article className="sheet" lang={language}>
      {training ? <p className="sheet-mark">{t('training')}</p> : null}
      <header>
        <div>
          <h2>{t('heading')}</h2>
          <p className="sheet-name">{t('for', { name: fullName(patient) })}</p>
          <p>{packages.map(({ title }) => title).join(' · ')}</p>
          <p>{t('from', { hospital: hospital.name, phone: hospital.phone })}</p>
        </div>
        {link?.url ? <Way url={link.url} code={link.code} entry={hospital.entry} t={t} /> : null}
      </header>
      <section className="sheet-warn"><h3>{t('emergency')}</h3><p>{t('emergencyList')}</p></section>
      <section className="sheet-warn"><h3>{`${t('callUs')} ${hospital.phone}`}</h3><p>{plan.fever === null ? t('callUsListNoFever') : t('callUsList', { fever: plan.fever })}</p></section>
      <section>
        <h3>{t('upcoming')}</h3>
        {plan.items.length === 0 ? <p>{t('nothing')}</p> : <Upcoming plan={plan} language={language} t={t} />}
      </section>
    </article>
  );
}

type Say = ReturnType<typeof speaker<typeof planTexts>>;

function Way({ url, code, entry, t }: { url: string; code: string | null; entry: string; t: Say }) {
  const svg = `data:image/svg+xml,${encodeURIComponent(renderSVG(url, { ecc: 'M', border: 2 }))}`;
  return (
    <figure className="sheet-qr">
      <img src={svg} alt={t('scan')} width={168} height={168} />
      <figcaption>{t('scan')}<br />{code === null ? null : <>{t('code', { entry, code })}<br /></>}{t('factor')}</figcaption>
    </figure>
  );
}

/** What comes more often than this is one line. */
const mostLines = 6;

function Upcoming({ plan, language, t }: { plan: PrintedPlan; language: Language; t: Say }) {
  const day = (at: string): string => sayDay(at, language, plan.zone);
  const [single, daily] = split(plan.items);
  return (
    <>
      <table>
        <thead><tr>{(['day', 'time', 'whatHappens', 'service'] as const).map((key) => <th key={key} scope="col">{t(key)}</th>)}</tr></thead>
        <tbody>
          {single.map((item) => (
            <tr key={`${item.at} ${item.label} ${item.package}`}>
              <td>{day(item.at)}</td><td>{item.slotFrom === null ? sayClock(item.at, language, plan.zone) : t('agreed', { from: sayClock(item.slotFrom, language, plan.zone) })}</td>
              <td>{kindWord(item.kind, t)}: {item.label}</td><td>{item.package}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {daily.length > 0 ? <ul>{daily.map((same) => <li key={`${same[0]?.label} ${same[0]?.package}`}>{t('daily', { label: `${kindWord(same[0]?.kind ?? '', t)}: ${same[0]?.label ?? ''}`, n: same.length, from: day(same[0]?.at ?? ''), until: day(same.at(-1)?.at ?? '') })}</li>)}</ul> : null}
    </>
  );
}

const kindWord = (kind: string, t: Say): string => (kind === 'visit' || kind === 'form' || kind === 'call' || kind === 'reading' ? t(kind) : kind);

function split(items: readonly PlanItem[]): [single: PlanItem[], daily: PlanItem[][]] {
  const by = new Map<string, PlanItem[]>();
  for (const item of items) by.set(`${item.kind} ${item.label} ${item.package}`, [...(by.get(`${item.kind} ${item.label} ${item.package}`) ?? []), item]);
  const groups = [...by.values()];
  return [groups.filter((same) => same.length <= mostLines).flat().sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)), groups.filter((same) => same.length > mostLines)];
}
