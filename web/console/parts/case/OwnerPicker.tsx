/** Who has it, and who could: take it, give it to a colleague (those on duty first), give it back. */
import { Button, Select } from '@mantine/core';
import type { Assignee } from '../../../../db/worklist/owners.js';
import { useMarks, useText } from '../../language.js';
import { useRead } from '../../live.js';
import { useMay, useMe } from '../../session.js';
import { caseTexts } from '../../texts/case.js';
import { roleTexts } from '../../texts/roles.js';
import { useAct } from '../act.js';
import { inFront } from '../Dialog.js';
import { Group, Text } from '../light/light.js';

type Props = { path: string; /** Beside `accountId` in the body. */ more?: Record<string, string>; ownerId: string | null; ownerName: string | null };

export function OwnerPicker({ path, more = {}, ownerId, ownerName }: Props) {
  const t = useText(caseTexts);
  const role = useText(roleTexts);
  const marks = useMarks();
  const me = useMe();
  const may = useMay('escalation:act');
  const colleagues = useRead<{ items: Assignee[] }>(may ? '/worklist/assignees' : null, []);
  const give = useAct<{ accountId: string | null }>({ path, done: t('ownerChanged') });
  const to = (accountId: string | null): void => give.mutate({ ...more, accountId });
  if (!may) return <Text size="sm">{ownerName === null ? t('ownerNone') : t('ownerIs', { name: ownerName })}</Text>;
  const options = (colleagues.data?.items ?? []).map(({ accountId, displayName, onDuty }) => ({
    value: accountId, label: onDuty.length === 0 ? displayName : t('onDutyAs', { name: displayName, roles: onDuty.map((of) => role(of as keyof typeof roleTexts)).join(marks.list) }),
  }));
  return (
    <Group gap="xs" align="flex-end">
      <Select label={t('owner')} placeholder={t('ownerNone')} data={options} value={ownerId} searchable w={300} comboboxProps={inFront} nothingFoundMessage={t('nobodyFound')}
        onChange={(accountId) => (accountId === null || accountId === ownerId ? undefined : to(accountId))} disabled={give.isPending} />
      {ownerId === me.accountId ? <Button variant="default" onClick={() => to(null)} loading={give.isPending}>{t('giveBack')}</Button> : <Button variant="default" onClick={() => to(me.accountId)} loading={give.isPending}>{t('take')}</Button>}
    </Group>
  );
}
