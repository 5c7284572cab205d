/** The birth date lets the patient into the phone page: an import never changes one that is known, so it is corrected here, after asking. */
import { Button, Paper, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import { useText } from '../../language.js';
import { useMay } from '../../session.js';
import { patientTexts } from '../../texts/patient.js';
import { useAct } from '../act.js';
import { Group, Text } from '../light/light.js';
import { useChart, useTimes } from './chart.js';

export function BirthDatePart() {
  const t = useText(patientTexts);
  const { patient } = useChart();
  const { date } = useTimes();
  const may = useMay('patient:merge');
  const [typed, type] = useState<string | null>(null);
  const save = useAct<{ birthDate: string }>({ method: 'PUT', path: `/patients/${patient.patientId}/birth-date`, done: t('birthDateSaved'), then: () => type(null) });
  return (
    <Paper withBorder p="sm" component="section">
      <Title order={2} fz="md" mb="xs">{t('birthDate')}</Title>
      {typed === null ? (
        <Group gap="sm">
          <Text>{patient.birthDate === null ? t('birthDateUnknown') : date(patient.birthDate)}</Text>
          {may ? <Button size="xs" variant="default" onClick={() => type(patient.birthDate ?? '')}>{t('correctBirthDate')}</Button> : null}
        </Group>
      ) : (
        <form onSubmit={(event) => { event.preventDefault(); if (typed !== '') save.mutate({ birthDate: typed }); }}>
          <TextInput type="date" label={t('birthDate')} description={t('birthDateHint')} value={typed} onChange={({ currentTarget }) => type(currentTarget.value)} />
          <Group mt="xs">
            <Button size="xs" type="submit" loading={save.isPending} disabled={typed === ''}>{t('saveBirthDate')}</Button>
            <Button size="xs" variant="default" onClick={() => type(null)}>{t('leaveBirthDate')}</Button>
          </Group>
        </form>
      )}
    </Paper>
  );
}
