/** Every number of a version with its unit, its source mark, what it was before, and where it acts. The department's own numbers come first. */
import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { PackageView, ParameterRow } from '../../../../api/package-view.js';
import { sayUnit } from '../../../../pathways/outline/condition-words.js';
import type { Language } from '../../../text.js';
import { useLanguage, useText } from '../../language.js';
import { packageTexts } from '../../texts/packages.js';
import { Stack, Text } from '../light/light.js';
import { Table } from '../light/Table.js';
import { Wide } from '../Wide.js';
import { SourceMark } from './SourceMark.js';

/** `change`: absent when this person may not change numbers here. */
export function Parameters({ view, change }: { view: PackageView; change?: ((parameter: ParameterRow) => void) | undefined }) {
  const t = useText(packageTexts);
  const { language } = useLanguage();
  const [find, setFind] = useState('');
  const wanted = find.trim().toLowerCase();
  const rows = view.parameters
    .filter(({ name, usedIn, source }) => wanted === '' || [name, source, ...usedIn].some((text) => text.toLowerCase().includes(wanted)))
    .toSorted((a, b) => Number(b.override !== null) - Number(a.override !== null));
  return (
    <Stack>
      <TextInput label={t('find')} value={find} onChange={(event) => setFind(event.currentTarget.value)} maw={320} />
      <Wide label={t('parameters')}>
        <Table verticalSpacing={6} striped>
          <Table.Thead>
            <Table.Tr>
              {(['name', 'value', 'source', 'usedIn'] as const).map((key) => <Table.Th key={key} scope="col">{t(key)}</Table.Th>)}
              {change ? <Table.Td /> : null}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row) => (
              <Table.Tr key={row.name} style={{ verticalAlign: 'top' }}>
                <Table.Th scope="row" fw={500}>{row.name}</Table.Th>
                <Table.Td className="numbers">{sayValue(row, language)}{row.override ? <Text size="xs" c="gray.7">{t('was', row.override)}</Text> : null}</Table.Td>
                <Table.Td maw={320} miw={150}><SourceMark source={row.override ? `override: ${row.override.reason}` : row.source} /></Table.Td>
                <Table.Td><Text size="xs">{row.usedIn.join(', ')}</Text></Table.Td>
                {change ? <Table.Td><Button size="xs" variant="default" aria-label={`${t('change')}: ${row.name}`} onClick={() => change(row)}>{t('change')}</Button></Table.Td> : null}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Wide>
      {rows.length === 0 ? <Text role="status">{t('nothingFound')}</Text> : null}
    </Stack>
  );
}

export const sayValue = ({ value, unit }: Pick<ParameterRow, 'value' | 'unit'>, language: Language): string => `${Array.isArray(value) ? value.join(', ') : value}${sayUnit(unit, language)}`;
