/** A death that was recorded for the wrong person: what it stopped does not go on by itself, so the words say what to do next. */
import { Alert, Button, Checkbox } from '@mantine/core';
import { useState } from 'react';
import { useText } from '../../language.js';
import { useMay } from '../../session.js';
import { patientActTexts } from '../../texts/patient.js';
import { useAct } from '../act.js';
import { Dialog } from '../Dialog.js';
import { Group, Stack } from '../light/light.js';
import { useChart } from './chart.js';

export function TakeBackDeath() {
  const a = useText(patientActTexts);
  const { patient } = useChart();
  const [open, setOpen] = useState(false);
  return useMay('patient:merge') && patient.diedAt !== null ? (
    <>
      <Button size="compact-sm" variant="default" onClick={() => setOpen(true)}>{a('notDied')}</Button>
      {open ? <Asking patientId={patient.patientId} close={() => setOpen(false)} /> : null}
    </>
  ) : null;
}

function Asking({ patientId, close }: { patientId: string; close: () => void }) {
  const a = useText(patientActTexts);
  const [sure, setSure] = useState(false);
  const act = useAct<undefined>({ method: 'DELETE', path: `/patients/${patientId}/death`, done: a('notDiedDone'), then: close });
  return (
    <Dialog title={a('notDied')} close={close} size="lg">
      <Stack>
        <Alert color="red" variant="outline">
          <p style={{ marginTop: 0 }}>{a('notDiedWarning')}</p>
          <Checkbox label={a('notDiedSure')} checked={sure} onChange={({ currentTarget }) => setSure(currentTarget.checked)} />
        </Alert>
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>{a('cancel')}</Button>
          <Button color="red.9" disabled={!sure} loading={act.isPending} onClick={() => act.mutate(undefined)}>{a('notDiedTwice')}</Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
