/** Measures down, weeks across; beside them where it began and what is wanted, and in a word whether the week met it. */
import { Button } from '@mantine/core';
import type { Measure } from '../../../../db/read-models/review/measures.js';
import { useLanguage, useText } from '../../language.js';
import { reviewTexts } from '../../texts/review.js';
import { Text } from '../light/light.js';
import { Table } from '../light/Table.js';
import { Wide } from '../Wide.js';
import { sayWeek } from './say-week.js';
import { figure, reaches, shown, targetOf, type Figure, type Review } from './figures.js';

export function ReviewTable({ review, packageId, change }: { review: Review; packageId: string | null; change: ((measure: Measure) => void) | null }) {
  const t = useText(reviewTexts);
  const { language } = useLanguage();
  const say = (kind: (typeof shown)[number]['kind'], { n, of, value }: Figure): string => {
    if (value === null) return t('none');
    if (kind === 'share') return t('share', { percent: value.toFixed(1), n, of: of ?? 0 });
    if (kind === 'stars') return t('stars', { stars: value.toFixed(1), of: of ?? 0 });
    return kind === 'money' ? value.toFixed(2) : String(value);
  };
  return (
    <Wide label={t('table')}>
      <Table verticalSpacing={6} striped>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('measure')}</Table.Th>
            {review.weeks.map((week) => <Table.Th key={week} scope="col" style={{ whiteSpace: 'nowrap' }}>{sayWeek(week, language)}</Table.Th>)}
            <Table.Th scope="col">{t('baseline')}</Table.Th><Table.Th scope="col">{t('target')}</Table.Th>{change ? <Table.Td className="no-print" /> : null}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {shown.map(({ measure, kind }) => {
            const target = targetOf(review, measure, packageId);
            return (
              <Table.Tr key={measure} style={{ verticalAlign: 'top' }}>
                <Table.Th scope="row" fw={500}>{t(measure)}</Table.Th>
                {review.weeks.map((week) => {
                  const one = figure(review, measure, week, packageId);
                  const met = reaches(measure, one.value, target?.target);
                  return <Table.Td key={week} className="numbers">{say(kind, one)}{met === null ? null : <Text size="xs" c={met ? 'teal.9' : '#b3170f'}>{t(met ? 'reached' : 'notReached')}</Text>}</Table.Td>;
                })}
                <Table.Td className="numbers">{target?.baseline ?? t('none')}</Table.Td>
                <Table.Td className="numbers">{target?.target ?? t('none')}</Table.Td>
                {change ? <Table.Td className="no-print"><Button size="compact-xs" variant="default" aria-label={`${t('set')}: ${t(measure)}`} onClick={() => change(measure)}>{t('setShort')}</Button></Table.Td> : null}
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </Wide>
  );
}
