/** A patient as ops staff see one: the episodes and their workflow histories. No name, no answers. */
import { Title } from '@mantine/core';
import { useLanguage, useText } from '../../language.js';
import { useRead } from '../../live.js';
import { useMe } from '../../session.js';
import { episodeStatusTexts } from '../../texts/care-words.js';
import { patientTexts } from '../../texts/patient.js';
import { sayMoment } from '../../when.js';
import { withQuery } from '../../with-query.js';
import { useWords } from '../../words.js';
import { Stack } from '../light/light.js';
import { Table } from '../light/Table.js';
import { Read } from '../Read.js';
import { HistoryLink } from './HistoryLink.js';

type Item = { episodeId: string; packageId: string; version: number; status: string; needsAttention: boolean; nextDueAt: string | null; seq: number };

export function OpsEpisodes({ patientId }: { patientId: string }) {
  const t = useText(patientTexts);
  const status = useWords(episodeStatusTexts);
  const { language } = useLanguage();
  const { zone } = useMe().hospital;
  const list = useRead<{ items: Item[] }>(withQuery('/episodes', { patientId }), ['episode']);
  return (
    <Stack>
      <Title order={1} fz={24}>{t('episodes')}</Title>
      <Read of={list}>{({ items }) => (
        <Table>
          <Table.Tbody>
            {items.map((one) => (
              <Table.Tr key={one.episodeId}>
                <Table.Td>{one.packageId}@{one.version}</Table.Td>
                <Table.Td>{status(one.status)}{one.needsAttention ? ` · ${t('attention')}` : ''}</Table.Td>
                <Table.Td className="numbers">{one.nextDueAt === null ? null : t('nextDue', { at: sayMoment(one.nextDueAt, language, zone) })}</Table.Td>
                <Table.Td><HistoryLink episodeId={one.episodeId} /></Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}</Read>
    </Stack>
  );
}
