/** How the service runs: health first, then the audit, then what was promised and what was sent. */
import { NumberInput, Title } from '@mantine/core';
import { useSearchParams } from 'wouter';
import { useLanguage, useText } from '../language.js';
import { useRead } from '../live.js';
import { Group, Stack, Text } from '../parts/light/light.js';
import { AuditBlock } from '../parts/operations/AuditBlock.js';
import { DeliveryBlocks } from '../parts/operations/DeliveryBlocks.js';
import { HealthBlocks } from '../parts/operations/HealthBlocks.js';
import type { Operations } from '../parts/operations/operations.js';
import { Read } from '../parts/Read.js';
import { useMe } from '../session.js';
import { operationsTexts } from '../texts/operations.js';
import { sayMoment } from '../when.js';
import { withQuery } from '../with-query.js';

const usualDays = 7;
/** Loops and lags change without an announcement. */
const everyMs = 20_000;

export default function OperationsPage() {
  const t = useText(operationsTexts);
  const { language } = useLanguage();
  const { hospital } = useMe();
  const [search, setSearch] = useSearchParams();
  const days = Math.min(92, Math.max(1, Number(search.get('days') ?? usualDays) || usualDays));
  const operations = useRead<Operations>(withQuery('/operations', { days }), ['message', 'escalation'], { refetchInterval: everyMs });
  return (
    <Stack maw={1400}>
      <Title order={1}>{t('title')}</Title>
      <Group align="flex-end">
        <NumberInput label={t('period')} value={days} min={1} max={92} w={120} onChange={(value) => setSearch({ days: String(value) }, { replace: true })} />
        {operations.data ? <Text size="sm">{t('since', { from: sayMoment(operations.data.from, language, hospital.zone) })}</Text> : null}
      </Group>
      <Read of={operations}>{(data) => <><HealthBlocks data={data} /><AuditBlock /><DeliveryBlocks data={data} /></>}</Read>
    </Stack>
  );
}
