/** One task beside the list: a call or the work of a step with its panel, or a check that is done or not needed any more. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { WorklistTask } from '../../../../db/read-models/worklist-tasks.js';
import { useLanguage, useText } from '../../language.js';
import { useRead } from '../../live.js';
import { useMay } from '../../session.js';
import { callTexts } from '../../texts/call.js';
import { partTexts } from '../../texts/parts.js';
import { withQuery } from '../../with-query.js';
import { useAct } from '../act.js';
import { AskWords } from '../AskWords.js';
import { Group, Stack, Text } from '../light/light.js';
import { Read } from '../Read.js';
import { SidePanel } from '../SidePanel.js';
import { OwnerPicker } from '../case/OwnerPicker.js';
import { PatientLine } from '../worklist/PatientLine.js';
import { CallPanel } from './CallPanel.js';
import { Numbers } from './Numbers.js';
import { WorkPanel } from './WorkPanel.js';

export function TaskDrawer({ taskId, close }: { taskId: string; close: () => void }) {
  const t = useText(callTexts);
  const { language } = useLanguage();
  const task = useRead<{ items: WorklistTask[] }>(withQuery('/worklist/tasks', { taskId, language }), ['task', 'message']);
  return (
    <SidePanel title={t(task.data?.items[0]?.kind === 'task' ? 'work' : 'title')} close={close} width={620}>
      <Read of={task}>
        {({ items: [one] }) => one === undefined || (one.status !== 'ready' && one.status !== 'in-progress') ? <Text>{t('closedAlready')}</Text> : (
          <Stack gap="md">
            <PatientLine of={one} packageTitle={one.packageTitle} size="lg" />
            <OwnerPicker path="/tasks/owner" more={{ taskId: one.taskId }} ownerId={one.ownerId} ownerName={one.ownerName} />
            {one.kind === 'call' && one.obligationId !== null ? <CallPanel task={one} closed={close} /> : one.kind === 'task' && one.occurrence !== null ? <WorkPanel task={one} occurrence={one.occurrence} closed={close} over={<Check task={one} closed={close} />} /> : <Check task={one} closed={close} />}
          </Stack>
        )}
      </Read>
    </SidePanel>
  );
}

function Check({ task, closed }: { task: WorklistTask; closed: () => void }) {
  const t = useText(callTexts);
  const may = useMay('call:write');
  const parts = useText(partTexts);
  const [contact, choose] = useState<string | null>(null);
  const [asking, ask] = useState<'completed' | 'cancelled' | null>(null);
  const close = useAct<{ taskId: string; status: 'completed' | 'cancelled'; reason: string }>({ path: '/tasks/close', done: t('closed'), then: closed });
  return (
    <Stack gap="md">
      <Text className="script">{task.instruction}</Text>
      <Numbers patientId={task.patientId} why={task.taskId} chosen={contact} choose={choose} />
      {may ? null : <Text size="sm">{parts('mayNot')}</Text>}
      <Group>
        <Button disabled={!may} onClick={() => ask('completed')}>{t('done')}</Button>
        <Button disabled={!may} variant="default" onClick={() => ask('cancelled')}>{t('notNeeded')}</Button>
      </Group>
      {asking === null ? null : (
        <AskWords title={t(asking === 'completed' ? 'done' : 'notNeeded')} label={t('doneWords')} confirm={t(asking === 'completed' ? 'done' : 'notNeeded')} pending={close.isPending} close={() => ask(null)}
          give={(reason) => close.mutate({ taskId: task.taskId, status: asking, reason })} />
      )}
    </Stack>
  );
}
