/** Finding a patient by whatever somebody has at hand. What was typed stays with this entry of the browser's history, for the way back, and never in its address. */
import { Alert, TextInput, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { FoundPatient } from '../../../db/read-models/patient-search.js';
import { useLanguage, useText } from '../language.js';
import { useFoundPatients } from '../live.js';
import { today } from '../parts/discharges/today.js';
import { NobodyFound } from '../parts/emergency/NobodyFound.js';
import { Anchor, Badge, Group, Stack, Text } from '../parts/light/light.js';
import { Table } from '../parts/light/Table.js';
import { fullName, sexAndAge } from '../parts/person.js';
import { Wide } from '../parts/Wide.js';
import { paths } from '../paths.js';
import { useMe } from '../session.js';
import { peopleTexts } from '../texts/people.js';
import { sayDay } from '../when.js';

const mostHits = 20;
const searched = 'searched';
const searchedBefore = (): string => {
  const state: unknown = history.state;
  return typeof state === 'object' && state !== null && searched in state ? String((state as Record<string, unknown>)[searched]) : '';
};
const typingMs = 150;

export default function PatientsPage() {
  const t = useText(peopleTexts);
  const [, go] = useLocation();
  const [typed, type] = useState(searchedBefore);
  const [asked] = useDebouncedValue(typed.trim(), typingMs);
  const found = useFoundPatients(asked, ['patient', 'discharge', 'episode']);
  useEffect(() => history.replaceState({ [searched]: asked }, ''), [asked]);
  // Enter opens the first: never one that was found by what stood there before.
  const items = asked === '' || asked !== typed.trim() ? [] : (found.data?.items ?? []);
  return (
    <Stack maw={1100}>
      <Title order={1}>{t('patients')}</Title>
      <form role="search" onSubmit={(event) => { event.preventDefault(); const [only] = items; if (only) go(paths.patient(only.patientId)); }}>
        <TextInput type="search" label={t('searchLabel')} description={t('searchHint')} value={typed} maxLength={80} onChange={({ currentTarget }) => type(currentTarget.value)} maw={560} />
      </form>
      <Text role="status" size="sm">{asked === '' || found.data === undefined ? '' : items.length >= mostHits ? t('mostHits', { n: mostHits }) : t('hits', { n: items.length })}</Text>
      {found.isError ? <Alert color="red" variant="outline" role="alert">{found.error.message}</Alert> : null}
      {items.length > 0 ? <Found items={items} /> : null}
      <NobodyFound nobody={asked !== '' && asked === typed.trim() && found.data?.items.length === 0} />
    </Stack>
  );
}

const matchedWord = { name: 'name', pinyin: 'pinyin', initials: 'initials', phone: 'phone', stay: 'byStay', identifier: 'identifier' } as const;

function Found({ items }: { items: FoundPatient[] }) {
  const t = useText(peopleTexts);
  const { language } = useLanguage();
  const { hospital } = useMe();
  return (
    <Wide label={t('patients')}>
      <Table verticalSpacing={6} highlightOnHover>
        <Table.Thead><Table.Tr>{(['patient', 'mobile', 'stay', 'discharged'] as const).map((key) => <Table.Th key={key} scope="col">{t(key)}</Table.Th>)}<Table.Th scope="col">{t('reason')}</Table.Th></Table.Tr></Table.Thead>
        <Table.Tbody>
          {items.map((one) => (
            <Table.Tr key={one.patientId}>
              <Table.Th scope="row">
                <Group gap={6}>
                  <Anchor component={Link} href={paths.patient(one.patientId)}>{fullName(one)}</Anchor>
                  <Text span size="sm" fw={400}>{sexAndAge(one, language, today(hospital.zone))}</Text>
                  {one.diedAt === null ? null : <Badge variant="outline" color="gray.8">{t('died')}</Badge>}
                  {one.synthetic ? <Badge variant="outline" color="gray.8">{t('synthetic')}</Badge> : null}
                </Group>
              </Table.Th>
              <Table.Td className="numbers">{one.phone ?? '–'}</Table.Td>
              <Table.Td className="numbers">{one.dischargeId === null ? '–' : <Anchor component={Link} href={paths.launch(one.dischargeId)} aria-label={`${t('stay')} ${one.stayRef ?? ''}: ${fullName(one)}`}>{one.stayRef}</Anchor>}</Table.Td>
              <Table.Td>{one.dischargedAt === null ? '–' : sayDay(one.dischargedAt, language, hospital.zone)}</Table.Td>
              <Table.Td><Text size="sm">{`${t(matchedWord[one.matched])} · ${t('openEpisodes', { n: one.openEpisodes })}`}</Text></Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Wide>
  );
}
