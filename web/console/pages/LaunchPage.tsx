/** From discharge to launched on one page, in the order of the keyboard. */
import { Stack } from '@mantine/core';
import { useParams } from 'wouter';
import type { ConsentText } from '../../../db/people/consents.js';
import type { AssessmentDraft } from '../../../db/people/assessments.js';
import type { ConsentRow } from '../../../db/read-models/consent-list.js';
import type { DischargeRow } from '../../../db/read-models/discharge-list.js';
import type { PackageOffer } from '../../../db/read-models/offer-list.js';
import type { PatientRow } from '../../../db/read-models/patient-list.js';
import { useRead } from '../live.js';
import { LaunchForm } from '../parts/launch/LaunchForm.js';
import { Read } from '../parts/Read.js';

export default function LaunchPage() {
  const { dischargeId = '' } = useParams<{ dischargeId: string }>();
  const discharge = useRead<DischargeRow>(`/discharges/${dischargeId}`, ['discharge', 'episode', 'patient']);
  return <Read of={discharge}>{(found) => (found.dischargeId === dischargeId ? <Sheet key={dischargeId} discharge={found} /> : null)}</Read>;
}

function Sheet({ discharge }: { discharge: DischargeRow }) {
  const patient = useRead<PatientRow>(`/patients/${discharge.patientId}`, ['patient']);
  const draft = useRead<AssessmentDraft>(`/discharges/${discharge.dischargeId}/assessment`, ['discharge', 'package']);
  const offers = useRead<{ items: PackageOffer[] }>(`/discharges/${discharge.dischargeId}/offers`, ['episode', 'package']);
  const texts = useRead<{ items: ConsentText[] }>('/consent-texts', []);
  const records = useRead<{ items: ConsentRow[] }>(`/patients/${discharge.patientId}/consents`, ['patient']);
  return (
    <Stack maw={1180} gap="md">
      <Read of={patient}>{(who) => <Read of={draft}>{(assessment) => <Read of={offers}>{({ items: sold }) => <Read of={texts}>{({ items: consentTexts }) => <Read of={records}>{({ items: consents }) => (
        <LaunchForm discharge={discharge} patient={who} draft={assessment} offers={sold} texts={consentTexts} records={consents} />
      )}</Read>}</Read>}</Read>}</Read>}</Read>
    </Stack>
  );
}
