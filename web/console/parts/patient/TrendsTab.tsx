/** Numbers over time as small multiples: one plot per value, thresholds with their source, baseline, and everything again as a table. */
import { Paper, SimpleGrid, Title } from '@mantine/core';
import { lazy, Suspense, useMemo } from 'react';
import type { Trend } from '../../../../db/read-models/patient-trends.js';
import { sayUnit } from '../../../../pathways/outline/condition-words.js';
import { saySource } from '../../../../pathways/outline/source-words.js';
import type { Language } from '../../../text.js';
import { useLanguage, useMarks, useText, type Marks } from '../../language.js';
import { useRead } from '../../live.js';
import { levelTexts } from '../../texts/care-words.js';
import { patientTexts } from '../../texts/patient.js';
import { levelColor } from '../../theme.js';
import { withQuery } from '../../with-query.js';
import { useWords } from '../../words.js';
import { Badge, Group, Text } from '../light/light.js';
import { Table } from '../light/Table.js';
import { Loading } from '../Loading.js';
import { Read } from '../Read.js';
import { useChart, useTimes } from './chart.js';
import { groupsOf } from './trend-groups.js';
import { sayLine, sayThreshold, sourcesOf } from './trend-words.js';
import { plotHeight } from './plot-option.js';
import { WhenSeen } from './WhenSeen.js';

const Plot = lazy(() => import('./Plot.js'));

export default function TrendsTab() {
  const t = useText(patientTexts);
  const { language } = useLanguage();
  const { patient } = useChart();
  const read = useRead<{ items: Trend[] }>(withQuery(`/patients/${patient.patientId}/trends`, { language }), ['episode']);
  return (
    <Read of={read}>{({ items }) => items.length === 0 ? <Text>{t('noTrends')}</Text> : <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="sm" verticalSpacing="sm">{groupsOf(items).map((group) => <TrendGroup key={group.map(({ path }) => path).join()} of={group} />)}</SimpleGrid>}</Read>
  );
}

function TrendGroup({ of }: { of: Trend[] }) {
  const t = useText(patientTexts);
  const marks = useMarks();
  const { language } = useLanguage();
  const { shortDay, moment } = useTimes();
  const many = useChart().episodes.length > 1;
  const words = useMemo(() => ({ baseline: (value: string) => t('baseline', { value }), line: sayLine, moment: shortDay, notBelieved: marks.aside(t('notBelieved')) }), [t, shortDay, marks]);
  const [first] = of;
  if (first === undefined) return null;
  // A line needs two values; one alone is said.
  const drawn = of.some(({ points }) => points.length > 1);
  const only = of.flatMap(({ label, points, unit }) => points.map(({ value, at }) => `${of.length > 1 ? `${label} ` : ''}${value}${unit === null ? '' : sayUnit(unit, language)} · ${moment(at)}`));
  return (
    <Paper withBorder p="sm" component="section" aria-label={`${first.groupLabel} · ${first.packageTitle}`}>
      <Group gap="sm" align="baseline">
        <Title order={2} fz="md">{first.groupLabel}</Title>
        {first.unit === null ? null : <Text size="sm" c="dark.4">{t('unit', { unit: sayUnit(first.unit, language).trim() })}</Text>}
        <Text size="sm" c="dark.4">{t(`source_${first.source}`)}</Text>
        {many ? <Text size="sm" c="dark.4">{first.packageTitle}</Text> : null}
        {of.map(({ path, label, baseline }) => (baseline === null ? null : <Badge key={path} variant="outline" color="dark">{of.length > 1 ? `${label} ` : ''}{t('baseline', { value: baseline })}</Badge>))}
      </Group>
      {drawn ? <WhenSeen height={plotHeight}><Suspense fallback={<Loading />}><Plot trends={of} words={words} label={t('plotLabel', { label: first.groupLabel })} /></Suspense></WhenSeen> : <Text className="numbers" fw={600} my="xs">{only.join(marks.clause)}</Text>}
      <Thresholds of={of} />
      <Values of={of} />
    </Paper>
  );
}

function Thresholds({ of }: { of: Trend[] }) {
  const t = useText(patientTexts);
  const marks = useMarks();
  const { language } = useLanguage();
  const level = useWords(levelTexts);
  const rows = of.flatMap((trend) => trend.thresholds.map((threshold) => ({ trend, threshold })));
  const others = [...new Set(of.flatMap(({ otherRules }) => otherRules))];
  return (
    <>
      {rows.length === 0 ? null : (
        <details>
          <summary>{t('thresholds')}</summary>
          <Table.ScrollContainer minWidth={640}>
            <Table verticalSpacing={3} fz="sm">
              <Table.Thead><Table.Tr><Table.Th>{t('level')}</Table.Th><Table.Th>{t('rule')}</Table.Th><Table.Th>{t('condition')}</Table.Th><Table.Th>{t('sourceMark')}</Table.Th><Table.Th>{t('doThis')}</Table.Th></Table.Tr></Table.Thead>
              <Table.Tbody>
                {rows.map(({ trend, threshold }, i) => (
                  <Table.Tr key={i}>
                    <Table.Td miw={76}>{threshold.level === null ? t('startsSteps') : <Badge size="sm" background={levelColor(threshold.level)}>{level(threshold.level)}</Badge>}</Table.Td>
                    <Table.Td style={{ whiteSpace: 'nowrap' }}>{threshold.rule}</Table.Td>
                    <Table.Td>{of.length > 1 ? `${trend.label} ` : ''}{[sayThreshold(threshold, t, language), threshold.further ? t('further') : '', threshold.confirmed ? t('confirmed') : ''].filter(Boolean).join(marks.clause)}</Table.Td>
                    <Table.Td>{[...new Set([...sourcesOf(threshold), threshold.source])].map((source) => saySource(source, language)).join(marks.clause)}</Table.Td>
                    <Table.Td>{threshold.instructionText}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        </details>
      )}
      {others.length === 0 ? null : <Text size="xs" c="dark.4">{t('otherRules', { rules: others.join(' ') })}</Text>}
    </>
  );
}

function Values({ of }: { of: Trend[] }) {
  const t = useText(patientTexts);
  const marks = useMarks();
  const { language } = useLanguage();
  const { moment } = useTimes();
  const times = [...new Set(of.flatMap(({ points, rejected }) => [...points, ...rejected].map(({ at }) => at)))].sort().reverse();
  return (
    <details>
      <summary>{t('table')}</summary>
      <Table verticalSpacing={2} fz="sm" maw={640}>
        <Table.Thead><Table.Tr><Table.Th>{t('measuredAt')}</Table.Th>{of.map(({ path, label }) => <Table.Th key={path}>{label}</Table.Th>)}</Table.Tr></Table.Thead>
        <Table.Tbody>
          {times.map((at) => (
            <Table.Tr key={at}>
              <Table.Td className="numbers">{moment(at)}</Table.Td>
              {of.map((trend) => <Table.Td key={trend.path} className="numbers">{cell(trend, at, t, { language, marks })}</Table.Td>)}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </details>
  );
}

function cell({ points, rejected, unit }: Trend, at: string, t: ReturnType<typeof useText<typeof patientTexts>>, { language, marks }: { language: Language; marks: Marks }): string {
  const point = points.find((one) => one.at === at);
  if (point) return `${point.value}${unit === null ? '' : sayUnit(unit, language)}${point.of > 1 ? marks.aside(t('ofMany', { n: point.of })) : ''}`;
  const not = rejected.find((one) => one.at === at);
  return not ? `${not.value}${marks.aside(t('notBelieved'))}` : '';
}
