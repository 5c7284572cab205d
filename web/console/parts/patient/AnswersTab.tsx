/** All answers, newest first; those that met a rule say so before they are opened. */
import { Accordion, Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { AnswerSheet } from '../../../../db/read-models/patient-answers.js';
import { get } from '../../api.js';
import { useLanguage, useText } from '../../language.js';
import { levelTexts } from '../../texts/care-words.js';
import { patientTexts } from '../../texts/patient.js';
import { levelColor } from '../../theme.js';
import { withQuery } from '../../with-query.js';
import { useWords } from '../../words.js';
import { Badge, Group, Stack, Text } from '../light/light.js';
import { AnswerSheetView } from './AnswerSheetView.js';
import { useChart, useTimes, usePlace } from './chart.js';

export default function AnswersTab() {
  const t = useText(patientTexts);
  const { language } = useLanguage();
  const { patient } = useChart();
  const { read, go } = usePlace();
  const pages = useInfiniteQuery({
    queryKey: ['answers', patient.patientId, language], meta: { topics: ['episode'] }, initialPageParam: null as string | null,
    queryFn: ({ pageParam }) => get<{ items: AnswerSheet[]; next: string | null }>(withQuery(`/patients/${patient.patientId}/answers`, { language, limit: 20, after: pageParam })),
    getNextPageParam: ({ next }) => next,
  });
  const sheets = pages.data?.pages.flatMap(({ items }) => items) ?? [];
  if (pages.isLoadingError) return <Text role="alert">{pages.error.message}</Text>;
  if (pages.isSuccess && sheets.length === 0) return <Text>{t('none')}</Text>;
  return (
    <Stack>
      <Accordion variant="separated" value={read('sheet')} onChange={(sheet) => go({ sheet })} order={2}>
        {sheets.map((sheet) => (
          <Accordion.Item key={sheet.answerId} value={sheet.answerId}>
            <Accordion.Control><Summary of={sheet} /></Accordion.Control>
            <Accordion.Panel><AnswerSheetView of={sheet} /></Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
      {pages.hasNextPage ? <Group justify="center"><Button variant="default" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>{t('more')}</Button></Group> : null}
    </Stack>
  );
}

function Summary({ of }: { of: AnswerSheet }) {
  const t = useText(patientTexts);
  const level = useWords(levelTexts);
  const { moment } = useTimes();
  return (
    <Group gap="sm">
      <Text className="numbers" size="sm" w={150}>{moment(of.at)}</Text>
      <Text fw={600} size="sm">{of.label}</Text>
      <Text size="sm" c="dark.4">{of.packageTitle}</Text>
      {of.forms.filter(({ score }) => score !== null).map((form) => <Text key={form.id} size="sm">{t('score', { instrument: form.instrument ?? form.title, score: form.score ?? '' })}</Text>)}
      {of.met.map((rule) => <Badge key={rule.rule} background={levelColor(rule.level ?? '')}>{rule.rule} {rule.level === null ? '' : level(rule.level)}</Badge>)}
    </Group>
  );
}
