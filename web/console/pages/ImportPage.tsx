/** Discharges from files: lists and FHIR bundles, several at once; progress row by row, a verdict for each, and the refused rows to take back and mend. */
import { Alert, Button, FileInput, Progress, Title } from '@mantine/core';
import { useRef, useState, type DragEvent } from 'react';
import { Link } from 'wouter';
import { useText } from '../language.js';
import { readAgain } from '../live.js';
import { begun, importFile, type ImportState } from '../parts/discharges/import-file.js';
import { RowVerdict } from '../parts/discharges/RowVerdict.js';
import { templateCsv, toCsv } from '../parts/discharges/list-file.js';
import { Anchor, Group, Stack, Text } from '../parts/light/light.js';
import { Table } from '../parts/light/Table.js';
import { Wide } from '../parts/Wide.js';
import { paths } from '../paths.js';
import { peopleTexts } from '../texts/people.js';

export default function ImportPage() {
  const t = useText(peopleTexts);
  const [states, set] = useState<readonly ImportState[]>([]);
  const under = useRef(false);
  const busy = states.some(({ done }) => !done);
  const take = async (files: readonly File[]): Promise<void> => {
    if (files.length === 0 || under.current) return;
    under.current = true;
    set(files.map(({ name }) => begun(name)));
    // One after the other: a file that is refused does not stop the next.
    for (const [index, file] of files.entries()) await importFile(file, (state) => set((before) => before.map((one, at) => (at === index ? state : one))));
    under.current = false;
    void readAgain();
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    void take([...event.dataTransfer.files]);
  };
  return (
    <Stack maw={1100}>
      <Title order={1}>{t('importTitle')}</Title>
      <Text maw={760}>{t('importLead')}</Text>
      <Group align="flex-end" onDragOver={(event) => event.preventDefault()} onDrop={drop} p="md" style={{ border: '2px dashed #75b2bb', borderRadius: 8 }}>
        <FileInput multiple label={t('fileLabel')} placeholder={t('choose')} accept=".csv,.xlsx,.json,text/csv,application/json" value={[]} onChange={(files) => void take(files)} w={340} disabled={busy} />
        <Anchor href={templateCsv()} download="discharges.csv">{t('template')}</Anchor>
      </Group>
      {states.length === 0 ? null : <Summary states={states} busy={busy} />}
      {states.map((state, index) => (state.failure === null ? null : <Alert key={`${index} ${state.name}`} color="red" variant="outline" role="alert" title={state.name}>{state.failure}</Alert>))}
      {states.some(({ judged }) => judged.length > 0) ? <Verdicts states={states} /> : null}
    </Stack>
  );
}

function Summary({ states, busy }: { states: readonly ImportState[]; busy: boolean }) {
  const t = useText(peopleTexts);
  return (
    <>
      {states.map((state, index) => {
        const rows = state.rows ?? 0;
        return busy && !state.done ? (
          <Group key={`${index} ${state.name}`} gap="sm">
            <Text>{state.rows === null ? t('reading', { name: state.name }) : t('progress', { name: state.name, done: state.judged.length, rows })}</Text>
            <Progress aria-label={state.name} value={rows === 0 ? 0 : (state.judged.length / rows) * 100} w={240} />
          </Group>
        ) : null;
      })}
      <div role="status">
        {states.map((state, index) => (state.done && state.failure === null ? (
          <Text key={`${index} ${state.name}`} fw={600}>{t('importDone', { name: state.name, imported: 0, updated: 0, unchanged: 0, refused: 0, ...state.counts })}{state.resumed ? ` ${t('sameFile')}` : ''}</Text>
        ) : null))}
        {states.flatMap(({ name, remarks }, index) => remarks.map((remark) => <Text key={`${index} ${name} ${remark}`}>{name}: {remark}</Text>))}
      </div>
    </>
  );
}

function Verdicts({ states }: { states: readonly ImportState[] }) {
  const t = useText(peopleTexts);
  const rows = states.flatMap(({ name, judged }, file) => judged.map((row) => ({ key: `${file} ${row.line}`, name, row })));
  const refused = rows.filter(({ row }) => row.verdict === 'refused');
  const taken = rows.filter(({ row }) => row.verdict !== 'refused');
  const table = [[t('file'), t('line'), t('problems')], ...refused.map(({ name, row }) => [name, String(row.line), row.problems.join('; ')])];
  const href = `data:text/csv;charset=utf-8,${encodeURIComponent(toCsv(table))}`;
  return (
    <>
      <Group>
        <Button component={Link} href={paths.discharges}>{t('toInbox')}</Button>
        {refused.length > 0 ? <Anchor href={href} download="refused-rows.csv">{t('refusedRows')}</Anchor> : null}
      </Group>
      <Wide label={t('verdict')}>
        <Table verticalSpacing={4}>
          <Table.Thead><Table.Tr>{(['file', 'line', 'verdict', 'problems'] as const).map((key) => <Table.Th key={key} scope="col">{t(key)}</Table.Th>)}<Table.Th scope="col"><span className="unseen">{t('launch')}</span></Table.Th></Table.Tr></Table.Thead>
          <Table.Tbody>{[...refused, ...taken.filter(({ row }) => row.problems.length > 0), ...taken.filter(({ row }) => row.problems.length === 0)].map(({ key, name, row }) => <RowVerdict key={key} name={name} row={row} />)}</Table.Tbody>
        </Table>
      </Wide>
    </>
  );
}
