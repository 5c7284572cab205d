/** Where nurses go: recorded at the launch or later. Shown on request, for every look is written down. */
import { Button, Paper, Title } from '@mantine/core';
import { useState } from 'react';
import type { HomePlace } from '../../../../db/visits/places.js';
import { useText } from '../../language.js';
import { useMay } from '../../session.js';
import { launchTexts } from '../../texts/launch.js';
import { patientTexts } from '../../texts/patient.js';
import { useAct } from '../act.js';
import { useHome } from '../launch/home.js';
import { placeBody, PlaceFields, placeOf } from '../launch/PlaceFields.js';
import { Group } from '../light/light.js';
import { Read } from '../Read.js';
import { useChart } from './chart.js';

/** Its words are longer than a narrow screen. */
const wraps = { root: { height: 'auto', minHeight: 30, maxWidth: '100%' }, label: { whiteSpace: 'normal' } } as const;

export function HomePart() {
  const t = useText(patientTexts);
  const say = useText(launchTexts);
  const { patient } = useChart();
  const [asked, ask] = useState(false);
  if (!useMay('patient:write')) return null;
  return (
    <Paper withBorder p="sm" component="section">
      <Title order={2} fz="md" mb="xs">{say('home')}</Title>
      {asked ? <HomeForm patientId={patient.patientId} /> : <Button size="xs" variant="default" styles={wraps} onClick={() => ask(true)}>{t('showHome')}</Button>}
    </Paper>
  );
}

function HomeForm({ patientId }: { patientId: string }) {
  return <Read of={useHome(patientId)}>{(home) => <Fields patientId={patientId} home={home} />}</Read>;
}

function Fields({ patientId, home }: { patientId: string; home: HomePlace | null }) {
  const t = useText(patientTexts);
  const say = useText(launchTexts);
  const [place, change] = useState(() => placeOf(home));
  const [tried, tryIt] = useState(false);
  const save = useAct<HomePlace>({ method: 'PUT', path: `/patients/${patientId}/place`, done: t('homeSaved') });
  const problem = (field: string): string | null =>
    !tried ? null : field === 'district' && place.district === null ? say('districtNeeded') : field === 'address' && place.address.trim() === '' ? say('addressNeeded') : null;
  const submit = (): void => {
    tryIt(true);
    const body = placeBody(place);
    if (body !== null) save.mutate(body, { onSuccess: () => change(placeOf(body)) });
  };
  return (
    <form onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <PlaceFields place={place} change={change} problem={problem} />
      <Group mt="xs"><Button size="xs" type="submit" loading={save.isPending}>{say('saveContact')}</Button></Group>
    </form>
  );
}
