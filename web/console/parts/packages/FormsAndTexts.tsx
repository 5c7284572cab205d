/** What is asked, and every wording of the version side by side in both languages. */
import { Card, List, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import type { FormRow, PackageView } from '../../../../api/package-view.js';
import { useText } from '../../language.js';
import { packageTexts } from '../../texts/packages.js';
import { Badge, Group, Stack, Text } from '../light/light.js';
import { Table } from '../light/Table.js';
import { Wide } from '../Wide.js';

export function Forms({ view }: { view: PackageView }) {
  const t = useText(packageTexts);
  return (
    <Stack>
      {view.forms.map(({ form, title, instrument, questions }) => (
        <Card key={form} withBorder padding="sm">
          <Group gap="xs"><Title order={2} size="h5">{title}</Title><Text size="xs" c="gray.7">{form}</Text>{instrument === null ? null : <Badge variant="outline">{t('instrument', { name: instrument })}</Badge>}</Group>
          <List type="ordered" size="sm" mt="xs">{questions.map((question) => <List.Item key={question.id}><Question question={question} /></List.Item>)}</List>
        </Card>
      ))}
    </Stack>
  );
}

function Question({ question }: { question: FormRow['questions'][number] }) {
  const t = useText(packageTexts);
  const { type, min, max, unit, options } = question;
  const answer = type === 'number' ? t('range', { min: min ?? '', max: max ?? '', unit: unit ?? '' }) : type === 'boolean' ? t('yesNo') : type === 'photo' ? t('photo') : type === 'text' ? t('freeText') : options.map(({ label }) => label).join(' / ');
  return <>{question.text ?? t('noWording')}<Text size="xs" c="gray.7">{`${answer} · ${question.required ? t('required') : t('optional')}`}</Text></>;
}

export function Texts({ view }: { view: PackageView }) {
  const t = useText(packageTexts);
  const [find, setFind] = useState('');
  const wanted = find.trim().toLowerCase();
  const rows = view.texts.filter(({ key, zh, en }) => wanted === '' || [key, zh, en].some((text) => text.toLowerCase().includes(wanted)));
  return (
    <Stack>
      <TextInput label={t('findText')} value={find} onChange={(event) => setFind(event.currentTarget.value)} maw={320} />
      <Wide label={t('texts')}>
        <Table verticalSpacing={6} striped>
          <Table.Thead><Table.Tr>{(['key', 'chinese', 'english'] as const).map((key) => <Table.Th key={key} scope="col">{t(key)}</Table.Th>)}</Table.Tr></Table.Thead>
          <Table.Tbody>{rows.map(({ key, zh, en }) => <Table.Tr key={key} style={{ verticalAlign: 'top' }}><Table.Th scope="row" fw={400}><Text size="xs">{key}</Text></Table.Th><Table.Td lang="zh-CN">{zh}</Table.Td><Table.Td lang="en">{en}</Table.Td></Table.Tr>)}</Table.Tbody>
        </Table>
      </Wide>
    </Stack>
  );
}
