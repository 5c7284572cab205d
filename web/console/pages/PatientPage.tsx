/** One patient: who, on which day of which package, and everything that was planned and happened. The tab stands in the address. */
import { Tabs } from '@mantine/core';
import { lazy, Suspense, useMemo, type ReactNode } from 'react';
import { useParams } from 'wouter';
import type { PatientChart } from '../../../db/read-models/patient-chart.js';
import { useLanguage, useText } from '../language.js';
import { useRead } from '../live.js';
import { ReadRecord } from '../parts/emergency/ReadRecord.js';
import { Stack } from '../parts/light/light.js';
import { Loading } from '../parts/Loading.js';
import { ChartProvider, tabs, usePlace, type Tab } from '../parts/patient/chart.js';
import { Drawers } from '../parts/patient/Drawers.js';
import { EpisodeCards } from '../parts/patient/EpisodeCards.js';
import { OpenCases } from '../parts/patient/OpenCases.js';
import { OpsEpisodes } from '../parts/patient/OpsEpisodes.js';
import { Overview } from '../parts/patient/Overview.js';
import { PatientHeader } from '../parts/patient/PatientHeader.js';
import { TrainingClock } from '../parts/patient/TrainingClock.js';
import { useMay } from '../session.js';
import { patientTexts } from '../texts/patient.js';
import { withQuery } from '../with-query.js';

const parts: Record<Tab, ReactNode> = {
  overview: <Overview />,
  timeline: part(() => import('../parts/patient/TimelineTab.js')),
  messages: part(() => import('../parts/patient/MessagesTab.js')),
  answers: part(() => import('../parts/patient/AnswersTab.js')),
  trends: part(() => import('../parts/patient/TrendsTab.js')),
  visits: part(() => import('../parts/patient/VisitsTab.js')),
  photos: part(() => import('../parts/patient/PhotosTab.js')),
  ahead: part(() => import('../parts/patient/AheadTab.js')),
  record: part(() => import('../parts/patient/RecordTab.js')),
};

function part(load: () => Promise<{ default: () => ReactNode }>): ReactNode {
  const Part = lazy(load);
  return <Part />;
}

/** Ops staff see the machine's side only: no name, no health data. */
export default function PatientPage() {
  const { patientId = '' } = useParams();
  return useMay('patient:read') ? <Chart patientId={patientId} /> : <OpsEpisodes patientId={patientId} />;
}

function Chart({ patientId }: { patientId: string }) {
  const { language } = useLanguage();
  const chart = useRead<PatientChart>(withQuery(`/patients/${patientId}/chart`, { language }), ['patient', 'episode', 'escalation', 'staff']);
  return <ReadRecord of={chart} patientId={patientId} order={1}>{(found) => <Provided chart={found} readAtMs={chart.dataUpdatedAt} />}</ReadRecord>;
}

function Provided({ chart, readAtMs }: { chart: PatientChart; readAtMs: number }) {
  const value = useMemo(() => ({ chart, readAtMs }), [chart, readAtMs]);
  return <ChartProvider value={value}><Page /></ChartProvider>;
}

function Page() {
  const t = useText(patientTexts);
  const { read, go } = usePlace();
  const asked = read('tab');
  const tab = tabs.find((one) => one === asked) ?? 'overview';
  return (
    <Stack gap="sm">
      <PatientHeader />
      <TrainingClock />
      <OpenCases />
      <EpisodeCards />
      <Tabs value={tab} onChange={(next) => go({ tab: next === 'overview' ? null : next })} keepMounted={false}>
        <Tabs.List aria-label={t('tabs')}>
          {tabs.map((one) => <Tabs.Tab key={one} value={one} px="sm">{t(one)}</Tabs.Tab>)}
        </Tabs.List>
        {tabs.map((one) => (
          <Tabs.Panel key={one} value={one} pt="md">
            <Suspense fallback={<Loading />}>{parts[one]}</Suspense>
          </Tabs.Panel>
        ))}
      </Tabs>
      <Drawers />
    </Stack>
  );
}
