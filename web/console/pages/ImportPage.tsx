/** A list of discharges from a file: progress, a verdict per row, and the refused rows to take back and mend. */
import { Alert, Anchor, Button, FileInput, Group, Loader, Stack, Table, Text, Title } from '@mantine/core';
import { useState, type DragEvent } from 'react';
import { Link } from 'wouter';
import { upload, withQuery } from '../api.js';
import { useText } from '../language.js';
import { queryClient } from '../live.js';
import { Wide } from '../parts/Wide.js';
import { paths } from '../paths.js';
import { peopleTexts } from '../texts/people.js';
import { templateCsv, toCsv } from '../parts/discharges/list-file.js';

type Row = { line: number; verdict: 'imported' | 'updated' | 'unchanged' | 'refused'; dischargeId: string | null; problems: string[]; launchRefusals: string[] };
type Report = { batchId: string; encoding: string; resumed: boolean; counts: Partial<Record<Row['verdict'], number>>; rows: Row[] };
type State = { step: 'waiting' } | { step: 'reading'; name: string } | { step: 'done'; name: string; report: Report } | { step: 'failed'; message: string };

const workbook = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export default function ImportPage() {
  const t = useText(peopleTexts);
  const [state, set] = useState<State>({ step: 'waiting' });
  const take = async (file: File | null): Promise<void> => {
    if (file === null) return;
    set({ step: 'reading', name: file.name });
    try {
      const report = await upload<Report>(withQuery('/discharges/import', { source: file.name.slice(0, 100) }), file, /\.xlsx$/i.test(file.name) ? workbook : 'text/csv');
      set({ step: 'done', name: file.name, report });
      void queryClient.invalidateQueries();
    } catch (error) {
      set({ step: 'failed', message: error instanceof Error ? error.message : String(error) });
    }
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    void take(event.dataTransfer.files[0] ?? null);
  };
  return (
    <Stack maw={1100}>
      <Title order={1}>{t('importTitle')}</Title>
      <Text maw={760}>{t('importLead')}</Text>
      <Group align="flex-end" onDragOver={(event) => event.preventDefault()} onDrop={drop} p="md" style={{ border: '2px dashed #75b2bb', borderRadius: 8 }}>
        <FileInput label={t('fileLabel')} placeholder={t('choose')} accept=".csv,.xlsx,text/csv" value={null} onChange={(file) => void take(file)} w={340} disabled={state.step === 'reading'} />
        <Anchor href={templateCsv()} download="discharges.csv">{t('template')}</Anchor>
      </Group>
      <div role="status">
        {state.step === 'reading' ? <Group gap="xs"><Loader size="sm" /><Text>{t('reading', { name: state.name })}</Text></Group> : null}
        {state.step === 'done' ? <Text fw={600}>{t('importDone', { name: state.name, imported: 0, updated: 0, unchanged: 0, refused: 0, ...state.report.counts })}</Text> : null}
      </div>
      {state.step === 'failed' ? <Alert color="red" variant="outline" role="alert">{state.message}</Alert> : null}
      {state.step === 'done' ? <Verdicts report={state.report} /> : null}
    </Stack>
  );
}

function Verdicts({ report }: { report: Report }) {
  const t = useText(peopleTexts);
  const refused = report.rows.filter(({ verdict }) => verdict === 'refused');
  const list = `data:text/csv;charset=utf-8,${encodeURIComponent(toCsv([[t('line'), t('problems')], ...refused.map(({ line, problems }) => [String(line), problems.join('; ')])]))}`;
  return (
    <>
      <Group>
        <Button component={Link} href={paths.discharges}>{t('toInbox')}</Button>
        {refused.length > 0 ? <Anchor href={list} download="refused-rows.csv">{t('refusedRows')}</Anchor> : null}
      </Group>
      <Wide label={t('verdict')}>
        <Table verticalSpacing={4}>
          <Table.Thead><Table.Tr>{(['line', 'verdict', 'problems'] as const).map((key) => <Table.Th key={key} scope="col">{t(key)}</Table.Th>)}</Table.Tr></Table.Thead>
          <Table.Tbody>{[...refused, ...report.rows.filter(({ verdict }) => verdict !== 'refused')].map((row) => <RowLine key={row.line} row={row} />)}</Table.Tbody>
        </Table>
      </Wide>
    </>
  );
}

function RowLine({ row }: { row: Row }) {
  const t = useText(peopleTexts);
  const word = t(row.verdict === 'refused' ? 'rowRefused' : row.verdict);
  return (
    <Table.Tr>
      <Table.Th scope="row" className="numbers">{row.line}</Table.Th>
      <Table.Td>{row.verdict === 'refused' ? <Text span fw={700} c="red.9">{word}</Text> : word}</Table.Td>
      <Table.Td>{[...row.problems, ...row.launchRefusals].map((line) => <Text key={line} size="sm">{line}</Text>)}{row.problems.length + row.launchRefusals.length === 0 && row.dischargeId !== null ? <Anchor component={Link} href={paths.launch(row.dischargeId)} aria-label={`${t('launch')}: ${t('line')} ${row.line}`}>{t('launch')}</Anchor> : null}</Table.Td>
    </Table.Tr>
  );
}
