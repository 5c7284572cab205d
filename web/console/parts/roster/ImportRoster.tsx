/** A roster file: looked at first, stored second; every line says what becomes of it. */
import { Button, FileInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { DutyVerdict } from '../../../../rosters/roster-table.js';
import { upload } from '../../api.js';
import { useText } from '../../language.js';
import { readAgain } from '../../live.js';
import { rosterTexts } from '../../texts/roster.js';
import { Dialog } from '../Dialog.js';
import { Badge, Group, Stack, Text } from '../light/light.js';
import { Table } from '../light/Table.js';
import { Wide } from '../Wide.js';

type Report = { layout: string; stored: number; verdicts: DutyVerdict[] };

export function ImportRoster() {
  const t = useText(rosterTexts);
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="default" onClick={() => setOpen(true)}>{t('import')}</Button>
      {open ? <Dialog title={t('import')} close={() => setOpen(false)} size="xl"><Steps /></Dialog> : null}
    </>
  );
}

function Steps() {
  const t = useText(rosterTexts);
  const [file, setFile] = useState<File | null>(null);
  const send = useMutation({
    mutationFn: ({ of, store }: { of: File; store: boolean }) => upload<Report>(`/roster/import?store=${store}`, of, of.name.endsWith('.csv') ? 'text/csv' : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'),
    onSuccess: ({ stored }) => void (stored > 0 && readAgain()),
  });
  const good = send.data?.verdicts.filter(({ problem }) => problem === null).length ?? 0;
  const bad = (send.data?.verdicts.length ?? 0) - good;
  return (
    <Stack>
      <Text size="sm">{t('importHint')}</Text>
      <Group align="flex-end">
        <FileInput label={t('file')} value={file} onChange={(chosen) => { setFile(chosen); send.reset(); }} accept=".csv,.xlsx,text/csv" w={360} />
        <Button variant="default" disabled={file === null} loading={send.isPending} onClick={() => file && send.mutate({ of: file, store: false })}>{t('checkFile')}</Button>
      </Group>
      {send.isError ? <Text role="alert" c="#b3170f">{send.error.message}</Text> : null}
      {send.data ? (
        <>
          <Group role="status"><Text fw={600}>{send.data.stored > 0 ? t('stored', { n: send.data.stored }) : t('takes', { n: good })}</Text>{bad > 0 ? <Text c="#b3170f">{t('refuses', { n: bad })}</Text> : null}</Group>
          {send.data.stored === 0 && good > 0 ? <Group><Button loading={send.isPending} onClick={() => file && send.mutate({ of: file, store: true })}>{t('store', { n: good })}</Button></Group> : null}
          <Verdicts verdicts={send.data.verdicts} />
        </>
      ) : null}
    </Stack>
  );
}

function Verdicts({ verdicts }: { verdicts: readonly DutyVerdict[] }) {
  const t = useText(rosterTexts);
  return (
    <Wide label={t('verdict')}>
      <Table verticalSpacing={4}>
        <Table.Thead><Table.Tr>{(['line', 'written', 'verdict'] as const).map((key) => <Table.Th key={key} scope="col">{t(key)}</Table.Th>)}</Table.Tr></Table.Thead>
        <Table.Tbody>
          {verdicts.toSorted((a, b) => Number(a.problem === null) - Number(b.problem === null) || a.line - b.line).slice(0, 300).map(({ line, text, problem }, n) => (
            <Table.Tr key={`${line} ${n}`}><Table.Td className="numbers">{line}</Table.Td><Table.Td>{text}</Table.Td><Table.Td>{problem === null ? <Badge variant="outline" color="teal.9">{t('fine')}</Badge> : <Text size="sm" c="#b3170f">{problem}</Text>}</Table.Td></Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Wide>
  );
}
