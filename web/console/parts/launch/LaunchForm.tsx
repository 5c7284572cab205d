/** Holds what is being decided on the launch page; the parts show it. Alt and a number jumps to a part, Ctrl+Enter launches. */
import { Alert, Anchor, Button, Group, Radio, Text, Title } from '@mantine/core';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { ConsentText } from '../../../../db/people/consents.js';
import type { AssessmentDraft } from '../../../../db/people/assessments.js';
import type { ConsentRow } from '../../../../db/read-models/consent-list.js';
import type { DischargeRow } from '../../../../db/read-models/discharge-list.js';
import type { PackageOffer } from '../../../../db/read-models/offer-list.js';
import type { PatientRow } from '../../../../db/read-models/patient-list.js';
import { recommend } from '../../../../pathways/recommend/recommend.js';
import type { AssessmentAnswers } from '../../../../pathways/recommend/questions.js';
import { useLanguage, useText } from '../../language.js';
import { queryClient, useRead } from '../../live.js';
import { useMay, useMe } from '../../session.js';
import { launchTexts } from '../../texts/launch.js';
import { clinicalOf } from '../discharges/clinical.js';
import { fullName } from '../person.js';
import { acceptable, AssessmentPart } from './AssessmentPart.js';
import { ConsentsPart, noConsents, type ConsentForm } from './ConsentsPart.js';
import { ContactsPart } from './ContactsPart.js';
import { isSelfPay, launchAll, type Keys, type Launched, type Payment } from './launching.js';
import { LaunchResult } from './LaunchResult.js';
import { PackagesPart } from './PackagesPart.js';
import { focusPart, partNumbers } from './Part.js';
import { PatientPart } from './PatientPart.js';
import { PaymentFields, priced } from './PaymentFields.js';
import { PreviewPart } from './PreviewPart.js';

type Props = { discharge: DischargeRow; patient: PatientRow; draft: AssessmentDraft; offers: readonly PackageOffer[]; texts: readonly ConsentText[]; records: readonly ConsentRow[] };

/** The last assessment where there is one; what it left open is filled from the discharge. */
const firstAnswers = ({ prefill, last }: AssessmentDraft): AssessmentAnswers =>
  last ? last.answers : Object.fromEntries(Object.entries(prefill).map(([id, { value }]) => [id, value]));

