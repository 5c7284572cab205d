/** Questions and complaints of this patient with their owner and clock. Complaints about the reader are not shown. */
import { Paper, Title } from '@mantine/core';
import type { InquiryRow } from '../../../../db/read-models/inquiry-list.js';
import { useText } from '../../language.js';
import { useRead } from '../../live.js';
import { useMay } from '../../session.js';
import { patientTexts } from '../../texts/patient.js';
import { withQuery } from '../../with-query.js';
import { Text } from '../light/light.js';
import { Table } from '../light/Table.js';
import { Read } from '../Read.js';
import { useChart, useTimes } from './chart.js';

export function InquiriesPart() {
  const t = useText(patientTexts);
  const { patient } = useChart();
  const { moment } = useTimes();
  const may = useMay('inquiry:read');
  const read = useRead<{ items: InquiryRow[] }>(may ? withQuery('/inquiries', { patientId: patient.patientId, state: 'all' }) : null, ['inquiry']);
  if (!may) return null;
  return (
    <Paper withBorder p="sm" component="section">
      <Title order={2} fz="md">{t('inquiries')}</Title>
      <Read of={read}>{({ items }) => items.length === 0 ? <Text size="sm">{t('none')}</Text> : (
        <Table verticalSpacing={3} fz="sm">
          <Table.Thead><Table.Tr><Table.Th>{t('when')}</Table.Th><Table.Th>{t('kind')}</Table.Th><Table.Th>{t('what')}</Table.Th><Table.Th>{t('who')}</Table.Th><Table.Th>{t('outcome')}</Table.Th></Table.Tr></Table.Thead>
          <Table.Tbody>
            {items.map((one) => (
              <Table.Tr key={one.inquiryId}>
                <Table.Td className="numbers">{moment(one.askedAt)}</Table.Td>
                <Table.Td>{t(`inquiry_${one.kind}`)}</Table.Td>
                <Table.Td style={{ whiteSpace: 'pre-wrap' }}>{one.text}</Table.Td>
                <Table.Td>{one.ownerName ?? t('nobodyOwns')}</Table.Td>
                <Table.Td>{t(`inquiry_${one.state}`)}{one.overdue ? ` · ${t('late')}` : ''}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}</Read>
    </Paper>
  );
}
