/** Holds what is being decided on the launch page; the parts show it. Alt and a number jumps to a part, Ctrl+Enter launches. */
import { Title } from '@mantine/core';
import { useMemo, useRef, useState } from 'react';
import type { ConsentText } from '../../../../db/people/consents.js';
import type { AssessmentDraft } from '../../../../db/people/assessments.js';
import type { ConsentRow } from '../../../../db/read-models/consent-list.js';
import type { DischargeRow } from '../../../../db/read-models/discharge-list.js';
import type { OrderRow } from '../../../../db/read-models/order-list.js';
import type { PackageOffer } from '../../../../db/read-models/offer-list.js';
import type { PatientRow } from '../../../../db/read-models/patient-list.js';
import type { HomePlace } from '../../../../db/visits/places.js';
import { recommend } from '../../../../pathways/recommend/recommend.js';
import type { AssessmentAnswers } from '../../../../pathways/recommend/questions.js';
import { useLanguage, useText } from '../../language.js';
import { readAgain } from '../../live.js';
import { useMay, useMe } from '../../session.js';
import { launchTexts } from '../../texts/launch.js';
import { clinicalOf } from '../discharges/clinical.js';
import { Anchor, Group, Text } from '../light/light.js';
import { fullName } from '../person.js';
import { acceptable, AssessmentPart } from './AssessmentPart.js';
import { ConsentsPart, noConsents, type ConsentForm } from './ConsentsPart.js';
import { ContactsPart } from './ContactsPart.js';
import { fieldId, firstComplaint, type Complaint } from './complaint.js';
import { amountDue, isSelfPay, yuan } from './due.js';
import { useLaunchKeys } from './launch-keys.js';
import { useLeaveGuard } from '../leave-guard.js';
import { LaunchBar } from './LaunchBar.js';
import { launchAll, type Keys, type Launched, type Payment } from './launching.js';
import { LaunchResult } from './LaunchResult.js';
import { PackagesPart } from './PackagesPart.js';
import { valuesIn, type Written } from '../personal/written.js';
import { focusPart, partNumbers } from './Part.js';
import { PatientPart } from './PatientPart.js';
import { PaymentPart } from './PaymentPart.js';
import { PlaceFields, placeOf, type PlaceForm } from './PlaceFields.js';
import { PreviewPart } from './PreviewPart.js';

type Props = {
  discharge: DischargeRow; patient: PatientRow; draft: AssessmentDraft; offers: readonly PackageOffer[]; texts: readonly ConsentText[]; records: readonly ConsentRow[]; orders: readonly OrderRow[]; requiresPayment: boolean;
  /** Where the patient lives, as recorded; null: nothing is. */
  home: HomePlace | null;
  /** Packages of this patient that run already, from whichever discharge. */
  running: readonly string[];
};

/** The last assessment as it was given; without one, what the discharge says. */
const firstAnswers = ({ prefill, last }: AssessmentDraft): AssessmentAnswers =>
  last ? last.answers : Object.fromEntries(Object.entries(prefill).map(([id, { value }]) => [id, value]));

