/** One answered sheet: questions and answers, scores, and what the rules said to it. */
import { Paper, Title } from '@mantine/core';
import type { AnswerSheet } from '../../../../db/read-models/patient-answers.js';
import { useMarks, useText } from '../../language.js';
import { levelTexts } from '../../texts/care-words.js';
import { patientTexts } from '../../texts/patient.js';
import { levelColor } from '../../theme.js';
import { useWords } from '../../words.js';
import { Anchor, Badge, Group, Stack, Text } from '../light/light.js';
import { Table } from '../light/Table.js';
import { useTimes } from './chart.js';

export function AnswerSheetView({ of }: { of: AnswerSheet }) {
  const t = useText(patientTexts);
  const marks = useMarks();
  const { moment } = useTimes();
  const who = of.answeredBy === 'patient' || of.answeredBy === 'family' || of.answeredBy === 'staff' ? t(of.answeredBy) : of.answeredBy;
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Title order={3} fz="md">{of.label}</Title>
        <Text size="sm" className="numbers">{t('answeredBy', { who: of.by === null ? who : `${who}${marks.aside(of.by)}`, at: moment(of.at) })}{of.late ? ` · ${t('lateAnswer')}` : ''}</Text>
      </Group>
      <Met of={of} />
      {of.forms.map((form) => (
        <Paper key={form.id} withBorder p="xs">
          <Group gap="sm"><Text fw={600} size="sm">{form.title}</Text>{form.score === null ? null : <Badge variant="outline" color="dark">{t('score', { instrument: form.instrument ?? form.title, score: form.score })}</Badge>}</Group>
          <Table withRowBorders={false} verticalSpacing={3}>
            <Table.Thead className="unseen"><Table.Tr><Table.Th>{t('question')}</Table.Th><Table.Th>{t('answer')}</Table.Th></Table.Tr></Table.Thead>
            <Table.Tbody>
              {form.questions.map((one) => (
                <Table.Tr key={one.id}>
                  <Table.Td w="62%"><Text size="sm" c="dark.4">{one.question}</Text></Table.Td>
                  <Table.Td><Text size="sm" fw={600}>{one.answer}</Text>{one.files.map((id, i) => <Anchor key={id} href={`/files/${id}`} target="_blank" rel="noreferrer" size="sm" mr="xs">{t('photos')} {i + 1}</Anchor>)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Paper>
      ))}
    </Stack>
  );
}

function Met({ of }: { of: AnswerSheet }) {
  const t = useText(patientTexts);
  const marks = useMarks();
  const level = useWords(levelTexts);
  return (
    <Stack gap={4}>
      {of.met.length === 0 ? <Text size="sm">{t('metNone')}</Text> : null}
      {of.met.map((rule) => (
        <Paper key={rule.rule} p="xs" style={{ borderLeft: `5px solid ${levelColor(rule.level ?? '')}` }} bg="gray.0">
          <Group gap="xs">
            {rule.level === null ? <Badge variant="outline" color="dark">{t('startsSteps')}</Badge> : <Badge background={levelColor(rule.level)}>{level(rule.level)}</Badge>}
            <Text size="sm" fw={700}>{rule.rule}</Text>
            <Text size="sm">{rule.instruction}</Text>
          </Group>
          <Text size="sm" c="dark.4">{rule.condition}{marks.aside(t('source', { source: rule.source }))}</Text>
        </Paper>
      ))}
      {of.notMet.length === 0 ? null : <Text size="xs" c="dark.4">{t('notMet', { rules: [...new Set(of.notMet)].join(' ') })}</Text>}
      {of.undecided.length === 0 ? null : <Text size="xs" c="dark.4">{t('undecided')}{marks.colon}{of.undecided.map(({ rule, missing }) => t('lacks', { rule, missing: missing.join(marks.list) })).join(marks.clause)}</Text>}
    </Stack>
  );
}
