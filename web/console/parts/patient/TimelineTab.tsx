/** The whole timeline: lanes on top, every line below, by kind, package and day. */
import { Button, Chip, Select } from '@mantine/core';
import { entryKinds } from '../../../../pathways/chart/entry.js';
import { addDays, atLocal } from '../../../../pathways/time.js';
import { useText } from '../../language.js';
import { kindTexts } from '../../texts/care-words.js';
import { patientTexts } from '../../texts/patient.js';
import { useWords } from '../../words.js';
import { Group, Stack, Text } from '../light/light.js';
import { useChart, useTimes, usePlace } from './chart.js';
import { EntryList } from './EntryList.js';
import { useEntries } from './entries.js';
import { LanesPart } from './LanesPart.js';

/** Staff notices are many and say nothing about the patient: shown when asked for. */
const usual = entryKinds.filter((kind) => kind !== 'staff-message');

export default function TimelineTab() {
  const t = useText(patientTexts);
  const kind = useWords(kindTexts);
  const { patient, episodes, today } = useChart();
  const { date } = useTimes();
  const { read, go } = usePlace();
  const asked = read('kinds')?.split(',');
  const kinds = asked === undefined ? usual : entryKinds.filter((one) => asked.includes(one));
  const day = read('day');
  const episodeId = read('episode');
  const future = read('future') === '1';
  const range = day === null ? { from: null, until: future ? null : atLocal(addDays(today, 1), '00:00', patient.zone) } : { from: atLocal(day, '00:00', patient.zone), until: atLocal(addDays(day, 1), '00:00', patient.zone) };
  const entries = useEntries(patient.patientId, { kinds: kinds.join(','), episodeId, ...range });
  return (
    <Stack>
      <LanesPart />
      <Group justify="space-between">
        <Group gap="xs" role="group" aria-label={t('filterKind')}>
          {entryKinds.map((one) => <Chip key={one} size="xs" checked={kinds.includes(one)} onChange={(on) => go({ kinds: sameAs(usual, toggled(kinds, one, on)) ? null : toggled(kinds, one, on).join(',') || null })}>{kind(one)}</Chip>)}
        </Group>
        <Group gap="xs">
          {day === null ? <Button size="xs" variant="default" aria-pressed={future} onClick={() => go({ future: future ? null : '1' })}>{t(future ? 'hideFuture' : 'showFuture')}</Button> : <Button size="xs" variant="default" onClick={() => go({ day: null })}>{t('onlyDay', { day: date(day) })} ✕</Button>}
          {episodes.length < 2 ? null : (
            <Select size="xs" w={220} aria-label={t('filterEpisode')} placeholder={t('all')} clearable value={episodeId} data={episodes.map((e) => ({ value: e.episodeId, label: e.title }))} onChange={(value) => go({ episode: value })} />
          )}
        </Group>
      </Group>
      {entries.isError ? <Text role="alert">{entries.error.message}</Text> : null}
      {entries.items === undefined ? null : <EntryList items={entries.items} />}
      {entries.hasNextPage ? <Group justify="center"><Button variant="default" loading={entries.isFetchingNextPage} onClick={() => void entries.fetchNextPage()}>{t('more')}</Button></Group> : null}
    </Stack>
  );
}

const toggled = <T extends string>(from: readonly T[], one: T, on: boolean): T[] => (on ? [...from, one] : from.filter((other) => other !== one));
const sameAs = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((one) => b.includes(one));
