/** Contacts in calling order, masked; whole numbers on request, which is written down. */
import { Button, Paper, Table, Text, Title } from '@mantine/core';
import { useState } from 'react';
import type { NumberRow } from '../../../../db/read-models/numbers.js';
import { withQuery } from '../../api.js';
import { useText } from '../../language.js';
import { useRead } from '../../live.js';
import { useMay } from '../../session.js';
import { patientTexts } from '../../texts/patient.js';
import { useChart } from './chart.js';

export function ContactsPart() {
  const t = useText(patientTexts);
  const { patient } = useChart();
  const may = useMay('message:reveal');
  const [asked, ask] = useState(false);
  const numbers = useRead<{ items: NumberRow[] }>(asked ? withQuery(`/patients/${patient.patientId}/numbers`, { for: 'patient page' }) : null, []);
  const whole = (id: string): string | undefined => numbers.data?.items.find(({ contactId }) => contactId === id)?.value;
  return (
    <Paper withBorder p="sm" component="section">
      <Title order={2} fz="md">{t('contacts')}</Title>
      {patient.contacts.length === 0 ? <Text size="sm">{t('none')}</Text> : (
        <Table verticalSpacing={3} fz="sm">
          <Table.Thead className="unseen"><Table.Tr><Table.Th>{t('who')}</Table.Th><Table.Th>{t('kind')}</Table.Th><Table.Th>{t('contacts')}</Table.Th><Table.Th>{t('outcome')}</Table.Th></Table.Tr></Table.Thead>
          <Table.Tbody>
            {patient.contacts.map((contact) => (
              <Table.Tr key={contact.id}>
                <Table.Td>{contact.owner === 'patient' ? t('patient') : (contact.relation ?? t('family'))}</Table.Td>
                <Table.Td>{contact.kind === 'mobile' || contact.kind === 'landline' || contact.kind === 'wechat' || contact.kind === 'email' ? t(`contact_${contact.kind}`) : contact.kind}</Table.Td>
                <Table.Td className="numbers">{whole(contact.id) ?? contact.masked}</Table.Td>
                <Table.Td>{contact.quarantined ? t('quarantined') : ''}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {may && !asked && patient.contacts.length > 0 ? <Button mt="xs" size="xs" variant="default" onClick={() => ask(true)}>{t('showNumbers')}</Button> : null}
      {numbers.isError ? <Text role="alert" size="sm">{numbers.error.message}</Text> : null}
    </Paper>
  );
}
