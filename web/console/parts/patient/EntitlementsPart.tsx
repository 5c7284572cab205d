/** Units of every package: bought = used + reserved + refunded + expired + left. */
import { Paper, Title } from '@mantine/core';
import type { EntitlementRow } from '../../../../db/read-models/entitlement-list.js';
import { useText } from '../../language.js';
import { useRead } from '../../live.js';
import { useMay } from '../../session.js';
import { serviceTexts } from '../../texts/care-words.js';
import { patientTexts } from '../../texts/patient.js';
import { useWords } from '../../words.js';
import { Text } from '../light/light.js';
import { Table } from '../light/Table.js';
import { Read } from '../Read.js';
import { useChart, useTimes } from './chart.js';

export function EntitlementsPart() {
  const t = useText(patientTexts);
  const { episodes } = useChart();
  const may = useMay('entitlement:read');
  if (!may) return null;
  return (
    <Paper withBorder p="sm" component="section">
      <Title order={2} fz="md">{t('entitlements')}</Title>
      {episodes.map(({ episodeId, title }) => <OfEpisode key={episodeId} episodeId={episodeId} title={title} />)}
    </Paper>
  );
}

function OfEpisode({ episodeId, title }: { episodeId: string; title: string }) {
  const service = useWords(serviceTexts);
  const t = useText(patientTexts);
  const { day } = useTimes();
  const read = useRead<{ items: EntitlementRow[] }>(`/episodes/${episodeId}/entitlements`, ['visit', 'episode', 'entitlement']);
  return (
    <>
      <Title order={3} fz="sm" mt="xs">{title}</Title>
      <Read of={read}>{({ items }) => items.length === 0 ? <Text size="sm">{t('noEntitlements')}</Text> : (
        <Table verticalSpacing={3} fz="sm">
          <Table.Thead><Table.Tr><Table.Th>{t('service')}</Table.Th>{(['purchased', 'reserved', 'used', 'refunded', 'expired', 'remaining'] as const).map((name) => <Table.Th key={name} ta="right">{t(name)}</Table.Th>)}<Table.Th ta="right">{t('expiresAt')}</Table.Th></Table.Tr></Table.Thead>
          <Table.Tbody>
            {items.map((one) => (
              <Table.Tr key={one.service}>
                <Table.Td>{service(one.service)}</Table.Td>
                {(['purchased', 'reserved', 'used', 'refunded', 'expired', 'remaining'] as const).map((name) => <Table.Td key={name} ta="right" className="numbers" fw={name === 'remaining' ? 700 : 400}>{one[name]}</Table.Td>)}
                <Table.Td ta="right" className="numbers">{day(one.expiresAt)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}</Read>
    </>
  );
}
