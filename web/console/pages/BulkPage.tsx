/** Many visits at once: ask, preview, carry out, undo. `?act=<id>` shows one act. */
import { Button, Title } from '@mantine/core';
import { useSearchParams } from 'wouter';
import type { BulkAct } from '../../../db/bulk/bulk-rows.js';
import { useLanguage, useText } from '../language.js';
import { useRead } from '../live.js';
import { BulkAsk } from '../parts/bulk/BulkAsk.js';
import { BulkSheet } from '../parts/bulk/BulkSheet.js';
import { Group, Stack, Text } from '../parts/light/light.js';
import { Read } from '../parts/Read.js';
import { useMe } from '../session.js';
import { bulkTexts } from '../texts/bulk.js';
import { sayMoment } from '../when.js';

export default function BulkPage() {
  const t = useText(bulkTexts);
  const [params, setParams] = useSearchParams();
  const id = params.get('act');
  const open = (act: string | null): void => setParams(act === null ? {} : { act });
  return (
    <Stack gap="md">
      <Title order={1}>{t('title')}</Title>
      {id === null ? <><BulkAsk made={open} /><History open={open} /></> : <BulkSheet key={id} actId={id} back={() => open(null)} />}
    </Stack>
  );
}

function History({ open }: { open: (id: string) => void }) {
  const t = useText(bulkTexts);
  const { language } = useLanguage();
  const { zone } = useMe().hospital;
  const acts = useRead<{ items: BulkAct[] }>('/bulk-acts', ['bulk-act']);
  return (
    <Stack gap="xs">
      <Title order={2} size="h3">{t('history')}</Title>
      <Read of={acts}>
        {({ items }) => items.length === 0 ? <Text>{t('noHistory')}</Text> : (
          <ul className="rows" aria-label={t('history')}>
            {items.map((one) => (
              <li key={one.actId} className="row">
                <Group justify="space-between">
                  <Text>{t('historyRow', { kind: t(one.kind), n: one.rows, name: one.appliedByName ?? '', at: sayMoment(one.appliedAt ?? one.previewedAt, language, zone) })}{one.undoneAt === null ? '' : ` · ${t('undone')}`}</Text>
                  <Button size="sm" variant="default" onClick={() => open(one.actId)} aria-label={`${t('open')}: ${one.reason}`}>{t('open')}</Button>
                </Group>
              </li>
            ))}
          </ul>
        )}
      </Read>
    </Stack>
  );
}
