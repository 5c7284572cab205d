/** The case manager's first page: what waits, most urgent first, live. The address holds the tab, whose cases, and what is opened. */
import { Button, Tabs, Title } from '@mantine/core';
import { lazy, Suspense, useCallback, useEffect } from 'react';
import { Link, useSearchParams } from 'wouter';
import type { WorklistCounts } from '../../../db/read-models/worklist-counts.js';
import { useText } from '../language.js';
import { lookAgainMs, useRead } from '../live.js';
import { serverClock } from '../now.js';
import { Badge, Group, Stack } from '../parts/light/light.js';
import { Read } from '../parts/Read.js';
import { AlarmList } from '../parts/worklist/AlarmList.js';
import { CallList } from '../parts/worklist/CallList.js';
import { CaseList } from '../parts/worklist/CaseList.js';
import { QuestionList } from '../parts/worklist/QuestionList.js';
import { Shortages } from '../parts/worklist/Shortages.js';
import { UndeliveredList } from '../parts/worklist/UndeliveredList.js';
import { VisitNeedList } from '../parts/worklist/VisitNeedList.js';
import { paths } from '../paths.js';
import { useMay } from '../session.js';
import { worklistTexts } from '../texts/worklist.js';

// Opened by a click, with forms and selects inside: not what the list waits for.
const CaseDrawer = lazy(async () => ({ default: (await import('../parts/case/CaseDrawer.js')).CaseDrawer }));
const TaskDrawer = lazy(async () => ({ default: (await import('../parts/call/TaskDrawer.js')).TaskDrawer }));
const InquiryDrawer = lazy(async () => ({ default: (await import('../parts/inquiry/InquiryDrawer.js')).InquiryDrawer }));

const tabs = ['cases', 'calls', 'undelivered', 'visits', 'questions', 'alarms'] as const;
type Tab = (typeof tabs)[number];
const tabOf = (text: string | null): Tab => tabs.find((tab) => tab === text) ?? 'cases';
type Counts = WorklistCounts & { now: string };

export default function WorklistPage() {
  const t = useText(worklistTexts);
  const [params, setParams] = useSearchParams();
  const counts = useRead<Counts>('/worklist/counts', ['escalation', 'task', 'message', 'visit', 'episode', 'inquiry', 'visit-alarm', 'staff'], { refetchInterval: lookAgainMs });
  const now = counts.data?.now;
  useEffect(() => (now === undefined ? undefined : serverClock(now)), [now]);
  const change = useCallback((name: string, value: string | null): void =>
    setParams((before) => {
      const after = new URLSearchParams(before);
      if (value === null) after.delete(name);
      else after.set(name, value);
      return after;
    }), [setParams]);
  const [caseId, taskId, inquiryId] = [params.get('case'), params.get('task'), params.get('question')];
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Title order={1}>{t('title')}</Title>
        <Tools />
      </Group>
      {counts.isError && counts.data === undefined ? <Read of={counts}>{() => null}</Read> : null}
      <Kinds of={counts.data} tab={tabOf(params.get('tab'))} owner={params.get('owner')} change={change} />
      <Suspense fallback={null}>
        {caseId === null ? null : <CaseDrawer escalationId={caseId} close={() => change('case', null)} />}
        {taskId === null ? null : <TaskDrawer key={taskId} taskId={taskId} close={() => change('task', null)} />}
        {inquiryId === null ? null : <InquiryDrawer key={inquiryId} inquiryId={inquiryId} close={() => change('question', null)} />}
      </Suspense>
    </Stack>
  );
}

function Tools() {
  const t = useText(worklistTexts);
  const [mayAct, mayReveal, mayBulk] = [useMay('escalation:act'), useMay('message:reveal'), useMay('visit:bulk')];
  return (
    <Group gap="xs">
      {mayAct ? <Button component={Link} href={paths.handover} variant="default" size="sm">{t('handover')}</Button> : null}
      {mayBulk ? <Button component={Link} href={paths.bulk} variant="default" size="sm">{t('bulk')}</Button> : null}
      {mayReveal ? <Button component={Link} href={paths.downtime} variant="default" size="sm">{t('downtime')}</Button> : null}
    </Group>
  );
}

type Change = (name: string, value: string | null) => void;

const useOpen = (change: Change, name: string): ((id: string) => void) => useCallback((id) => change(name, id), [change, name]);

/** `of` undefined: not counted yet; the lists do not wait for it. */
function Kinds({ of, tab, owner, change }: { of: Counts | undefined; tab: Tab; owner: string | null; change: Change }) {
  const t = useText(worklistTexts);
  const [openCase, openTask, openQuestion] = [useOpen(change, 'case'), useOpen(change, 'task'), useOpen(change, 'question')];
  const n = of && { cases: of.cases, calls: of.calls + of.callBacks, undelivered: of.undelivered, visits: of.visits, questions: of.questions, alarms: of.alarms };
  const urgent = (one: Tab): boolean => (one === 'cases' ? (of?.red ?? 0) > 0 || (of?.overdue ?? 0) > 0 : one === 'alarms' && (of?.alarms ?? 0) > 0);
  return (
    <Tabs value={tab} onChange={(chosen) => change('tab', chosen === 'cases' ? null : chosen)} keepMounted={false}>
      <Tabs.List aria-label={t('tabs')}>
        {tabs.map((one) => (
          <Tabs.Tab key={one} value={one} px="sm" rightSection={n && <Badge size="md" circle={n[one] < 10} background={urgent(one) ? '#b3170f' : '#46535f'}>{n[one]}</Badge>}>{t(one)}</Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value="cases" pt="md"><CaseList counts={of} owner={owner} chooseOwner={(chosen) => change('owner', chosen)} open={openCase} /></Tabs.Panel>
      <Tabs.Panel value="calls" pt="md"><CallList open={openTask} /></Tabs.Panel>
      <Tabs.Panel value="undelivered" pt="md"><UndeliveredList open={openTask} /></Tabs.Panel>
      <Tabs.Panel value="visits" pt="md"><Stack gap="lg"><Shortages /><VisitNeedList /></Stack></Tabs.Panel>
      <Tabs.Panel value="questions" pt="md"><QuestionList open={openQuestion} /></Tabs.Panel>
      <Tabs.Panel value="alarms" pt="md"><AlarmList /></Tabs.Panel>
    </Tabs>
  );
}
