/** One act, visit by visit: what it is, what becomes of it, whom it reaches. Before: tick what is included. After: undo. */
import { Button, Checkbox } from '@mantine/core';
import { useState } from 'react';
import type { BulkAct, BulkRow, Placed } from '../../../../db/bulk/bulk-rows.js';
import { useLanguage, useText } from '../../language.js';
import { useRead } from '../../live.js';
import { useMe } from '../../session.js';
import { bulkTexts } from '../../texts/bulk.js';
import { sayMoment } from '../../when.js';
import { useAct } from '../act.js';
import { Group, Stack, Text } from '../light/light.js';
import { Table } from '../light/Table.js';
import { fullName } from '../person.js';
import { Read } from '../Read.js';
import { ConsequenceLine } from './ConsequenceLine.js';

type Detail = BulkAct & { visits: BulkRow[] };

export function BulkSheet({ actId, back }: { actId: string; back: () => void }) {
  const act = useRead<Detail>(`/bulk-acts/${actId}`, ['bulk-act']);
  return <Read of={act}>{(of) => <Sheet of={of} back={back} />}</Read>;
}

function Sheet({ of, back }: { of: Detail; back: () => void }) {
  const t = useText(bulkTexts);
  const { language } = useLanguage();
  const { zone } = useMe().hospital;
  const districts = useRead<{ districts: { code: string; name: string }[] }>('/districts', []);
  const [leave, setLeave] = useState<readonly string[]>([]);
  const apply = useAct<{ leave: readonly string[] }>({ path: `/bulk-acts/${of.actId}/apply`, done: t('applied') });
  const undo = useAct<object>({ path: `/bulk-acts/${of.actId}/undo`, done: t('undone') });
  const open = of.visits.filter(({ state }) => state === 'previewed');
  const included = open.filter(({ occurrence }) => !leave.includes(occurrence));
  const toggle = (occurrence: string, include: boolean): void => setLeave((before) => (include ? before.filter((one) => one !== occurrence) : [...before, occurrence]));
  return (
    <Stack gap="md">
      <Text fw={600}>{`${t(of.kind)} · ${of.reason}`}</Text>
      {of.appliedAt === null ? <Text>{of.visits.length === 0 ? t('nothing') : t('willChange', { n: included.length, stay: of.visits.length - included.length })}</Text> : <Text>{t('by', { name: of.appliedByName ?? '', at: sayMoment(of.appliedAt, language, zone) })}{of.undoneAt === null ? '' : ` · ${t('undoneBy', { name: of.undoneByName ?? '', at: sayMoment(of.undoneAt, language, zone) })}`}</Text>}
      <Group>
        <Button variant="default" onClick={back}>{t('again')}</Button>
        {open.length > 0 && of.undoneAt === null ? <Button onClick={() => apply.mutate({ leave })} loading={apply.isPending} disabled={included.length === 0}>{t('apply', { n: included.length })}</Button> : null}
        {of.appliedAt !== null && of.undoneAt === null ? <Button variant="default" onClick={() => undo.mutate({})} loading={undo.isPending}>{t('undo')}</Button> : null}
      </Group>
      {of.visits.length === 0 ? null : (
        <Table.ScrollContainer minWidth={760}>
          <Table withTableBorder verticalSpacing={6}>
            <Table.Thead><Table.Tr>{[open.length > 0 ? t('include') : t('outcome'), t('patient'), t('before'), t('after'), t('follows')].map((one) => <Table.Th key={one} scope="col">{one}</Table.Th>)}</Table.Tr></Table.Thead>
            <Table.Tbody>
              {of.visits.map((row) => (
                <Table.Tr key={row.occurrence}>
                  <Table.Td>{row.state === 'previewed' ? <Checkbox checked={!leave.includes(row.occurrence)} onChange={({ currentTarget }) => toggle(row.occurrence, currentTarget.checked)} aria-label={t('includeOf', { patient: fullName(row) })} /> : <Text size="sm" fw={600}>{t(`state-${row.state}`)}</Text>}</Table.Td>
                  <Table.Td><Text fw={600}>{fullName(row)}</Text><Text size="sm">{districts.data?.districts.find(({ code }) => code === row.district)?.name ?? row.district ?? ''}</Text></Table.Td>
                  <Table.Td><Where of={row.before} /></Table.Td>
                  <Table.Td>{row.after === null ? <Text size="sm">{`${t('stays')}: ${t(row.verdict as keyof typeof bulkTexts)}`}</Text> : <Where of={row.after} />}{row.detail === null ? null : <Text size="sm" c="#9a4b00">{t(row.detail as keyof typeof bulkTexts)}</Text>}</Table.Td>
                  <Table.Td><ul className="plain">{row.consequences.map((one) => <li key={JSON.stringify(one)}><ConsequenceLine of={one} /></li>)}</ul></Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Stack>
  );
}

function Where({ of }: { of: Placed }) {
  const t = useText(bulkTexts);
  const { language } = useLanguage();
  const { zone } = useMe().hospital;
  return <><Text size="sm" className="numbers">{sayMoment(of.from, language, zone)}</Text><Text size="sm">{of.name ?? t('nobody')}</Text></>;
}
