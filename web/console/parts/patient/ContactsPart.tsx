/** Contacts in calling order, masked; whole numbers on request, which is written down. */
import { Button, Paper, Title } from '@mantine/core';
import { useState } from 'react';
import type { NumberRow } from '../../../../db/read-models/numbers.js';
import { useText } from '../../language.js';
import { useRead } from '../../live.js';
import { useMay } from '../../session.js';
import { patientTexts } from '../../texts/patient.js';
import { withQuery } from '../../with-query.js';
import { ContactList } from '../contacts/ContactList.js';
import { Text } from '../light/light.js';
import { useChart } from './chart.js';

export function ContactsPart() {
  const t = useText(patientTexts);
  const { patient } = useChart();
  const may = useMay('message:reveal');
  const [asked, ask] = useState(false);
  const numbers = useRead<{ items: NumberRow[] }>(asked ? withQuery(`/patients/${patient.patientId}/numbers`, { for: 'patient page' }) : null, []);
  return (
    <Paper withBorder p="sm" component="section">
      <Title order={2} fz="md" mb="xs">{t('contacts')}</Title>
      <ContactList patient={patient} whole={(id) => numbers.data?.items.find(({ contactId }) => contactId === id)?.value} />
      {may && !asked && patient.contacts.length > 0 ? <Button mt="xs" size="xs" variant="default" onClick={() => ask(true)}>{t('showNumbers')}</Button> : null}
      {numbers.isError ? <Text role="alert" size="sm">{numbers.error.message}</Text> : null}
    </Paper>
  );
}
