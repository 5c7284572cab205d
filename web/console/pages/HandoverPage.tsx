/** Handing a shift over: make the page, read it, sign it. `?page=<id>` opens one. */
import { Button, Paper, Select, SegmentedControl, Textarea, Title } from '@mantine/core';
import { useState } from 'react';
import { useSearchParams } from 'wouter';
import type { HandoverRow } from '../../../db/worklist/handover.js';
import type { Assignee } from '../../../db/worklist/owners.js';
import { useLanguage, useText } from '../language.js';
import { useRead } from '../live.js';
import { useAct } from '../parts/act.js';
import { HandoverSheet } from '../parts/handover/HandoverSheet.js';
import { Group, Stack, Text } from '../parts/light/light.js';
import { Read } from '../parts/Read.js';
import { useMay, useMe } from '../session.js';
import { handoverTexts } from '../texts/handover.js';
import { sayMoment } from '../when.js';

export default function HandoverPage() {
  const t = useText(handoverTexts);
  const [params, setParams] = useSearchParams();
  const id = params.get('page');
  const open = (page: string | null): void => setParams(page === null ? {} : { page });
  return (
    <Stack gap="md">
      <Title order={1} className="no-print">{t('title')}</Title>
      {id === null ? <><Make open={open} /><List open={open} /></> : <HandoverSheet key={id} handoverId={id} back={() => open(null)} />}
    </Stack>
  );
}

const shifts = ['day', 'evening', 'night', 'other'] as const;
type Shift = (typeof shifts)[number];

function Make({ open }: { open: (id: string) => void }) {
  const t = useText(handoverTexts);
  const me = useMe();
  const may = useMay('escalation:act');
  const colleagues = useRead<{ items: Assignee[] }>('/worklist/assignees', []);
  const [to, choose] = useState<string | null>(null);
  const [shift, setShift] = useState<Shift>('day');
  const [remarks, write] = useState('');
  const [tried, tryIt] = useState(false);
  const make = useAct<{ to: string; shift: Shift; remarks: string }>({ path: '/handovers', done: t('made'), then: (answer) => open((answer as { handoverId: string }).handoverId) });
  if (!may) return <Text>{t('mayNot')}</Text>;
  return (
    <Paper withBorder p="md">
      <form onSubmit={(event) => { event.preventDefault(); tryIt(true); if (to !== null) make.mutate({ to, shift, remarks }); }}>
        <Stack gap="sm">
          <Text>{t('intro')}</Text>
          <Group align="flex-end" gap="lg">
            <Select label={t('to')} withAsterisk searchable w={320} value={to} onChange={choose} error={tried && to === null ? t('toMissing') : null}
              data={(colleagues.data?.items ?? []).filter(({ accountId }) => accountId !== me.accountId).map(({ accountId, displayName }) => ({ value: accountId, label: displayName }))} />
            <Stack gap={4}>
              <Text size="sm" fw={500} id="shift-label">{t('shift')}</Text>
              <SegmentedControl aria-labelledby="shift-label" value={shift} onChange={(chosen) => setShift(shifts.find((one) => one === chosen) ?? 'other')} data={shifts.map((one) => ({ value: one, label: t(one) }))} />
            </Stack>
          </Group>
          <Textarea label={t('remarks')} value={remarks} onChange={({ currentTarget }) => write(currentTarget.value)} autosize minRows={2} maxLength={2000} />
          <Group><Button type="submit" loading={make.isPending}>{t('make')}</Button></Group>
        </Stack>
      </form>
    </Paper>
  );
}

function List({ open }: { open: (id: string) => void }) {
  const t = useText(handoverTexts);
  const { language } = useLanguage();
  const { zone } = useMe().hospital;
  const rows = useRead<{ items: HandoverRow[] }>('/handovers', ['handover']);
  const state = (one: HandoverRow): string => t(one.withdrawnAt !== null ? 'withdrawn' : one.signedByToAt !== null ? 'signed' : one.signedByFromAt !== null ? 'half' : 'draft');
  return (
    <Stack gap="xs">
      <Title order={2} size="h3">{t('list')}</Title>
      <Read of={rows}>
        {({ items }) => items.length === 0 ? <Text>{t('none')}</Text> : (
          <ul className="rows" aria-label={t('list')}>
            {items.map((one) => (
              <li key={one.handoverId} className="row">
                <Group justify="space-between">
                  <Group gap="md"><Text fw={600}>{t('row', { from: one.fromName, to: one.toName })}</Text><Text size="sm">{sayMoment(one.madeAt, language, zone)}</Text><Text size="sm" fw={one.signedByToAt === null && one.withdrawnAt === null ? 700 : 400}>{state(one)}</Text></Group>
                  <Button size="sm" variant="default" onClick={() => open(one.handoverId)} aria-label={t('openOf', { from: one.fromName, to: one.toName })}>{t('open')}</Button>
                </Group>
              </li>
            ))}
          </ul>
        )}
      </Read>
    </Stack>
  );
}
