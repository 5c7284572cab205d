/** Where somebody is signed in; each other place can be ended. */
import { Button, Title } from '@mantine/core';
import { useLanguage, useText } from '../../language.js';
import { useMe } from '../../session.js';
import { accountTexts } from '../../texts/account.js';
import { sayMoment } from '../../when.js';
import { useAct } from '../act.js';
import { Badge, Group, Stack, Text } from '../light/light.js';
import type { MySession } from './account.js';

export function Sessions({ sessions }: { sessions: readonly MySession[] }) {
  const t = useText(accountTexts);
  const endOthers = useAct<undefined>({ method: 'DELETE', path: '/my/sessions', done: t('endedOthers') });
  const others = sessions.filter(({ current }) => !current);
  return (
    <Stack gap="xs">
      <Title order={2} size="h3">{t('sessions')}</Title>
      <Text maw={760}>{t('sessionsIntro')}</Text>
      <ul className="rows" aria-label={t('sessions')}>
        {[...sessions.filter(({ current }) => current), ...others].map((one) => <SessionRow key={one.sessionId} of={one} />)}
      </ul>
      {others.length === 0 ? <Text>{t('noOthers')}</Text> : <Group><Button variant="default" loading={endOthers.isPending} onClick={() => endOthers.mutate(undefined)}>{t('endOthers')}</Button></Group>}
    </Stack>
  );
}

function SessionRow({ of: { sessionId, device, current, byProvider, begunAt, lastUsedAt, endsAt } }: { of: MySession }) {
  const t = useText(accountTexts);
  const { language } = useLanguage();
  const { zone } = useMe().hospital;
  const say = (at: string): string => sayMoment(at, language, zone);
  const name = device ?? t('unknownDevice');
  const end = useAct<undefined>({ method: 'DELETE', path: `/my/sessions/${sessionId}`, done: t('ended') });
  return (
    <li className="row">
      <Group justify="space-between" gap="md">
        <Stack gap={2}>
          <Group gap="sm"><Text fw={600}>{byProvider ? `${name} · ${t('byProvider')}` : name}</Text>{current ? <Badge variant="outline">{t('current')}</Badge> : null}</Group>
          <Text size="sm">{[t('begun', { at: say(begunAt) }), t('lastUsed', { at: say(lastUsedAt) }), t('ends', { at: say(endsAt) })].join(' · ')}</Text>
        </Stack>
        {current ? null : <Button size="sm" variant="default" loading={end.isPending} onClick={() => end.mutate(undefined)} aria-label={t('endOf', { device: name, at: say(begunAt) })}>{t('end')}</Button>}
      </Group>
    </li>
  );
}