export function LaunchForm({ discharge, patient, draft, offers, texts, records }: Props) {
  const t = useText(launchTexts);
  const { language } = useLanguage();
  const { hospital } = useMe();
  const mayLaunch = useMay('episode:launch');
  const [answers, answer] = useState(() => firstAnswers(draft));
  const [choices, choose] = useState<Readonly<Record<string, boolean>>>({});
  const [days, setDays] = useState<Readonly<Record<string, string>>>(() => { const { surgeryOn } = clinicalOf(discharge.clinical); return surgeryOn === null ? {} : { surgery: surgeryOn }; });
  const [consents, setConsents] = useState<ConsentForm>(noConsents);
  const [payment, pay] = useState<Payment>(null);
  const [byHand, setByHand] = useState(true);
  const [results, setResults] = useState<Launched[] | null>(null);
  const [problem, setProblem] = useState<{ at: 'consent' | 'launch'; message: string } | null>(null);
  const [busy, setBusy] = useState(false);
  const keys = useRef<Keys>(new Map());
  const settings = useRead<{ requiresPayment: boolean }>('/money-settings', []);

  const advice = useMemo(() => recommend(acceptable(answers), draft.offered), [answers, draft.offered]);
  const wanted = (packageId: string): boolean => choices[packageId] ?? advice.recommended.some((one) => one.packageId === packageId && one.offered);
  const chosen = offers.filter(({ packageId, episodeId, signed }) => episodeId === null && (hospital.kind === 'training' || signed) && wanted(packageId));
  const title = ({ packageId, title: said }: PackageOffer): string => (language === 'en' ? said.en : said.zh) ?? packageId;
  const smsAgreed = (consents.agreed.sms ?? false) || (patient.consents['sms'] ?? false);

  const complaint = (): typeof problem => {
    if (chosen.length === 0) return { at: 'launch', message: t('choosePackage') };
    if (!smsAgreed) return { at: 'launch', message: t('needSms') };
    if (consents.how === 'proxy' && consents.proxyRelation.trim() === '' && Object.values(consents.agreed).some(Boolean)) return { at: 'consent', message: t('relationNeeded') };
    if (consents.how === 'scanned' && consents.scan === null && Object.values(consents.agreed).some(Boolean)) return { at: 'consent', message: t('scanNeeded') };
    return null;
  };
  const launch = async (): Promise<void> => {
    const found = complaint();
    setProblem(found);
    if (found !== null || busy || !mayLaunch) return;
    setBusy(true);
    try {
      const before = Object.fromEntries(chosen.map(({ packageId }) => [packageId, discharge.episodes.filter((one) => one.packageId === packageId).length]));
      const done = await launchAll({
        dischargeId: discharge.dischargeId, patientId: patient.patientId, answers: acceptable(answers), consents, textVersions: Object.fromEntries(texts.map(({ kind, version }) => [kind, version])),
        packages: chosen, before, days, payment, pace: hospital.kind === 'training' && byHand ? 1 : null,
      }, keys.current);
      setResults(done);
      if (done.every(({ outcome }) => outcome !== 'failed')) setConsents(noConsents);
      void queryClient.invalidateQueries();
    } catch (error) {
      setProblem({ at: 'launch', message: error instanceof Error ? error.message : String(error) });
    } finally {
      setBusy(false);
    }
  };
  const current = useRef(launch);
  useEffect(() => {
    current.current = launch;
  });
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        void current.current();
      }
      const n = event.altKey && !event.ctrlKey ? partNumbers.find((one) => event.code === `Digit${one}`) : undefined;
      if (n !== undefined) {
        event.preventDefault();
        focusPart(n);
      }
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);

  return (
    <>
      <Group justify="space-between">
        <Title order={1}>{`${t('title')}: ${fullName(patient)}`}</Title>
        <Text size="sm" c="gray.8">{t('keys')}</Text>
      </Group>
      {results === null ? null : <LaunchResult results={results} patientId={patient.patientId} titles={Object.fromEntries(offers.map((offer) => [offer.packageId, title(offer)]))} />}
      <nav aria-label={t('parts')}><Group gap="md">{partNumbers.map((n) => <Anchor key={n} href={`#part-${n}`} onClick={(event) => { event.preventDefault(); focusPart(n); }}>{`${n} ${t(`part${n}`)}`}</Anchor>)}</Group></nav>
      <PatientPart discharge={discharge} patient={patient} />
      <AssessmentPart draft={draft} answers={answers} change={answer} />
      <PackagesPart offers={offers} advice={advice} chosen={Object.fromEntries(offers.map(({ packageId }) => [packageId, wanted(packageId)]))} choose={(packageId, on) => choose((before) => ({ ...before, [packageId]: on }))} days={days} setDay={(anchor, day) => setDays((before) => ({ ...before, [anchor]: day }))} />
      <ConsentsPart texts={texts} records={records} form={consents} change={setConsents} selfPay={chosen.filter(isSelfPay).map((offer) => `${title(offer)} ¥${offer.amount}`)} problem={problem?.at === 'consent' ? problem.message : null} />
      <ContactsPart patient={patient} />
      <PreviewPart dischargeId={discharge.dischargeId} packages={chosen.map((offer) => ({ packageId: offer.packageId, version: offer.version, title: title(offer) }))} days={days} settled={smsAgreed ? ['consent-missing'] : []} />
      <div className="launch-bar">
        {problem === null ? null : <Alert color="red" variant="outline" role="alert" mb="xs">{problem.message}</Alert>}
        <Group justify="space-between" align="flex-end">
          <Group gap="xl" align="flex-start">
            <PaymentFields offers={chosen} payment={payment} change={pay} required={settings.data?.requiresPayment ?? false} />
            {hospital.kind === 'training' ? (
              <Radio.Group label={t('clock')} value={byHand ? 'hand' : 'self'} onChange={(value) => setByHand(value === 'hand')}>
                <Group gap="md" mt={4}><Radio value="hand" label={t('byHand')} /><Radio value="self" label={t('byItself')} /></Group>
              </Radio.Group>
            ) : null}
          </Group>
          <Group gap="md">
            <Text size="sm" role="status">{t('chosen', { n: chosen.length })}</Text>
            <Button size="md" loading={busy} disabled={!mayLaunch} onClick={() => void launch()}>{t('launch')}</Button>
          </Group>
        </Group>
        {payment !== null && priced(chosen).some(({ packageId }) => (payment.receipts[packageId] ?? '').trim() === '') ? <Text size="sm" c="red.9">{t('receiptNo')}</Text> : null}
      </div>
    </>
  );
}
