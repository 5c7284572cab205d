/** One case, beside whatever page it is opened from: what happened, what to do, who does it. Remounted per case, so that one never shows another's data. */
import { Accordion } from '@mantine/core';
import { Link } from 'wouter';
import type { WorklistCase } from '../../../../db/read-models/worklist-cases.js';
import type { WorklistTask } from '../../../../db/read-models/worklist-tasks.js';
import type { CallBack } from '../../../../db/worklist/call-backs.js';
import type { CaseNote } from '../../../../db/worklist/notes.js';
import { useLanguage, useText } from '../../language.js';
import { useRead } from '../../live.js';
import { paths } from '../../paths.js';
import { caseTexts } from '../../texts/case.js';
import { roleTexts } from '../../texts/roles.js';
import { withQuery } from '../../with-query.js';
import { CallPanel } from '../call/CallPanel.js';
import { LevelBadge } from '../LevelBadge.js';
import { ReadRecord } from '../emergency/ReadRecord.js';
import { Anchor, Group, Stack, Text } from '../light/light.js';
import { SidePanel } from '../SidePanel.js';
import { VideoCall } from '../VideoCall.js';
import { CallBackRow } from '../worklist/CallList.js';
import { PatientLine } from '../worklist/PatientLine.js';
import { CaseActions } from './CaseActions.js';
import { casePath } from './case-path.js';
import { CaseClockView } from './CaseClockView.js';
import { CaseNotes } from './CaseNotes.js';
import { CaseVisits } from './CaseVisits.js';
import { CaseWhy } from './CaseWhy.js';
import { Deadlines } from './Deadlines.js';
import { OwnerPicker } from './OwnerPicker.js';

export type CaseDetail = { case: WorklistCase; notes: CaseNote[]; callBacks: CallBack[]; tasks: WorklistTask[] };
export function CaseDrawer({ escalationId, close }: { escalationId: string; close: () => void }) {
  const t = useText(caseTexts);
  return (
    <SidePanel title={t('title')} close={close}>
      <Opened key={escalationId} escalationId={escalationId} />
    </SidePanel>
  );
}

function Opened({ escalationId }: { escalationId: string }) {
  const { language } = useLanguage();
  const detail = useRead<CaseDetail>(withQuery(casePath(escalationId), { language }), ['escalation', 'task', 'episode', 'patient', 'staff']);
  return <ReadRecord of={detail} patientId={null} order={2}>{(of) => <Content of={of} />}</ReadRecord>;
}

function Content({ of: { case: one, notes, callBacks, tasks } }: { of: CaseDetail }) {
  const t = useText(caseTexts);
  const role = useText(roleTexts);
  const open = one.status !== 'closed' && one.status !== 'joined';
  return (
    <Stack gap="md">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <PatientLine of={one} packageTitle={one.packageTitle} size="lg" />
        <LevelBadge level={one.level} />
      </Group>
      <Stack gap={4}>
        <Text fw={600}>{t('instruction')}</Text>
        <Text className="script">{one.instructionText}</Text>
        <Text size="sm" c="dark.4">{`${t('rules')} ${one.rules.join(' · ')}`}</Text>
        {one.joined > 0 ? <Text size="sm">{t('joined', { n: one.joined })}</Text> : null}
      </Stack>
      {one.reports.length === 0 ? null : (
        <Stack gap={4}>
          <Text fw={600}>{t('reported')}</Text>
          {one.reports.map((report, index) => <Text key={`${index} ${report}`} component="blockquote" className="quote" m={0}>{report}</Text>)}
        </Stack>
      )}
      {one.status !== 'closed' ? null : <Stack gap={2}><Text fw={600}>{t('closedAs')}{one.outcome === 'resolved' || one.outcome === 'cancelled' || one.outcome === 'died' || one.outcome === 'case-ended' ? ` · ${t(`outcome_${one.outcome}`)}` : ''}</Text>{one.note === null || one.note === '' ? null : <Text component="blockquote" className="quote" m={0}>{one.note}</Text>}</Stack>}
      <Deadlines of={one} />
      <CaseActions of={one} />
      {open ? <VideoCall about={{ patientId: one.patientId, escalation: one.escalationId }} path={casePath(one.escalationId)} /> : null}
      {open ? <OwnerPicker path={`${casePath(one.escalationId)}/owner`} ownerId={one.ownerId} ownerName={one.ownerName} /> : null}
      <Anchor component={Link} href={paths.patient(one.patientId)} style={{ alignSelf: 'flex-start' }}>{t('patientPage')}</Anchor>
      {open ? <CaseVisits patientId={one.patientId} /> : null}
      {callBacks.length === 0 ? null : (
        <Stack gap="xs"><Text fw={600}>{t('callBacks')}</Text><ul className="rows">{callBacks.map((promised) => <li key={promised.callBackId} className="row"><CallBackRow of={promised} /></li>)}</ul></Stack>
      )}
      <Accordion multiple defaultValue={[...(open && one.contactedAt === null ? tasks.slice(0, 1).map(({ taskId }) => taskId) : []), 'notes']} order={3} variant="contained">
        {tasks.map((task) => (
          <Accordion.Item key={task.taskId} value={task.taskId}>
            <Accordion.Control>{t('callBy', { role: role(task.role as keyof typeof roleTexts) })}</Accordion.Control>
            <Accordion.Panel><CallPanel task={task} closed={() => undefined} /></Accordion.Panel>
          </Accordion.Item>
        ))}
        <Accordion.Item value="notes">
          <Accordion.Control>{`${t('notes')} (${notes.length})`}</Accordion.Control>
          <Accordion.Panel><CaseNotes of={one} notes={notes} /></Accordion.Panel>
        </Accordion.Item>
        <Accordion.Item value="why">
          <Accordion.Control>{t('why')}</Accordion.Control>
          <Accordion.Panel><CaseWhy episodeId={one.episodeId} id={one.escalationId} /></Accordion.Panel>
        </Accordion.Item>
        <Accordion.Item value="clock">
          <Accordion.Control>{t('clock')}</Accordion.Control>
          <Accordion.Panel><CaseClockView escalationId={one.escalationId} /></Accordion.Panel>
        </Accordion.Item>
      </Accordion>
    </Stack>
  );
}
