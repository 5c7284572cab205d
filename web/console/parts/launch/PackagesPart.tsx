/** What to launch: recommended ones first with their reasons, then whatever else is on offer, and for the rest why not. Nothing is chosen by itself but what was recommended and is offered. */
import { Alert, Checkbox, TextInput, Title } from '@mantine/core';
import type { PackageOffer } from '../../../../db/read-models/offer-list.js';
import type { Recommendation, Recommended } from '../../../../pathways/recommend/recommend.js';
import { useLanguage, useText } from '../../language.js';
import { useMe } from '../../session.js';
import { questionTexts } from '../../texts/assessment.js';
import { launchTexts } from '../../texts/launch.js';
import { Badge, Group, Stack, Text } from '../light/light.js';
import { fieldId } from './complaint.js';
import { personalTexts } from '../../texts/personal.js';
import { PersonalFields } from '../personal/PersonalFields.js';
import type { Written } from '../personal/written.js';
import { sourceMark } from '../../../../pathways/recommend/say.js';
import { Part } from './Part.js';

export type Chosen = Readonly<Record<string, boolean>>;
/** package -> anchor -> date. */
export type AnchorDays = Readonly<Record<string, string>>;

type Props = { offers: readonly PackageOffer[]; advice: Recommendation; chosen: Chosen; choose: (packageId: string, on: boolean) => void; days: AnchorDays; setDay: (anchor: string, day: string) => void; problem: (field: string) => string | null; /** By package. */ personal: Readonly<Record<string, Written>>; setPersonal: (packageId: string, name: string, text: string) => void };

const word = (phrase: { zh: string | null; en: string | null }, english: boolean): string => (english ? phrase.en : phrase.zh) ?? '';

export function PackagesPart({ offers, advice, chosen, choose, days, setDay, problem, personal, setPersonal }: Props) {
  const t = useText(launchTexts);
  const ask = useText(questionTexts);
  const { language } = useLanguage();
  const english = language === 'en';
  const advised = new Map(advice.recommended.map((one) => [one.packageId, one]));
  const ours = offers.filter(({ packageId }) => advised.has(packageId)).sort((a, b) => order(advice, a) - order(advice, b));
  const others = offers.filter(({ packageId }) => !advised.has(packageId));
  const elsewhere = advice.recommended.filter(({ packageId }) => !offers.some((offer) => offer.packageId === packageId));
  const line = (offer: PackageOffer) => <Offer key={offer.packageId} offer={offer} advice={advised.get(offer.packageId)} chosen={chosen[offer.packageId] ?? false} choose={choose} days={days} setDay={setDay} problem={problem} personal={personal} setPersonal={setPersonal} />;
  return (
    <Part n={3}>
      <Stack gap="sm">
        {advice.noPaidPackage ? <Alert color="teal.9" variant="outline" title={t('noPaid')}>{advice.noPaidPackage.map((reason) => `${word(reason, english)} ${sourceMark(reason.source)}`).join(english ? '; ' : '；')}</Alert> : null}
        {advice.extraContacts ? <Alert color="orange" variant="outline">{t('extraContacts', { days: advice.extraContacts.days.join(english ? ' and ' : '、') })}</Alert> : null}
        {ours.length > 0 ? <div><Title order={3} size="h5">{t('recommended')}</Title><ul className="rows">{ours.map(line)}</ul></div> : null}
        {others.length > 0 ? <div><Title order={3} size="h5">{t('otherOffers')}</Title><ul className="rows">{others.map(line)}</ul></div> : null}
        {elsewhere.length > 0 ? (
          <div>
            <Title order={3} size="h5">{t('notOffered')}</Title>
            <ul className="plain">{elsewhere.map((one) => <li key={one.packageId}>{word(one.title, english)}{english ? ': ' : '：'}<Reasons of={one} /></li>)}</ul>
          </div>
        ) : null}
        {advice.undecided.length > 0 ? (
          <details>
            <summary>{`${t('undecided')} (${advice.undecided.length})`}</summary>
            <ul className="plain">{advice.undecided.map((one) => <li key={one.packageId}>{word(one.title, english)}{english ? ': ' : '：'}{t('open', { what: one.missing.map((id) => ask(id)).join(english ? ', ' : '、') })}</li>)}</ul>
          </details>
        ) : null}
        <details>
          <summary>{`${t('notRecommended')} (${advice.notRecommended.length})`}</summary>
          <ul className="plain">{advice.notRecommended.map((one) => <li key={one.packageId}>{word(one.title, english)}{english ? ': ' : '：'}<Reasons of={one} /></li>)}</ul>
        </details>
        {advice.onRequest && advice.onRequest.length > 0 ? (
          <details>
            <summary>{`${t('onRequest')} (${advice.onRequest.length})`}</summary>
            <ul className="plain">{advice.onRequest.map((one) => <li key={one.packageId}>{word(one.title, english)}{english ? ': ' : '：'}<Reasons of={one} /></li>)}</ul>
          </details>
        ) : null}
      </Stack>
    </Part>
  );
}

