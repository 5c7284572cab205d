/** Messages that did not arrive: to whom, why, what was tried, and the call that stands for it. */
import { Button } from '@mantine/core';
import type { Undelivered } from '../../../../db/read-models/worklist-undelivered.js';
import { useLanguage, useText } from '../../language.js';
import { lookAgainMs } from '../../live.js';
import { useMe } from '../../session.js';
import { reasonTexts } from '../../texts/reasons.js';
import { worklistTexts } from '../../texts/worklist.js';
import { sayMoment } from '../../when.js';
import { Badge, Group, Stack, Text } from '../light/light.js';
import { usePages } from '../pages-of.js';
import { fullName } from '../person.js';
import { Pages } from './Pages.js';
import { PatientLine } from './PatientLine.js';

export function UndeliveredList({ open }: { open: (taskId: string) => void }) {
  const t = useText(worklistTexts);
  const reason = useText(reasonTexts);
  const { language } = useLanguage();
  const { zone } = useMe().hospital;
  const rows = usePages<Undelivered>('/worklist/undelivered', {}, ['message', 'task'], { refetchInterval: lookAgainMs });
  return (
    <Pages of={rows} empty={t('noUndelivered')} label={t('undelivered')} keyOf={({ obligationId }) => obligationId}>
      {(one) => (
        <div className="case-row">
          <Badge variant="outline" color="dark" size="lg">{one.recipient === 'family' ? t('family') : t('patient')}</Badge>
          <Stack gap={2}>
            <PatientLine of={one} />
            <Text>{t('undeliveredWhy', { purpose: reason(`class-${one.class}` as keyof typeof reasonTexts), reason: reason((one.reason ?? 'unknown') as keyof typeof reasonTexts) })}</Text>
            {one.tried.length === 0 ? null : <Group gap="xs"><Text size="sm">{t('tried', { channels: one.tried.map(({ channel, code }) => `${reason(`channel-${channel}` as keyof typeof reasonTexts)}${code === null ? '' : ` ${code}`}`).join(' → ') })}</Text></Group>}
          </Stack>
          <Text size="sm" className="numbers">{sayMoment(one.dueAt, language, zone)}</Text>
          {one.taskId === null ? null : <Button size="sm" variant="default" onClick={() => open(one.taskId ?? '')} aria-label={t('callOf', { patient: fullName(one) })}>{t('call')}</Button>}
        </div>
      )}
    </Pages>
  );
}
