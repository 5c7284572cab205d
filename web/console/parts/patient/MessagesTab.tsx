/** Every message with its one outcome; "why" opens beside it. */
import { Button, SegmentedControl, Switch } from '@mantine/core';
import { entryStates } from '../../../../pathways/chart/entry.js';
import { addDays, atLocal } from '../../../../pathways/time.js';
import { useText } from '../../language.js';
import { patientTexts } from '../../texts/patient.js';
import { Group, Stack, Text } from '../light/light.js';
import { useChart, usePlace } from './chart.js';
import { EntryList } from './EntryList.js';
import { useEntries } from './entries.js';
import { stateKey } from './LaneTable.js';

export default function MessagesTab() {
  const t = useText(patientTexts);
  const { patient, today } = useChart();
  const { read, go } = usePlace();
  const staff = read('staff') === '1';
  const state = entryStates.find((one) => one === read('state')) ?? null;
  const future = read('future') === '1' || state === 'planned';
  const entries = useEntries(patient.patientId, { kinds: staff ? 'message,staff-message' : 'message', state, until: future ? null : atLocal(addDays(today, 1), '00:00', patient.zone) });
  return (
    <Stack>
      <Group justify="space-between">
        <SegmentedControl size="xs" aria-label={t('filterState')} value={state ?? 'all'} onChange={(value) => go({ state: value === 'all' ? null : value })} data={[{ value: 'all', label: t('all') }, ...entryStates.map((one) => ({ value: one, label: t(stateKey[one]) }))]} />
        <Button size="xs" variant="default" aria-pressed={future} onClick={() => go({ future: future ? null : '1' })}>{t(future ? 'hideFuture' : 'showFuture')}</Button>
        <Switch checked={staff} onChange={({ currentTarget }) => go({ staff: currentTarget.checked ? '1' : null })} label={t('staff')} />
      </Group>
      {entries.isError ? <Text role="alert">{entries.error.message}</Text> : null}
      {entries.items === undefined ? null : <EntryList items={entries.items} showKind={staff} />}
      {entries.hasNextPage ? <Group justify="center"><Button variant="default" loading={entries.isFetchingNextPage} onClick={() => void entries.fetchNextPage()}>{t('more')}</Button></Group> : null}
    </Stack>
  );
}
