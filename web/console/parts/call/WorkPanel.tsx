/** The work of a step: what is to be done, its form, a note, and the two ways in which it ends. `over`: shown instead when the step has ended already and only its row is left. */
import { Button, Textarea } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { OpenForm } from '../../../../db/read-models/form-list.js';
import type { WorklistTask } from '../../../../db/read-models/worklist-tasks.js';
import type { TaskOutcome } from '../../../../pathways/engine/vocabulary.js';
import { useLanguage, useText } from '../../language.js';
import { useRead } from '../../live.js';
import { useMay } from '../../session.js';
import { callTexts } from '../../texts/call.js';
import { partTexts } from '../../texts/parts.js';
import { withQuery } from '../../with-query.js';
import { useAct } from '../act.js';
import { problemsOf, readyAnswers, type Answers, type Problems } from '../forms/answers.js';
import { FormFields } from '../forms/FormFields.js';
import { Group, Stack, Text } from '../light/light.js';

type WorkBody = { step: string; outcome: TaskOutcome; note?: string; answers?: Answers };

export function WorkPanel({ task, occurrence, closed, over }: { task: WorklistTask; occurrence: string; closed: () => void; over: ReactNode }) {
  const t = useText(callTexts);
  const parts = useText(partTexts);
  const { language } = useLanguage();
  const may = useMay('task:write');
  const [answers, setAnswers] = useState<Answers>({});
  const [problems, setProblems] = useState<Problems>({});
  const [note, write] = useState('');
  const [said, say] = useState<string | null>(null);
  const open = useRead<{ items: OpenForm[] }>(withQuery('/forms', { episodeId: task.episodeId, language }), ['visit', 'episode']);
  const waiting = open.data?.items.find((one) => one.occurrence === occurrence);
  const forms = waiting?.forms ?? [];
  const record = useAct<WorkBody>({ path: `/episodes/${task.episodeId}/tasks`, done: t('closed'), then: closed });
  const step = occurrence.split('/').slice(1).join('#');

  function give(outcome: TaskOutcome): void {
    const wrong = outcome === 'done' ? problemsOf(forms, answers, 'all') : {};
    setProblems(wrong);
    if (Object.keys(wrong).length > 0) return say(t('fixFirst'));
    if (outcome === 'not-needed' && note.trim() === '') return say(t('whyFirst'));
    say(null);
    const given = outcome === 'done' ? readyAnswers(forms, answers) : {};
    record.mutate({ step, outcome, ...(note.trim() === '' ? {} : { note: note.trim() }), ...(Object.keys(given).length > 0 ? { answers: given } : {}) });
  }

  if (open.data !== undefined && waiting === undefined) return over;
  return (
    <Stack gap="md">
      <Text className="script">{task.instruction}</Text>
      {forms.length === 0 ? null : <FormFields forms={forms} answers={answers} onChange={setAnswers} problems={problems} titleOrder={3} photo={{ patientId: task.patientId, occurrence }} />}
      <Textarea label={t('note')} value={note} onChange={({ currentTarget }) => write(currentTarget.value)} autosize minRows={2} maxLength={1000} />
      {said === null ? null : <Text role="alert" c="red.9" fw={600}>{said}</Text>}
      {may ? null : <Text size="sm">{parts('mayNot')}</Text>}
      <Group>
        <Button disabled={!may || open.data === undefined} loading={record.isPending} onClick={() => give('done')}>{t('done')}</Button>
        <Button disabled={!may} loading={record.isPending} variant="default" onClick={() => give('not-needed')}>{t('notNeeded')}</Button>
      </Group>
    </Stack>
  );
}
