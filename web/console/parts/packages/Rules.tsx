/** What fires, how urgent it is, who hears by when, what the patient is told, what staff do; every number with its source. */
import { Title } from '@mantine/core';
import type { PackageView } from '../../../../api/package-view.js';
import type { LevelRow, RuleRow } from '../../../../pathways/outline/rule-rows.js';
import { sayUnit } from '../../../../pathways/outline/condition-words.js';
import { useLanguage, useText } from '../../language.js';
import { levelColor } from '../../theme.js';
import { levelTexts } from '../../texts/care-words.js';
import { packageTexts } from '../../texts/packages.js';
import { roleTexts } from '../../texts/roles.js';
import { Badge, Stack, Text } from '../light/light.js';
import { Table } from '../light/Table.js';
import { Wide } from '../Wide.js';
import { SourceMark } from './SourceMark.js';

export function Rules({ view }: { view: PackageView }) {
  const t = useText(packageTexts);
  const labels = new Map(view.steps.map(({ step, label }) => [step, label]));
  const heads = ['rule', 'condition', 'level', 'tell', 'patientText', 'instruction', 'source'] as const;
  return (
    <Stack>
      <Title order={2} size="h4">{t('levels')}</Title>
      <Levels levels={view.levels} />
      <Title order={2} size="h4">{t('rules')}</Title>
      <Wide label={t('rules')}>
        <Table verticalSpacing="xs" striped miw={1000}>
          <Table.Thead><Table.Tr>{heads.map((key) => <Table.Th key={key} scope="col">{t(key)}</Table.Th>)}</Table.Tr></Table.Thead>
          <Table.Tbody>{view.rules.map((row) => <Row key={`${row.rule} ${row.case}`} row={row} labels={labels} />)}</Table.Tbody>
        </Table>
      </Wide>
    </Stack>
  );
}

const useRoles = (): ((roles: readonly string[]) => string) => {
  const role = useText(roleTexts);
  return (roles) => roles.map((one) => (one in roleTexts ? role(one as keyof typeof roleTexts) : one)).join(', ');
};

/** Whole hours are said as hours. */
const useWithin = (): ((minutes: number) => string) => {
  const t = useText(packageTexts);
  return (minutes) => (minutes % 60 === 0 ? t('hours', { n: minutes / 60 }) : t('minutes', { n: minutes }));
};

function LevelWord({ level }: { level: RuleRow['level'] }) {
  const t = useText(packageTexts);
  const word = useText(levelTexts);
  if (level === null) return <Text size="sm">{t('noCase')}</Text>;
  return <Badge miw="max-content" background={levelColor(level)}>{word(level)}</Badge>;
}

function Row({ row, labels }: { row: RuleRow; labels: ReadonlyMap<string, string> }) {
  const t = useText(packageTexts);
  const within = useWithin();
  const word = useText(levelTexts);
  const roles = useRoles();
  const { language } = useLanguage();
  return (
    <Table.Tr style={{ verticalAlign: 'top' }}>
      <Table.Th scope="row" fw={500} style={{ whiteSpace: 'nowrap' }}>{row.rule}<Text size="xs" c="gray.7">{`#${row.case}`}</Text></Table.Th>
      <Table.Td maw={340}>
        {row.condition}
        {row.numbers.map(({ name, value, unit, source }) => <Text key={name} component="div" size="xs" c="gray.7">{`${name} = ${value}${sayUnit(unit, language)} · `}<SourceMark source={source} /></Text>)}
        {row.persist ? <Text size="xs" c="gray.7">{`${t('persist', { hours: row.persist.hours })} ${word(row.persist.become)}`}</Text> : null}
        {row.confirm ? <Text size="xs" c="gray.7">{t('confirm', { after: row.confirm.askAfterMinutes, within: row.confirm.withinMinutes })}</Text> : null}
      </Table.Td>
      <Table.Td><LevelWord level={row.level} /></Table.Td>
      <Table.Td maw={180}>
        {row.level === null ? null : roles(row.to)}
        {row.level === null || row.ackWithinMinutes === null ? null : <Text size="xs" c="gray.7">{t('ack', { within: within(row.ackWithinMinutes) })}</Text>}
        {row.level === null || row.contactWithinMinutes === null ? null : <Text size="xs" c="gray.7">{t('contact', { within: within(row.contactWithinMinutes) })}</Text>}
      </Table.Td>
      <Table.Td maw={240}>{row.patientText ?? <Text size="sm" c="gray.7">{t('nothingByText')}</Text>}</Table.Td>
      <Table.Td maw={240}>{row.instruction}{row.starts.length === 0 ? null : <Text size="xs" c="gray.7">{t('starts', { steps: row.starts.map((step) => labels.get(step) ?? step).join(', ') })}</Text>}</Table.Td>
      <Table.Td><SourceMark source={row.source} /></Table.Td>
    </Table.Tr>
  );
}

function Levels({ levels }: { levels: readonly LevelRow[] }) {
  const t = useText(packageTexts);
  const within = useWithin();
  const roles = useRoles();
  return (
    <Wide label={t('levels')}>
      <Table verticalSpacing="xs">
        <Table.Thead><Table.Tr>{(['level', 'alert', 'ladder', 'patientText'] as const).map((key) => <Table.Th key={key} scope="col">{t(key)}</Table.Th>)}</Table.Tr></Table.Thead>
        <Table.Tbody>
          {levels.map((row) => (
            <Table.Tr key={row.level} style={{ verticalAlign: 'top' }}>
              <Table.Th scope="row"><LevelWord level={row.level} /></Table.Th>
              <Table.Td>{roles(row.alert)}<Text size="xs" c="gray.7">{[row.ackWithinMinutes === null ? null : t('ack', { within: within(row.ackWithinMinutes) }), t('contact', { within: within(row.contactWithinMinutes) })].filter((one) => one !== null).join(' · ')}</Text></Table.Td>
              <Table.Td>{row.ladder.map(({ afterMinutes, to, unless }) => <Text key={`${afterMinutes} ${to.join()}`} size="sm">{t('rung', { within: within(afterMinutes), to: roles(to), act: t(unless) })}</Text>)}</Table.Td>
              <Table.Td maw={360}>{row.patientText ?? t('nothingByText')}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Wide>
  );
}
