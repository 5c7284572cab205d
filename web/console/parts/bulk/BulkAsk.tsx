/** Which visits, and what is to be done with them. */
import { Button, Paper, SegmentedControl, Select, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { BulkKind } from '../../../../db/bulk/bulk-rows.js';
import type { Assignee } from '../../../../db/worklist/owners.js';
import { useText } from '../../language.js';
import { useRead } from '../../live.js';
import { useToday } from '../../now.js';
import { useMe } from '../../session.js';
import { bulkTexts } from '../../texts/bulk.js';
import { useAct } from '../act.js';
import { Group, Stack, Text } from '../light/light.js';

type Asked = { day: string; other: string; district: string | null; accountId: string | null; reason: string };
const kinds: readonly BulkKind[] = ['move-visits', 'reassign-visits'];

export function BulkAsk({ made }: { made: (actId: string) => void }) {
  const t = useText(bulkTexts);
  const today = useToday(useMe().hospital.zone);
  const [kind, choose] = useState<BulkKind>('move-visits');
  const [asked, set] = useState<Asked>({ day: today, other: '', district: null, accountId: null, reason: '' });
  const [tried, tryIt] = useState(false);
  const districts = useRead<{ districts: { code: string; name: string }[] }>('/districts', []);
  const people = useRead<{ items: Assignee[] }>('/worklist/assignees', []);
  const preview = useAct<Record<string, string>>({ path: '/bulk-acts/preview', done: null, then: (answer) => made((answer as { actId: string }).actId) });
  const change = (more: Partial<Asked>): void => set((before) => ({ ...before, ...more }));
  const moving = kind === 'move-visits';
  const wrong = {
    day: asked.day === '' ? t('fillDay') : null, other: !moving ? null : asked.other === '' ? t('fillDay') : asked.other === asked.day ? t('sameDay') : null,
    whom: !moving && asked.accountId === null && asked.district === null ? t('needWhom') : null, reason: asked.reason.trim() === '' ? t('needReason') : null,
  };
  const submit = (): void => {
    tryIt(true);
    if (Object.values(wrong).some((problem) => problem !== null)) return;
    preview.mutate({
      kind, day: asked.day, reason: asked.reason.trim(), ...(asked.district === null ? {} : { district: asked.district }),
      ...(moving ? { toDay: asked.other } : { ...(asked.other === '' ? {} : { untilDay: asked.other }), ...(asked.accountId === null ? {} : { accountId: asked.accountId }) }),
    });
  };
  return (
    <Paper withBorder p="md">
      <form onSubmit={(event) => { event.preventDefault(); submit(); }}>
        <Stack gap="sm">
          <SegmentedControl aria-label={t('kind')} value={kind} onChange={(chosen) => choose(kinds.find((one) => one === chosen) ?? 'move-visits')} data={kinds.map((one) => ({ value: one, label: t(one) }))} style={{ alignSelf: 'flex-start' }} />
          <Text>{t(moving ? 'moveIntro' : 'reassignIntro')}</Text>
          <Group align="flex-start" gap="md">
            <TextInput type="date" label={t('day')} withAsterisk value={asked.day} onChange={({ currentTarget }) => change({ day: currentTarget.value })} error={tried ? wrong.day : null} />
            <TextInput type="date" label={t(moving ? 'toDay' : 'untilDay')} withAsterisk={moving} value={asked.other} onChange={({ currentTarget }) => change({ other: currentTarget.value })} error={tried ? wrong.other : null} />
            <Select label={t('district')} placeholder={t('everywhere')} clearable clearButtonProps={{ 'aria-label': t('everywhere') }} value={asked.district} onChange={(district) => change({ district })} data={(districts.data?.districts ?? []).map(({ code, name }) => ({ value: code, label: name }))} error={tried ? wrong.whom : null} />
            {moving ? null : <Select label={t('whose')} placeholder={t('anybody')} clearable clearButtonProps={{ 'aria-label': t('anybody') }} searchable w={280} value={asked.accountId} onChange={(accountId) => change({ accountId })} data={(people.data?.items ?? []).map(({ accountId, displayName }) => ({ value: accountId, label: displayName }))} error={tried ? wrong.whom : null} />}
          </Group>
          <Textarea label={t('reason')} description={t('reasonHint')} withAsterisk value={asked.reason} onChange={({ currentTarget }) => change({ reason: currentTarget.value })} error={tried ? wrong.reason : null} autosize minRows={2} maxLength={300} />
          <Group><Button type="submit" loading={preview.isPending}>{t('preview')}</Button></Group>
        </Stack>
      </form>
    </Paper>
  );
}
