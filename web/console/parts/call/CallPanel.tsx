/** One call: the script, the numbers, the answers given on the way, and its outcome. */
import { Divider, Select } from '@mantine/core';
import { useState } from 'react';
import type { OpenForm } from '../../../../db/read-models/form-list.js';
import type { WorklistTask } from '../../../../db/read-models/worklist-tasks.js';
import type { CallOutcome } from '../../../../pathways/engine/vocabulary.js';
import { useLanguage, useText } from '../../language.js';
import { useRead } from '../../live.js';
import { useMay } from '../../session.js';
import { callTexts } from '../../texts/call.js';
import { partTexts } from '../../texts/parts.js';
import { withQuery } from '../../with-query.js';
import { useAct } from '../act.js';
import { problemsOf, readyAnswers, type Answers, type Problems } from '../forms/answers.js';
import { inFront } from '../Dialog.js';
import { FormFields } from '../forms/FormFields.js';
import { Badge, Stack, Text } from '../light/light.js';
import { CallBackForm } from './CallBackForm.js';
import { Numbers } from './Numbers.js';
import { Outcomes } from './Outcomes.js';

type CallBody = { obligation: string; outcome: CallOutcome; contact?: string; answers?: Answers };
/** Outcomes in which somebody spoke, so that answers are possible. */
const spoken: readonly CallOutcome[] = ['reached', 'proxy', 'refused', 'readmitted'];

export function CallPanel({ task, closed }: { task: WorklistTask; closed: () => void }) {
  const t = useText(callTexts);
  const parts = useText(partTexts);
  const { language } = useLanguage();
  const may = useMay('call:write');
  const mayReveal = useMay('message:reveal');
  const [contact, choose] = useState<string | null>(null);
  const [answers, setAnswers] = useState<Answers>({});
  const [problems, setProblems] = useState<Problems>({});
  const [said, say] = useState<string | null>(null);
  const forms = useOpenForms(task, language);
  const record = useAct<CallBody>({ path: `/episodes/${task.episodeId}/calls`, done: t('recorded'), then: closed });

  function give(outcome: CallOutcome): void {
    if (task.obligationId === null) return;
    // Whoever may not see the numbers dialled the first one, which the API takes.
    if (outcome === 'wrong-number' && contact === null && mayReveal) return say(t('wrongFirst'));
    if (contact === null && mayReveal && task.numbers > 1 && (spoken.includes(outcome) || outcome === 'busy' || outcome === 'off')) return say(t('whichFirst'));
    const given = spoken.includes(outcome) ? readyAnswers(forms.shown, answers) : {};
    const wrong = spoken.includes(outcome) ? problemsOf(forms.shown, answers, 'none') : {};
    setProblems(wrong);
    if (Object.keys(wrong).length > 0) return say(t('fixFirst'));
    say(null);
    record.mutate({ obligation: task.obligationId, outcome, ...(contact === null ? {} : { contact }), ...(Object.keys(given).length > 0 ? { answers: given } : {}) });
  }

  return (
    <Stack gap="md">
      <Stack gap={4}>
        <Text fw={600}>{t('script')}</Text>
        <Text className="script">{task.instruction}</Text>
      </Stack>
      {task.attempts.length === 0 ? null : <Text size="sm">{task.attempts.map(({ outcome }) => <Badge key={outcome} variant="outline" color="dark" mr={4}>{t(outcome as keyof typeof callTexts)}</Badge>)}</Text>}
      <Numbers patientId={task.patientId} why={task.taskId} chosen={contact} choose={choose} />
      {forms.choices.length === 0 ? null : (
        <Stack gap="sm">
          <Divider label={<Text fw={600}>{t('answers')}</Text>} labelPosition="left" />
          {forms.choices.length < 2 ? null : <Select label={t('answersWhich')} data={forms.choices} value={forms.chosen} onChange={forms.choose} allowDeselect={false} comboboxProps={inFront} />}
          <FormFields forms={forms.shown} answers={answers} onChange={setAnswers} problems={problems} titleOrder={3} photo={{ patientId: task.patientId, occurrence: forms.chosen }} />
        </Stack>
      )}
      <Divider />
      {said === null ? null : <Text role="alert" c="red.9" fw={600}>{said}</Text>}
      <Outcomes give={give} pending={record.isPending} mayNot={may ? null : parts('mayNot')} />
      <CallBackForm episodeId={task.episodeId} escalation={task.escalation} />
    </Stack>
  );
}

/** The call's own forms, else any form of the episode that waits: staff may enter what the patient says. */
function useOpenForms(task: WorklistTask, language: string) {
  const read = useRead<{ items: OpenForm[] }>(withQuery('/forms', { episodeId: task.episodeId, language }), ['visit', 'episode']);
  const [wished, choose] = useState<string | null>(null);
  const open = (read.data?.items ?? []).filter(({ kind, forms }) => kind !== 'visit' && kind !== 'task' && forms.length > 0);
  const own = open.find(({ occurrence }) => occurrence === task.occurrence);
  const offered = own ? [own] : open;
  const chosen = offered.find(({ occurrence }) => occurrence === wished) ?? offered[0];
  return {
    shown: chosen?.forms ?? [], chosen: chosen?.occurrence ?? null, choose,
    choices: offered.map(({ occurrence, forms }) => ({ value: occurrence, label: `${forms.map(({ title }) => title).join(' · ')} (${occurrence.split('/').slice(1).join('#')})` })),
  };
}
