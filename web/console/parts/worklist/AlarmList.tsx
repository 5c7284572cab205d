/** Alarms: a colleague in need stands first and is acknowledged by a click; the system's own clear themselves. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import type { WorklistAlarm } from '../../../../db/read-models/worklist-alarms.js';
import { useLanguage, useText } from '../../language.js';
import { lookAgainMs, useRead } from '../../live.js';
import { paths } from '../../paths.js';
import { useMay, useMe } from '../../session.js';
import { alarmTexts } from '../../texts/alarms.js';
import { roleTexts } from '../../texts/roles.js';
import { worklistTexts } from '../../texts/worklist.js';
import { sayMoment } from '../../when.js';
import { useAct } from '../act.js';
import { AskWords } from '../AskWords.js';
import { Anchor, Badge, Group, Stack, Text } from '../light/light.js';
import { Read } from '../Read.js';

export function AlarmList() {
  const t = useText(worklistTexts);
  const alarms = useRead<{ items: WorklistAlarm[] }>('/worklist/alarms', ['visit', 'visit-alarm', 'task', 'escalation', 'episode', 'staff'], { refetchInterval: lookAgainMs });
  return (
    <Read of={alarms}>
      {({ items }) => items.length === 0 ? <Text py="lg" c="dark.4">{t('noAlarms')}</Text> : (
        <ul className="rows" aria-label={t('alarms')}>{items.map((one) => <li key={one.id} className="row"><AlarmRow of={one} /></li>)}</ul>
      )}
    </Read>
  );
}

function AlarmRow({ of }: { of: WorklistAlarm }) {
  const t = useText(worklistTexts);
  const { language } = useLanguage();
  const { zone } = useMe().hospital;
  const [alarm, role] = [useText(alarmTexts), useText(roleTexts)];
  const mayReview = useMay('emergency-access:review');
  const about = of.ref in roleTexts ? `${role(of.ref as keyof typeof roleTexts)} · ` : '';
  return (
    <div className="case-row">
      <Badge size="lg" background={of.code === 'sos' ? '#b3170f' : '#46535f'}>{t(of.of === 'visit' ? 'onVisit' : 'ofSystem')}</Badge>
      <Stack gap={2}>
        <Text fw={700}>{about}{of.code in alarmTexts ? alarm(of.code as keyof typeof alarmTexts) : t('systemAlarm', { code: of.code })}</Text>
        {of.detail === null ? null : <Text size="sm" lang="en" c="dark.4">{of.detail}</Text>}
        <Group gap="sm">
          {of.raisedByName === null ? null : <Text size="sm">{t('raisedBy', { name: of.raisedByName })}</Text>}
          {of.lat === null || of.lng === null ? null : <Text size="sm" className="numbers">{t('where', { lat: of.lat.toFixed(5), lng: of.lng.toFixed(5) })} <Anchor href={`geo:${of.lat},${of.lng}`}>{t('map')}</Anchor></Text>}
          {of.acknowledgedByName === null ? null : <Text size="sm">{t('acknowledgedBy', { name: of.acknowledgedByName })}</Text>}
          {of.of === 'system' ? <Text size="sm" c="dark.4">{t('clearsItself')}</Text> : null}
        </Group>
      </Stack>
      <Text size="sm" className="numbers">{sayMoment(of.raisedAt, language, zone)}</Text>
      {of.of === 'visit' ? <VisitAlarmActs of={of} /> : mayReview && of.code === 'emergency-access' ? <Button size="sm" component={Link} href={paths.emergencyAccess}>{t('review')}</Button> : <span />}
    </div>
  );
}

function VisitAlarmActs({ of }: { of: WorklistAlarm }) {
  const t = useText(worklistTexts);
  const [closing, close] = useState(false);
  const acknowledge = useAct<object>({ path: `/visit-alarms/${of.id}/acknowledge`, done: t('acknowledged') });
  const closed = useAct<{ note: string }>({ path: `/visit-alarms/${of.id}/close`, done: t('alarmClosed'), then: () => close(false) });
  return (
    <Group gap="xs" wrap="nowrap">
      {of.acknowledgedAt === null ? <Button size="sm" onClick={() => acknowledge.mutate({})} loading={acknowledge.isPending}>{t('acknowledge')}</Button> : null}
      <Button size="sm" variant="default" onClick={() => close(true)}>{t('closeAlarm')}</Button>
      {closing ? <AskWords title={t('closeAlarm')} label={t('alarmNote')} confirm={t('closeAlarm')} pending={closed.isPending} close={() => close(false)} give={(note) => closed.mutate({ note })} /> : null}
    </Group>
  );
}
