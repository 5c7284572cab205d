/** What became of each package week by week, against where it began and what is wanted. */
import { Button, List, NumberInput, Select, TextInput, Title } from '@mantine/core';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useSearchParams } from 'wouter';
import type { Measure } from '../../../db/read-models/review/measures.js';
import { useLanguage, useText } from '../language.js';
import { useRead } from '../live.js';
import { Group, Stack, Text } from '../parts/light/light.js';
import { Loading } from '../parts/Loading.js';
import { Read } from '../parts/Read.js';
import { figure, shown, targetOf, type Review } from '../parts/review/figures.js';
import { ReviewTable } from '../parts/review/ReviewTable.js';
import { sayWeek } from '../parts/review/say-week.js';
import { TargetForm } from '../parts/review/TargetForm.js';
import { useMay, useMe } from '../session.js';
import { reviewTexts } from '../texts/review.js';
import { sayDay } from '../when.js';
import { withQuery } from '../with-query.js';

const Chart = lazy(() => import('../parts/review/Chart.js'));
const usualWeeks = 6;

export default function ReviewPage() {
  const t = useText(reviewTexts);
  const { language } = useLanguage();
  const [search, setSearch] = useSearchParams();
  const weeks = Math.min(53, Math.max(1, Number(search.get('weeks') ?? usualWeeks) || usualWeeks));
  const query = { weeks, until: search.get('until'), language };
  const review = useRead<Review>(withQuery('/review', query), ['episode', 'escalation', 'visit', 'inquiry', 'order', 'target']);
  const set = (name: string, value: string | null): void => setSearch((before) => { if (value === null || value === '') before.delete(name); else before.set(name, value); return before; }, { replace: true });
  return (
    <Stack maw={1500}>
      <Title order={1}>{t('title')}</Title>
      <Text size="sm">{t('lead')}</Text>
      <Read of={review}>
        {(data) => (
          <>
            <Group align="flex-end" className="no-print">
              <Select label={t('package')} data={[{ value: '', label: t('all') }, ...data.packages.map(({ packageId, title }) => ({ value: packageId, label: title }))]} value={search.get('package') ?? ''} onChange={(value) => set('package', value)} allowDeselect={false} w={280} />
              <NumberInput label={t('weeks')} value={weeks} min={1} max={53} w={100} onChange={(value) => set('weeks', String(value))} />
              <TextInput type="date" label={t('until')} value={search.get('until') ?? ''} onChange={(event) => set('until', event.currentTarget.value)} />
              <Button component="a" href={withQuery('/review.csv', query)} variant="default" download>{t('export')}</Button>
              <Button variant="default" onClick={() => window.print()}>{t('print')}</Button>
            </Group>
            <Body review={data} packageId={search.get('package')} chosen={search.get('measure')} choose={(measure) => set('measure', measure)} />
          </>
        )}
      </Read>
    </Stack>
  );
}

function Body({ review, packageId, chosen, choose }: { review: Review; packageId: string | null; chosen: string | null; choose: (measure: string | null) => void }) {
  const t = useText(reviewTexts);
  const { language } = useLanguage();
  const { hospital } = useMe();
  const [setting, setSetting] = useState<Measure | null>(null);
  const may = useMay('target:write');
  const { measure, kind } = shown.find((one) => one.measure === chosen) ?? { measure: 'contacts' as const, kind: 'share' as const };
  const weeks = useMemo(() => review.weeks.map((week) => sayWeek(week, language)), [review.weeks, language]);
  const series = useMemo(() => {
    const target = targetOf(review, measure, packageId);
    const level = (name: string, value: string | null | undefined) => (value === null || value === undefined ? [] : [{ name, values: review.weeks.map(() => Number(value)), dashed: true }]);
    return [{ name: t(measure), values: review.weeks.map((week) => figure(review, measure, week, packageId).value) }, ...level(t('target'), target?.target), ...level(t('baseline'), target?.baseline)];
  }, [review, measure, packageId, t]);
  const reasons = review.targets.filter((one) => one.packageId === packageId);
  return (
    <>
      <ReviewTable review={review} packageId={packageId} change={may ? setSetting : null} />
      {reasons.length === 0 ? null : (
        <section aria-label={t('targets')}>
          <Title order={2} size="h5">{t('targets')}</Title>
          <List size="sm">{reasons.map((one) => <List.Item key={one.measure}>{`${t(one.measure)}: ${t('setBy', { by: one.setBy, when: sayDay(one.setAt, language, hospital.zone), reason: one.reason, source: one.source })}`}</List.Item>)}</List>
        </section>
      )}
      <section aria-label={t('chart')}>
        <Title order={2} size="h4" mb="xs">{t('chart')}</Title>
        <Select className="no-print" label={t('chartOf')} data={shown.map((one) => ({ value: one.measure, label: t(one.measure) }))} value={measure} onChange={choose} allowDeselect={false} w={280} mb="sm" />
        {series.every(({ values }) => values.every((value) => value === null)) ? <Text>{t('noData')}</Text> : <Suspense fallback={<Loading />}><Chart label={t('chartLabel', { measure: t(measure), weeks: weeks.length })} weeks={weeks} series={series} bars={kind === 'count' || kind === 'money'} /></Suspense>}
      </section>
      <details>
        <summary>{t('counts')}</summary>
        <List size="sm" mt="xs">{shown.map((one) => <List.Item key={one.measure}><strong>{t(one.measure)}</strong>{`: ${t(`${one.measure}-counts`)}`}</List.Item>)}</List>
      </details>
      {setting ? <TargetForm measure={setting} packageId={packageId} known={targetOf(review, setting, packageId)} close={() => setSetting(null)} /> : null}
    </>
  );
}
