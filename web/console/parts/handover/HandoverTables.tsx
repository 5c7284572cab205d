/** Cases, call-backs and tasks of a handover page. */
import { Title } from '@mantine/core';
import type { HandedCase, HandoverPage } from '../../../../db/worklist/handover-page.js';
import { useLanguage, useText } from '../../language.js';
import { useMe } from '../../session.js';
import { handoverTexts } from '../../texts/handover.js';
import { sayMoment } from '../../when.js';
import { LevelBadge } from '../LevelBadge.js';
import { Stack, Text } from '../light/light.js';
import { Table } from '../light/Table.js';

export function HandoverTables({ page }: { page: HandoverPage }) {
  const t = useText(handoverTexts);
  const { language } = useLanguage();
  const { zone } = useMe().hospital;
  const say = (at: string): string => sayMoment(at, language, zone);
  return (
    <>
      <Part title={t('cases', { n: page.cases.length })} head={[t('level'), t('patient'), t('what'), t('state')]} empty={t('noneOf')}
        rows={page.cases.map((one) => ({ key: one.escalationId, cells: [<LevelBadge key="level" level={one.level} size="md" />, <Who key="who" of={one} />, <What key="what" of={one} />, <State key="state" of={one} />] }))} />
      <Part title={t('callBacks', { n: page.callBacks.length })} head={[t('due'), t('patient'), t('note')]} empty={t('noneOf')} rows={page.callBacks.map((one) => ({ key: one.callBackId, cells: [say(one.dueAt), one.patient, one.note ?? ''] }))} />
      <Part title={t('tasks', { n: page.tasks.length })} head={[t('due'), t('patient'), t('note')]} empty={t('noneOf')} rows={page.tasks.map((one) => ({ key: one.taskId, cells: [say(one.dueAt), one.patient, one.instruction] }))} />
    </>
  );
}

type Row = { key: string; cells: React.ReactNode[] };
function Part({ title, head, rows, empty }: { title: string; head: string[]; rows: Row[]; empty: string }) {
  return (
    <Stack gap={4}>
      <Title order={3} size="h4">{title}</Title>
      {rows.length === 0 ? <Text size="sm">{empty}</Text> : (
        <Table withTableBorder withColumnBorders verticalSpacing={6}>
          <Table.Thead><Table.Tr>{head.map((one) => <Table.Th key={one} scope="col">{one}</Table.Th>)}</Table.Tr></Table.Thead>
          <Table.Tbody>{rows.map(({ key, cells }) => <Table.Tr key={key}>{cells.map((cell, index) => <Table.Td key={head[index]}>{cell}</Table.Td>)}</Table.Tr>)}</Table.Tbody>
        </Table>
      )}
    </Stack>
  );
}

function Who({ of }: { of: HandedCase }) {
  const { language } = useLanguage();
  return <><Text fw={600}>{of.patient}</Text><Text size="sm">{[of.birthDate, language === 'en' ? of.package.en : of.package.zh].filter(Boolean).join(' · ')}</Text></>;
}

function What({ of }: { of: HandedCase }) {
  const { language } = useLanguage();
  return (
    <>
      <Text size="sm">{language === 'en' ? of.instruction.en : of.instruction.zh}</Text>
      <Text size="xs">{of.rules.join(' · ')}</Text>
      {of.reports.map((report, index) => <Text key={`${index} ${report}`} size="sm">{`“${report}”`}</Text>)}
      {of.notes.map((note) => <Text key={`${note.at} ${note.byName}`} size="sm">{`${note.byName}: ${note.text}`}</Text>)}
    </>
  );
}

function State({ of }: { of: HandedCase }) {
  const t = useText(handoverTexts);
  const { language } = useLanguage();
  const { zone } = useMe().hospital;
  const say = (at: string): string => sayMoment(at, language, zone);
  return (
    <>
      {of.acknowledgedAt !== null ? <Text size="sm">{t('acked', { at: say(of.acknowledgedAt) })}</Text> : of.ackBy === null ? null : <Text size="sm">{t('ackBy', { at: say(of.ackBy) })}</Text>}
      <Text size="sm">{of.contactedAt === null ? t('contactBy', { at: say(of.contactBy) }) : t('contacted', { at: say(of.contactedAt) })}</Text>
      {of.breached.length > 0 ? <Text size="sm" fw={700} c="#b3170f">{t('late')}</Text> : null}
      {of.unowned ? <Text size="sm" fw={700}>{t('unowned')}</Text> : null}
    </>
  );
}