export function LaunchForm({ discharge, patient, draft, offers, texts, records, orders, requiresPayment, home, running }: Props) {
  const t = useText(launchTexts);
  const { language } = useLanguage();
  const { hospital } = useMe();
  const mayLaunch = useMay('episode:launch');
  const [answers, answer] = useState(() => firstAnswers(draft));
  const [choices, choose] = useState<Readonly<Record<string, boolean>>>({});
  const [days, setDays] = useState<Readonly<Record<string, string>>>(() => { const { surgeryOn } = clinicalOf(discharge.clinical); return surgeryOn === null ? {} : { surgery: surgeryOn }; });
  const [personal, setPersonal] = useState<Readonly<Record<string, Written>>>({});
  const [consents, setConsents] = useState<ConsentForm>(noConsents);
  const [place, setPlace] = useState<PlaceForm>(() => placeOf(home));
  const [payment, pay] = useState<Payment>(null);
  const [byHand, setByHand] = useState(true);
  const [results, setResults] = useState<Launched[] | null>(null);
  const [complaint, complain] = useState<Complaint | null>(null);
  const [failure, fail] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const underWay = useRef(false);
  const keys = useRef<Keys>(new Map());

  const advice = useMemo(() => recommend(acceptable(answers), draft.offered), [answers, draft.offered]);
  const wanted = (packageId: string): boolean => choices[packageId] ?? advice.recommended.some((one) => one.packageId === packageId && one.offered);
  const chosen = offers.filter(({ packageId, episodeId, signed }) => episodeId === null && (hospital.kind === 'training' || signed) && wanted(packageId));
  const titleOf = (packageId: string): string => { const said = offers.find((one) => one.packageId === packageId)?.title; return (language === 'en' ? said?.en : said?.zh) ?? packageId; };
  const smsOnRecord = patient.consents['sms'] ?? false;
  const due = chosen.reduce((sum, offer) => sum + amountDue(offer, orders), 0);
  const problem = (field: string): string | null => (complaint?.field === field ? t(complaint.key) : null);

  const launch = async (): Promise<void> => {
    if (underWay.current || !mayLaunch) return;
    const found = firstComplaint({ chosen, days, personal, consents, smsOnRecord, place, payment, orders, requiresPayment });
    complain(found);
    fail(null);
    if (found !== null) return found.field === 'packages' ? focusPart(3) : document.getElementById(fieldId(found.field))?.focus();
    underWay.current = true;
    setBusy(true);
    try {
      const before = Object.fromEntries(chosen.map(({ packageId }) => [packageId, discharge.episodes.filter((one) => one.packageId === packageId).length]));
      const done = await launchAll({
        dischargeId: discharge.dischargeId, patientId: patient.patientId, answers: acceptable(answers), consents, place, textVersions: Object.fromEntries(texts.map(({ kind, version }) => [kind, version])),
        packages: chosen, before, days, personal, payment, pace: hospital.kind === 'training' && running.length === 0 && byHand ? 1 : null,
      }, keys.current);
      setResults(done);
      if (done.every(({ outcome }) => outcome !== 'failed')) setConsents(noConsents);
      void readAgain();
    } catch (error) {
      fail(error instanceof Error ? error.message : String(error));
    } finally {
      underWay.current = false;
      setBusy(false);
    }
  };
  useLaunchKeys(() => void launch());
  const filled = JSON.stringify([answers, choices, days, personal, place, payment]);
  const [untouched] = useState(filled);
  useLeaveGuard(busy || (results === null && (consents !== noConsents || filled !== untouched)), t('leaveSure'));

  return (
    <>
      <Group justify="space-between">
        <Title order={1}>{`${t('title')}: ${fullName(patient)}`}</Title>
        <Text size="sm" c="gray.8">{t('keys')}</Text>
      </Group>
      {results === null ? null : <LaunchResult results={results} patientId={patient.patientId} titleOf={titleOf} />}
      <nav aria-label={t('parts')}><Group gap="md">{partNumbers.map((n) => <Anchor key={n} href={`#part-${n}`} onClick={(event) => { event.preventDefault(); focusPart(n); }}>{`${n} ${t(`part${n}`)}`}</Anchor>)}</Group></nav>
      <PatientPart discharge={discharge} patient={patient} />
      <AssessmentPart draft={draft} answers={answers} change={answer} />
      <PackagesPart offers={offers} advice={advice} chosen={Object.fromEntries(offers.map(({ packageId }) => [packageId, wanted(packageId)]))} choose={(packageId, on) => choose((before) => ({ ...before, [packageId]: on }))} days={days} setDay={(anchor, day) => setDays((before) => ({ ...before, [anchor]: day }))}
        personal={personal} setPersonal={(packageId, name, text) => setPersonal((before) => ({ ...before, [packageId]: { ...before[packageId], [name]: text } }))} problem={problem} />
      <ConsentsPart texts={texts} records={records} form={consents} change={setConsents} selfPay={chosen.filter(isSelfPay).map(({ packageId, amount }) => `${titleOf(packageId)} ¥${amount}`)} problem={problem} />
      <ContactsPart patient={patient} consents={{ ...patient.consents, ...(consents.agreed.family ? { family: true } : {}) }}><PlaceFields place={place} change={setPlace} problem={problem} needed={chosen.some(({ atHome }) => atHome)} /></ContactsPart>
      <PaymentPart offers={chosen} orders={orders} payment={payment} change={pay} required={requiresPayment} problem={problem} byHand={byHand} setByHand={setByHand} siblings={running.map(titleOf)} />
      <PreviewPart dischargeId={discharge.dischargeId} packages={chosen.map(({ packageId, version, personal: asked }) => ({ packageId, version, title: titleOf(packageId), personal: valuesIn(asked, personal[packageId] ?? {}) }))} days={days} settled={smsOnRecord || consents.agreed.sms ? ['consent-missing'] : []} />
      <LaunchBar chosen={chosen.length} due={due === 0 ? null : yuan(due)} problem={failure ?? (complaint === null ? null : t(complaint.key))} busy={busy} may={mayLaunch} launch={() => void launch()} />
    </>
  );
}
