/** From discharge to launched on one page, in the order of the keyboard. */
import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'wouter';
import type { ConsentText } from '../../../db/people/consents.js';
import type { AssessmentDraft } from '../../../db/people/assessments.js';
import type { ConsentRow } from '../../../db/read-models/consent-list.js';
import type { DischargeRow } from '../../../db/read-models/discharge-list.js';
import type { PackageOffer } from '../../../db/read-models/offer-list.js';
import type { OrderRow } from '../../../db/read-models/order-list.js';
import type { PatientRow } from '../../../db/read-models/patient-list.js';
import type { HomePlace } from '../../../db/visits/places.js';
import { ApiProblem, get, withQuery } from '../api.js';
import { useRead } from '../live.js';
import { LaunchForm } from '../parts/launch/LaunchForm.js';
import { Read } from '../parts/Read.js';

export default function LaunchPage() {
  const { dischargeId = '' } = useParams<{ dischargeId: string }>();
  const discharge = useRead<DischargeRow>(`/discharges/${dischargeId}`, ['discharge', 'episode', 'patient']);
  return <Read of={discharge}>{(found) => (found.dischargeId === dischargeId ? <Sheet key={dischargeId} discharge={found} /> : null)}</Read>;
}

/** null: no address is recorded. A look is logged, so it is read once per visit of the page, not whenever something changes. */
const useHome = (patientId: string) =>
  useQuery<HomePlace | null>({
    queryKey: [`/patients/${patientId}/place`, 'or none'], staleTime: Infinity, retry: false,
    queryFn: () => get<HomePlace>(`/patients/${patientId}/place`).catch((error: unknown) => {
      if (error instanceof ApiProblem && error.status === 404) return null;
      throw error;
    }),
  });

function Sheet({ discharge }: { discharge: DischargeRow }) {
  const { patientId, dischargeId } = discharge;
  const patient = useRead<PatientRow>(`/patients/${patientId}`, ['patient']);
  const draft = useRead<AssessmentDraft>(`/discharges/${dischargeId}/assessment`, ['discharge', 'package']);
  const offers = useRead<{ items: PackageOffer[] }>(`/discharges/${dischargeId}/offers`, ['episode', 'package']);
  const texts = useRead<{ items: ConsentText[] }>('/consent-texts', []);
  const records = useRead<{ items: ConsentRow[] }>(`/patients/${patientId}/consents`, ['patient']);
  const orders = useRead<{ items: OrderRow[] }>(withQuery('/orders', { dischargeId, limit: 50 }), ['order']);
  const settings = useRead<{ requiresPayment: boolean }>('/money-settings', []);
  const episodes = useRead<{ items: { packageId: string; status: string }[] }>(withQuery('/episodes', { patientId, limit: 50 }), ['episode']);
  const place = useHome(patientId);
  return (
    <Stack maw={1180} gap="md">
      <Read of={patient}>{(who) => <Read of={draft}>{(assessment) => <Read of={offers}>{({ items: sold }) => <Read of={texts}>{({ items: consentTexts }) => <Read of={records}>{({ items: consents }) => <Read of={orders}>{({ items: bought }) => <Read of={settings}>{({ requiresPayment }) => <Read of={episodes}>{({ items: started }) => <Read of={place}>{(home) => (
        <LaunchForm discharge={discharge} patient={who} draft={assessment} offers={sold} texts={consentTexts} records={consents} orders={bought} requiresPayment={requiresPayment} home={home}
          running={started.filter(({ status }) => status !== 'stopped' && status !== 'completed').map(({ packageId }) => packageId)} />
      )}</Read>}</Read>}</Read>}</Read>}</Read>}</Read>}</Read>}</Read>}</Read>
    </Stack>
  );
}
