/** From discharge to launched on one page, in the order of the keyboard. */
import { useParams } from 'wouter';
import type { ConsentText } from '../../../db/people/consents.js';
import type { AssessmentDraft } from '../../../db/people/assessments.js';
import type { ConsentRow } from '../../../db/read-models/consent-list.js';
import type { DischargeRow } from '../../../db/read-models/discharge-list.js';
import type { PackageOffer } from '../../../db/read-models/offer-list.js';
import type { OrderRow } from '../../../db/read-models/order-list.js';
import type { PatientRow } from '../../../db/read-models/patient-list.js';
import { useRead } from '../live.js';
import { ReadRecord } from '../parts/emergency/ReadRecord.js';
import { useHome } from '../parts/launch/home.js';
import { LaunchForm } from '../parts/launch/LaunchForm.js';
import { Stack } from '../parts/light/light.js';
import { Read } from '../parts/Read.js';
import { withQuery } from '../with-query.js';

export default function LaunchPage() {
  const { dischargeId = '' } = useParams<{ dischargeId: string }>();
  const discharge = useRead<DischargeRow>(`/discharges/${dischargeId}`, ['discharge', 'episode', 'patient', 'staff']);
  return <ReadRecord of={discharge} patientId={null} order={1}>{(found) => (found.dischargeId === dischargeId ? <Sheet key={dischargeId} discharge={found} /> : null)}</ReadRecord>;
}

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
