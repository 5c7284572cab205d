/** Calls to make, work of steps, checks, and promised call-backs. The panel with the script opens beside the list. */
import { Button, Title } from '@mantine/core';
import { memo, useState } from 'react';
import type { WorklistTask } from '../../../../db/read-models/worklist-tasks.js';
import type { CallBack } from '../../../../db/worklist/call-backs.js';
import { useLanguage, useMarks, useText } from '../../language.js';
import { lookAgainMs, useRead } from '../../live.js';
import { callTexts } from '../../texts/call.js';
import { roleTexts } from '../../texts/roles.js';
import { worklistTexts } from '../../texts/worklist.js';
import { useAct } from '../act.js';
import { AskWords } from '../AskWords.js';
import { Badge, Group, Stack, Text } from '../light/light.js';
import { usePages } from '../pages-of.js';
import { fullName } from '../person.js';
import { Read } from '../Read.js';
import { Remaining } from '../Remaining.js';
import { Pages } from './Pages.js';
import { PatientLine } from './PatientLine.js';

export function CallList({ open }: { open: (taskId: string) => void }) {
  const t = useText(worklistTexts);
  const { language } = useLanguage();
  const tasks = usePages<WorklistTask>('/worklist/tasks', { language }, ['task', 'message', 'escalation', 'visit'], { refetchInterval: lookAgainMs });
  return (
    <Stack gap="lg">
      <CallBacks />
      <Pages of={tasks} empty={t('noCalls')} label={t('calls')} keyOf={({ taskId }) => taskId}>{(task) => <TaskRow of={task} open={open} />}</Pages>
    </Stack>
  );
}

/** Tasks that are done by telephone. */
const calls: readonly string[] = ['call', 'offer-slot', 'entitlement-expiry'];

/** Drawn anew when its task changes, not when the counts above do. */
const TaskRow = memo(function TaskRow({ of, open }: { of: WorklistTask; open: (taskId: string) => void }) {
  const t = useText(worklistTexts);
  const role = useText(roleTexts);
  const call = useText(callTexts);
  const marks = useMarks();
  return (
    <div className="case-row">
      <Badge variant="outline" color="dark" size="lg">{calls.includes(of.kind) ? t('call') : t(of.kind === 'task' ? 'task' : 'check')}</Badge>
      <Stack gap={2}>
        <PatientLine of={of} packageTitle={of.packageTitle} />
        <Text lineClamp={2}>{of.instruction}</Text>
        <Group gap="sm">
          <Text size="sm">{t('role', { role: role(of.role as keyof typeof roleTexts) })}</Text>
          {of.ownerName === null ? null : <Text size="sm">{t('ownerIs', { name: of.ownerName })}</Text>}
          {of.attempts.length > 0 ? <Text size="sm">{t('attempts', { n: of.attempts.length, outcomes: of.attempts.map(({ outcome }) => call(outcome as keyof typeof callTexts)).join(marks.list) })}</Text> : null}
          {of.openForms > 0 ? <Text size="sm">{t('formsWait', { n: of.openForms })}</Text> : null}
        </Group>
      </Stack>
      <Remaining wall={of.dueWall} pace={of.pace} what="start" />
      <Button size="sm" variant="default" onClick={() => open(of.taskId)} aria-label={`${calls.includes(of.kind) ? t('call') : t('open')}: ${fullName(of)}`}>{calls.includes(of.kind) ? t('call') : t('open')}</Button>
    </div>
  );
});

function CallBacks() {
  const t = useText(worklistTexts);
  const promised = useRead<{ items: CallBack[] }>('/worklist/call-backs', ['task'], { refetchInterval: lookAgainMs });
  return (
    <Read of={promised}>
      {({ items }) => items.length === 0 ? null : (
        <Stack gap="xs">
          <Title order={2} size="h4">{t('promised')}</Title>
          <ul className="rows" aria-label={t('promised')}>{items.map((one) => <li key={one.callBackId} className="row"><CallBackRow of={one} /></li>)}</ul>
        </Stack>
      )}
    </Read>
  );
}

export function CallBackRow({ of }: { of: CallBack }) {
  const t = useText(worklistTexts);
  const [dropping, drop] = useState(false);
  const keep = useAct<{ state: 'kept' }>({ path: `/call-backs/${of.callBackId}/close`, done: t('keptDone') });
  const dropped = useAct<{ state: 'dropped'; note: string }>({ path: `/call-backs/${of.callBackId}/close`, done: t('droppedDone'), then: () => drop(false) });
  return (
    <div className="case-row">
      <Badge variant="outline" color="dark" size="lg">{t('call')}</Badge>
      <Stack gap={2}>
        <PatientLine of={{ ...of, sex: null, birthDate: null }} />
        {of.note === null ? null : <Text>{of.note}</Text>}
        <Text size="sm">{t('ownerIs', { name: of.ownerName })}{of.madeByName === of.ownerName ? '' : ` · ${t('promisedTo', { name: of.madeByName })}`}</Text>
      </Stack>
      <Remaining wall={of.dueWall} pace={of.pace} what="due" />
      <Group gap="xs" wrap="nowrap">
        <Button size="sm" onClick={() => keep.mutate({ state: 'kept' })} loading={keep.isPending} aria-label={`${t('kept')}: ${fullName(of)}`}>{t('kept')}</Button>
        <Button size="sm" variant="default" onClick={() => drop(true)} aria-label={`${t('dropped')}: ${fullName(of)}`}>{t('dropped')}</Button>
      </Group>
      {dropping ? <AskWords title={t('dropped')} label={t('whyDropped')} confirm={t('dropped')} close={() => drop(false)} pending={dropped.isPending} give={(note) => dropped.mutate({ state: 'dropped', note })} /> : null}
    </div>
  );
}
