/** Who is in the patient's care team, and because of what (ADR 0096). By hand one names a colleague; visits, cases and tasks keep their people in it by themselves. */
import { Button, Paper, Select, Title } from '@mantine/core';
import { useState } from 'react';
import type { Member } from '../../../../db/care-team/members.js';
import type { Assignee } from '../../../../db/worklist/owners.js';
import { useMarks, useText } from '../../language.js';
import { useRead } from '../../live.js';
import { useMay } from '../../session.js';
import { careTeamTexts } from '../../texts/care-team.js';
import { roleTexts } from '../../texts/roles.js';
import { useWords } from '../../words.js';
import { useAct } from '../act.js';
import { useFocusKept } from '../focus-kept.js';
import { Group, Stack, Text } from '../light/light.js';
import { Read } from '../Read.js';
import { useChart } from './chart.js';

export function CareTeamPart() {
  const { patient } = useChart();
  const path = `/patients/${patient.patientId}/care-team`;
  const t = useText(careTeamTexts);
  const may = useMay('care-team:read');
  const team = useRead<{ items: Member[] }>(may ? path : null, ['visit', 'offer', 'task', 'escalation', 'episode', 'staff']);
  const heading = useFocusKept(team.data?.items.length ?? 0);
  if (!may) return null;
  return (
    <Paper withBorder p="sm" component="section" aria-label={t('title')}>
      <Title order={2} fz="md" mb="xs" ref={heading} tabIndex={-1}>{t('title')}</Title>
      <Read of={team}>{({ items }) => (
        <Stack gap="xs">
          {items.length === 0 ? <Text size="sm">{t('nobody')}</Text> : <ul className="rows" aria-label={t('title')}>{items.map((one) => <Line key={one.accountId} of={one} path={path} />)}</ul>}
          <AddColleague path={path} named={items.filter(({ because }) => because === 'named').map(({ accountId }) => accountId)} />
        </Stack>
      )}</Read>
    </Paper>
  );
}

function Line({ of: { accountId, name, roles, because }, path }: { of: Member; path: string }) {
  const t = useText(careTeamTexts);
  const role = useWords(roleTexts);
  const marks = useMarks();
  const mayWrite = useMay('care-team:write');
  const remove = useAct<undefined>({ method: 'DELETE', path: `${path}/${accountId}`, done: t('removed', { name }) });
  return (
    <li className="row">
      <Group justify="space-between" gap="xs">
        <Stack gap={2}>
          <Text fw={600}>{name}</Text>
          <Text size="sm">{`${roles.map(role).join(marks.list)} · ${t(because)}`}</Text>
        </Stack>
        {mayWrite && because === 'named' ? <Button size="xs" variant="default" loading={remove.isPending} aria-label={t('removeOf', { name })} onClick={() => remove.mutate(undefined)}>{t('remove')}</Button> : null}
      </Group>
    </li>
  );
}

function AddColleague({ path, named }: { path: string; named: readonly string[] }) {
  const t = useText(careTeamTexts);
  const mayWrite = useMay('care-team:write');
  const [chosen, choose] = useState<string | null>(null);
  const colleagues = useRead<{ items: Assignee[] }>(mayWrite ? '/worklist/assignees' : null, ['staff']);
  const known = (colleagues.data?.items ?? []).filter(({ accountId }) => !named.includes(accountId));
  const name = known.find(({ accountId }) => accountId === chosen)?.displayName ?? '';
  const add = useAct<undefined>({ method: 'PUT', path: `${path}/${chosen ?? ''}`, done: t('added', { name }), then: () => choose(null) });
  if (!mayWrite) return null;
  return (
    <form onSubmit={(event) => { event.preventDefault(); if (chosen !== null) add.mutate(undefined); }}>
      <Group align="flex-end" gap="xs">
        <Select label={t('colleague')} data={known.map(({ accountId, displayName }) => ({ value: accountId, label: displayName }))} value={chosen} onChange={choose} searchable clearable maw={300} nothingFoundMessage={t('nobodyFound')} disabled={add.isPending} />
        <Button type="submit" variant="default" disabled={chosen === null} loading={add.isPending}>{t('add')}</Button>
      </Group>
    </form>
  );
}
