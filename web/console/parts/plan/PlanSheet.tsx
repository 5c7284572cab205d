/** The sheet itself: large type, plain words, black on white, one page where it fits. */
import { renderSVG } from 'uqr';
import type { PrintedPlan } from '../../../../db/read-models/printed-plan.js';
import { speaker, type Language } from '../../../text.js';
import type { PersonalLink } from '../../pages/PlanPage.js';
import { planTexts } from '../../texts/plan.js';
import { sayClock, sayDay } from '../../when.js';
import { fullName } from '../person.js';
import { planLines, type PlanLine } from './plan-lines.js';

type Props = { plan: PrintedPlan; language: Language; link: PersonalLink | null; training: boolean };

export function PlanSheet({ plan, language, link, training }: Props) {
  const t = speaker(planTexts, language);
  const { hospital, patient, packages } = plan;
  const phone = hospital.phone.replaceAll('-', '\u2011'); // never broken over two lines
  return (
    <article className="sheet" lang={language}>
      {training ? <p className="sheet-mark">{t('training')}</p> : null}
      <header>
        <div>
          <h2>{t('heading')}</h2>
          <p className="sheet-name">{t('for', { name: fullName(patient) })}</p>
          <p>{packages.map(({ title }) => title).join(' · ')}</p>
          <p>{t('from', { hospital: hospital.name, phone })}</p>
        </div>
        {link?.url ? <Way url={link.url} code={link.code} entry={hospital.entry} t={t} /> : null}
      </header>
      <section className="sheet-warn"><h3>{t('emergency')}</h3><p>{t('emergencyList')}</p></section>
      <section className="sheet-warn"><h3>{`${t('callUs')} ${phone}`}</h3><p>{plan.fever === null ? t('callUsListNoFever') : t('callUsList', { fever: plan.fever })}</p></section>
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

function Upcoming({ plan, language, t }: { plan: PrintedPlan; language: Language; t: Say }) {
  const day = (at: string): string => sayDay(at, language, plan.zone);
  const { single, often } = planLines(plan.items);
  const join = language === 'en' ? ', ' : '、';
  return (
    <>
      <table>
        <thead><tr>{(['day', 'time', 'whatHappens', 'service'] as const).map((key) => <th key={key} scope="col">{t(key)}</th>)}</tr></thead>
        <tbody>
          {single.map((line) => (
            <tr key={`${line.at} ${line.kind} ${line.label} ${line.packages.join()}`}>
              <td>{day(line.at)}</td><td>{timeOf(line, language, plan.zone, t)}</td><td>{whatOf(line, t)}</td><td>{line.packages.join(join)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {often.length > 0 ? <ul>{often.map((line) => <li key={`${line.kind} ${line.label} ${line.packages.join()}`}>{t('daily', { label: whatOf(line, t), n: line.times, from: day(line.at), until: day(line.until) })}</li>)}</ul> : null}
    </>
  );
}

/** A visit that nobody has booked has no hour yet: a printed one would be waited for. */
function timeOf({ kind, at, slotFrom }: PlanLine, language: Language, zone: string, t: Say): string {
  if (slotFrom !== null) return t('agreed', { from: sayClock(slotFrom, language, zone) });
  return kind === 'visit' ? t('toAgree') : sayClock(at, language, zone);
}

/** A call is a call: its label would say so twice. */
const whatOf = ({ kind, label }: PlanLine, t: Say): string =>
  kind === 'call' ? t('call') : kind === 'visit' || kind === 'form' || kind === 'reading' ? `${t(kind)}: ${label}` : `${kind}: ${label}`;
