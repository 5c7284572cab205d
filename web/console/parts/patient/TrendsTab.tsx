/** Numbers over time: one plot per group of values and package, thresholds with their source, baseline, and everything again as a table. */
import { Badge, Group, Paper, Stack, Table, Text, Title } from '@mantine/core';
import { lazy, Suspense, useMemo } from 'react';
import type { Trend } from '../../../../db/read-models/patient-trends.js';
import { withQuery } from '../../api.js';
import { useLanguage, useText } from '../../language.js';
import { useRead } from '../../live.js';
import { levelTexts } from '../../texts/care-words.js';
import { patientTexts } from '../../texts/patient.js';
import { levelColor } from '../../theme.js';
import { useWords } from '../../words.js';
import { Loading } from '../Loading.js';
import { Read } from '../Read.js';
import { useChart, useTimes } from './chart.js';
import { parametersOf, sayLine, sayThreshold } from './trend-words.js';
import { plotHeight } from './plot-option.js';
import { WhenSeen } from './WhenSeen.js';

const Plot = lazy(() => import('./Plot.js'));

export default function TrendsTab() {
  const t = useText(patientTexts);
  const { language } = useLanguage();
  const { patient } = useChart();
  const read = useRead<{ items: Trend[] }>(withQuery(`/patients/${patient.patientId}/trends`, { language }), ['episode']);
  return (
    <Read of={read}>{({ items }) => items.length === 0 ? <Text>{t('noTrends')}</Text> : <Stack gap="lg">{groupsOf(items).map((group) => <TrendGroup key={group.map(({ path, episodeId }) => `${episodeId}${path}`).join()} of={group} />)}</Stack>}</Read>
  );
}

/** One plot per reading (all its components), answer or score of an episode; what rules watch comes first. */
export function groupsOf(items: readonly Trend[]): Trend[][] {
  const groups = new Map<string, Trend[]>();
  for (const item of items) groups.set(`${item.episodeId} ${item.group}`, [...(groups.get(`${item.episodeId} ${item.group}`) ?? []), item]);
  const weight = (group: Trend[]): number => (group[0]?.source === 'reading' ? 0 : group.some(({ thresholds }) => thresholds.length > 0) ? 1 : 2);
  return [...groups.values()].sort((a, b) => weight(a) - weight(b) || (b[0]?.points.length ?? 0) - (a[0]?.points.length ?? 0));
}

function TrendGroup({ of }: { of: Trend[] }) {
  const t = useText(patientTexts);
  const { shortDay } = useTimes();
  const many = useChart().episodes.length > 1;
  const words = useMemo(() => ({ baseline: (value: string) => t('baseline', { value }), line: sayLine, moment: shortDay, notBelieved: t('notBelieved') }), [t, shortDay]);
  const [first] = of;
  if (first === undefined) return null;
  const drawn = of.some(({ points }) => points.length > 0);
  return (
    <Paper withBorder p="md" component="section" aria-label={`${first.groupLabel} · ${first.packageTitle}`}>
      <Group gap="sm" align="baseline">
        <Title order={2} fz="md">{first.groupLabel}</Title>
        {first.unit === null ? null : <Text size="sm" c="dark.4">{t('unit', { unit: first.unit })}</Text>}
        <Text size="sm" c="dark.4">{t(`source_${first.source}`)}</Text>
        {many ? <Text size="sm" c="dark.4">{first.packageTitle}</Text> : null}
        {of.map(({ path, label, baseline }) => (baseline === null ? null : <Badge key={path} variant="outline" color="dark">{of.length > 1 ? `${label} ` : ''}{t('baseline', { value: baseline })}</Badge>))}
      </Group>
      {drawn ? <WhenSeen height={plotHeight}><Suspense fallback={<Loading />}><Plot trends={of} words={words} label={t('plotLabel', { label: first.groupLabel })} /></Suspense></WhenSeen> : null}
      <Thresholds of={of} />
      <Values of={of} />
    </Paper>
  );
}

function Thresholds({ of }: { of: Trend[] }) {
  const t = useText(patientTexts);
  const level = useWords(levelTexts);
  const rows = of.flatMap((trend) => trend.thresholds.map((threshold) => ({ trend, threshold })));
  const others = [...new Set(of.flatMap(({ otherRules }) => otherRules))];
  return (
    <>
      {rows.length === 0 ? null : (
        <details open={rows.length <= 6}>
          <summary>{t('thresholds')}</summary>
          <Table.ScrollContainer minWidth={640}>
            <Table verticalSpacing={3} fz="sm">
              <Table.Thead><Table.Tr><Table.Th>{t('level')}</Table.Th><Table.Th>{t('rule')}</Table.Th><Table.Th>{t('condition')}</Table.Th><Table.Th>{t('parameter')}</Table.Th><Table.Th>{t('sourceMark')}</Table.Th><Table.Th>{t('doThis')}</Table.Th></Table.Tr></Table.Thead>
              <Table.Tbody>
                {rows.map(({ trend, threshold }, i) => (
                  <Table.Tr key={i}>
                    <Table.Td miw={76}>{threshold.level === null ? t('startsSteps') : <Badge size="sm" styles={{ root: { background: levelColor(threshold.level), color: '#fff' } }}>{level(threshold.level)}</Badge>}</Table.Td>
                    <Table.Td style={{ whiteSpace: 'nowrap' }}>{threshold.rule}</Table.Td>
                    <Table.Td>{of.length > 1 ? `${trend.label} ` : ''}{sayThreshold(threshold, t)}{threshold.further ? `；${t('further')}` : ''}{threshold.confirmed ? `；${t('confirmed')}` : ''}</Table.Td>
                    <Table.Td>{parametersOf(threshold).map(({ name }) => name).join(' ')}</Table.Td>
                    <Table.Td>{[...new Set([...parametersOf(threshold).map(({ source }) => source), threshold.source])].join(' ')}</Table.Td>
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
              {of.map((trend) => <Table.Td key={trend.path} className="numbers">{cell(trend, at, t)}</Table.Td>)}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </details>
  );
}

function cell({ points, rejected, unit }: Trend, at: string, t: ReturnType<typeof useText<typeof patientTexts>>): string {
  const point = points.find((one) => one.at === at);
  if (point) return `${point.value}${unit === null ? '' : ` ${unit}`}${point.of > 1 ? `（${t('ofMany', { n: point.of })}）` : ''}`;
  const not = rejected.find((one) => one.at === at);
  return not ? `${not.value}（${t('notBelieved')}）` : '';
}
