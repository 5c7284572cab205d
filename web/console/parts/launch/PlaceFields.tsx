/** Where visits go: the district decides which nurses qualify, the address is kept encrypted. Nothing given: every nurse qualifies. */
import { Alert, Select, TextInput } from '@mantine/core';
import type { HomePlace } from '../../../../db/visits/places.js';
import { useText } from '../../language.js';
import { useRead } from '../../live.js';
import { launchTexts } from '../../texts/launch.js';
import { Group, Text } from '../light/light.js';
import { fieldId } from './complaint.js';

/** `lat`, `lng`: kept as they were while the address stays the same. */
export type PlaceForm = { district: string | null; address: string; accessNote: string; stored: HomePlace | null };
export const placeOf = (stored: HomePlace | null): PlaceForm => ({ district: stored?.district ?? null, address: stored?.address ?? '', accessNote: stored?.accessNote ?? '', stored });

/** null: nothing to record, or nothing new. */
export function placeBody({ district, address, accessNote, stored }: PlaceForm): HomePlace | null {
  const said = { district: district ?? '', address: address.trim(), accessNote: accessNote.trim() || null };
  if (said.district === '' || said.address === '') return null;
  if (stored !== null && stored.district === said.district && stored.address === said.address && stored.accessNote === said.accessNote) return null;
  const [lat, lng] = stored !== null && stored.address === said.address ? [stored.lat, stored.lng] : [null, null];
  return { ...said, lat, lng };
}

type Props = { place: PlaceForm; change: (place: PlaceForm) => void; problem: (field: string) => string | null; /** A home visit is among what is being launched. */ needed?: boolean };

export function PlaceFields({ place, change, problem, needed = false }: Props) {
  const t = useText(launchTexts);
  const known = useRead<{ districts: { code: string; name: string }[] }>('/districts', ['staff']);
  const districts = (known.data?.districts ?? []).map(({ code, name }) => ({ value: code, label: name }));
  return (
    <div>
      <Text fw={600} size="sm">{t('home')}</Text>
      {needed && place.address.trim() === '' ? <Alert color="orange" variant="outline" py={6} my={4} role="note">{t('homeNeeded')}</Alert> : null}
      <Text size="sm" c="gray.8">{place.district === null ? t('anyNurse') : t('districtNurses')}</Text>
      <Group align="flex-start" mt={4}>
        <Select id={fieldId('district')} label={t('district')} data={districts} value={place.district} clearable searchable selectFirstOptionOnChange openOnFocus={false} nothingFoundMessage={t('none')} error={problem('district')} onChange={(district) => change({ ...place, district })} w={200} />
        <TextInput id={fieldId('address')} label={t('address')} value={place.address} maxLength={300} autoComplete="off" error={problem('address')} onChange={({ currentTarget: { value } }) => change({ ...place, address: value })} w={320} />
        <TextInput id={fieldId('access')} label={t('accessNote')} value={place.accessNote} maxLength={300} autoComplete="off" onChange={({ currentTarget: { value } }) => change({ ...place, accessNote: value })} w={220} />
      </Group>
    </div>
  );
}
