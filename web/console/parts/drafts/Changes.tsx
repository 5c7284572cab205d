/** Tables of what an edit changes: part by part, and item by item in a calendar or a story. */
import { Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { VersionChange } from '../../../../pathways/outline/version-changes.js';
import { useText } from '../../language.js';
import { draftTexts } from '../../texts/drafts.js';
import { Text } from '../light/light.js';
import { Table } from '../light/Table.js';
import { Wide } from '../Wide.js';

export function VersionChanges({ changes }: { changes: readonly VersionChange[] }) {
  const t = useText(draftTexts);
  if (changes.length === 0) return <Text>{t('none')}</Text>;
  return (
    <Wide label={t('changes')}>
      <Table verticalSpacing={6}>
        <Table.Thead><Table.Tr>{(['part', 'name', 'before', 'after'] as const).map((key) => <Table.Th key={key} scope="col">{t(key)}</Table.Th>)}</Table.Tr></Table.Thead>
        <Table.Tbody>
          {changes.map((change) => (
            <Table.Tr key={`${change.part} ${change.id} ${'language' in change ? change.language : ''}`} style={{ verticalAlign: 'top' }}>
              <Table.Td>{t(change.part)}</Table.Td>
              <Table.Th scope="row" fw={500}>{change.id}{'language' in change ? ` (${change.language})` : ''}</Table.Th>
              {'change' in change ? <Table.Td colSpan={2}>{t(change.change)}</Table.Td> : <><Table.Td maw={360}>{change.before ?? '–'}</Table.Td><Table.Td maw={360}>{change.after ?? '–'}</Table.Td></>}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Wide>
  );
}

export type ChangeRow = { key: string; when: ReactNode; what: ReactNode; to: ReactNode };

/** One group (gained, lost, moved, ...); nothing at all when it is empty. */
export function ChangeGroup({ title, rows }: { title: string; rows: readonly ChangeRow[] }) {
  const t = useText(draftTexts);
  if (rows.length === 0) return null;
  return (
    <div>
      <Title order={3} size="h5">{`${title} (${rows.length})`}</Title>
      <Wide label={title}>
        <Table verticalSpacing={4}>
          <Table.Thead><Table.Tr>{(['when', 'what', 'to'] as const).map((key) => <Table.Th key={key} scope="col">{t(key)}</Table.Th>)}</Table.Tr></Table.Thead>
          <Table.Tbody>{rows.map(({ key, when, what, to }) => <Table.Tr key={key} style={{ verticalAlign: 'top' }}><Table.Td className="numbers" style={{ whiteSpace: 'nowrap' }}>{when}</Table.Td><Table.Td>{what}</Table.Td><Table.Td>{to}</Table.Td></Table.Tr>)}</Table.Tbody>
        </Table>
      </Wide>
    </div>
  );
}