const order = ({ recommended }: Recommendation, { packageId }: PackageOffer): number => recommended.findIndex((one) => one.packageId === packageId);

function Reasons({ of }: { of: Recommended }) {
  const { language } = useLanguage();
  return <>{of.reasons.map((reason, index) => <span key={reason.en}>{index === 0 ? '' : language === 'en' ? '; ' : '；'}{word(reason, language === 'en')} <span className="mark-of">{sourceMark(reason.source)}</span></span>)}</>;
}

type OfferProps = Pick<Props, 'choose' | 'days' | 'setDay' | 'problem' | 'personal' | 'setPersonal'> & { offer: PackageOffer; advice: Recommended | undefined; chosen: boolean };

function Offer({ offer, advice, chosen, choose, days, setDay, problem, personal, setPersonal }: OfferProps) {
  const t = useText(launchTexts);
  const { language } = useLanguage();
  const { hospital } = useMe();
  const english = language === 'en';
  const title = word(offer.title, english) || offer.packageId;
  const n = useText(personalTexts);
  const blocked = hospital.kind === 'real' && !offer.signed;
  return (
    <li className="row">
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <Checkbox label={<Text span fw={600}>{title}</Text>} description={word(offer.summary, english)} checked={chosen} disabled={offer.episodeId !== null || blocked} onChange={({ currentTarget }) => choose(offer.packageId, currentTarget.checked)} />
        <Group gap={6} justify="flex-end" maw={320}>
          {offer.episodeId === null ? null : <Badge color="teal.9" variant="outline">{t('running')}</Badge>}
          {offer.signed ? null : <Badge color="#7a3600" variant="outline">{t('unsigned')}</Badge>}
          <Text size="sm" className="numbers">{price(offer, t)}</Text>
          <Text size="sm" c="gray.8">{t('version', { n: offer.version })}</Text>
        </Group>
      </Group>
      {advice ? <Text size="sm" ml={32} mt={4}><Reasons of={advice} /></Text> : null}
      {chosen && offer.anchors.length > 0 ? (
        <Group ml={32} mt="xs">{offer.anchors.map((anchor) => <TextInput key={anchor} id={fieldId(`day-${anchor}-${offer.packageId}`)} type="date" withAsterisk label={t(anchor as 'surgery')} error={problem(`day-${anchor}-${offer.packageId}`)} value={days[anchor] ?? ''} onChange={({ currentTarget }) => setDay(anchor, currentTarget.value)} />)}</Group>
      ) : null}
      {chosen && offer.personal.length > 0 ? (
        <fieldset className="question">
          <legend>{n('numbersOf')}</legend>
          <PersonalFields questions={offer.personal.map((one) => ({ ...one, label: word(one.label, english) || one.name }))} written={personal[offer.packageId] ?? {}} write={(name, text) => setPersonal(offer.packageId, name, text)}
            idOf={(name) => fieldId(`number-${name}-${offer.packageId}`)} problem={(name) => problem(`number-${name}-${offer.packageId}`)} />
        </fieldset>
      ) : null}
    </li>
  );
}

function price({ amount, funding, examplePrice }: PackageOffer, t: (key: 'free' | 'noPrice' | 'selfPay' | 'insured' | 'examplePrice') => string): string {
  if (amount === null) return t('noPrice');
  if (Number(amount) === 0) return t('free');
  return [`¥${amount}`, t(funding === 'insured' ? 'insured' : 'selfPay'), ...(examplePrice ? [t('examplePrice')] : [])].join(' · ');
}
