/** Photos over time, oldest first, and two of them side by side at the same size. */
import { Button, Card, Image, SimpleGrid } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { PhotoRow } from '../../../../db/read-models/photo-list.js';
import { get } from '../../api.js';
import { useText } from '../../language.js';
import { useMay } from '../../session.js';
import { patientTexts } from '../../texts/patient.js';
import { withQuery } from '../../with-query.js';
import { Group, Stack, Text } from '../light/light.js';
import { useChart, useTimes, usePlace } from './chart.js';

type Photo = Omit<PhotoRow, 'hasThumb'> & { url: string; thumbUrl: string | null };
/** By the episode's clock where there is one: the day of care, not the day of the upload. */
const when = ({ episodeAt, receivedAt }: Photo): string => episodeAt ?? receivedAt;

export default function PhotosTab() {
  const t = useText(patientTexts);
  const { patient } = useChart();
  const may = useMay('file:read');
  const pages = useInfiniteQuery({
    queryKey: ['photos', patient.patientId], enabled: may, meta: { topics: ['episode', 'patient', 'visit', 'file'] }, initialPageParam: null as string | null,
    queryFn: ({ pageParam }) => get<{ items: Photo[]; next: string | null }>(withQuery(`/patients/${patient.patientId}/photos`, { after: pageParam, limit: 100 })),
    getNextPageParam: ({ next }) => next,
  });
  const items = (pages.data?.pages.flatMap((page) => page.items) ?? []).sort((a, b) => (when(a) < when(b) ? -1 : 1));
  if (pages.isLoadingError) return <Text role="alert">{pages.error.message}</Text>;
  if (!may || (pages.isSuccess && items.length === 0)) return <Text>{t('noPhotos')}</Text>;
  return (
    <Stack>
      {pages.hasNextPage ? <div><Button variant="default" size="xs" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>{t('earlier')}</Button></div> : null}
      <Album items={items} />
    </Stack>
  );
}

function Album({ items }: { items: Photo[] }) {
  const t = useText(patientTexts);
  const { read, go } = usePlace();
  const chosen = (read('photos') ?? '').split(',').filter((id) => items.some(({ fileId }) => fileId === id));
  // A third choice replaces the older of the two.
  const toggle = (id: string): void => go({ photos: (chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id].slice(-2)).join(',') });
  const pair = items.filter(({ fileId }) => chosen.includes(fileId));
  return (
    <Stack>
      {pair.length === 0 ? <Text size="sm">{t('compare')}</Text> : <SimpleGrid cols={2} role="region" aria-label={t('compare')}>{pair.map((photo) => <Whole key={photo.fileId} of={photo} />)}</SimpleGrid>}
      <SimpleGrid cols={{ base: 2, sm: 3, lg: 5 }}>
        {items.map((photo) => (
          <Card key={photo.fileId} withBorder p="xs">
            <Card.Section><Picture of={photo} small height={150} /></Card.Section>
            <Caption of={photo} />
            {photo.kind === 'clip' ? null : <Button size="compact-sm" mt={6} variant={chosen.includes(photo.fileId) ? 'filled' : 'default'} aria-pressed={chosen.includes(photo.fileId)} onClick={() => toggle(photo.fileId)}>{t(chosen.includes(photo.fileId) ? 'chosen' : 'choose')}</Button>}
          </Card>
        ))}
      </SimpleGrid>
    </Stack>
  );
}

const Whole = ({ of }: { of: Photo }) => <Stack gap={4}><Picture of={of} height={420} /><Caption of={of} /></Stack>;

function Picture({ of, small = false, height }: { of: Photo; small?: boolean; height: number }) {
  const t = useText(patientTexts);
  const { moment } = useTimes();
  const label = [t('photoOf', { at: moment(when(of)) }), useStep(of)].filter(Boolean).join(' · ');
  if (of.kind === 'clip') return <video controls preload="none" height={height} style={{ width: '100%' }} src={of.url} {...(of.thumbUrl === null ? {} : { poster: of.thumbUrl })} aria-label={label}><track kind="captions" /></video>;
  return <a href={of.url} target="_blank" rel="noreferrer"><Image src={small ? (of.thumbUrl ?? of.url) : of.url} h={height} fit="contain" alt={label} bg="gray.1" /></a>;
}

/** The label of the step at which it was taken, in the words of that package; '' when it was sent by itself. */
const useStep = ({ episodeId, step }: Photo): string => useChart().episodes.find((one) => one.episodeId === episodeId)?.steps.find((one) => one.step === step)?.label ?? '';

function Caption({ of }: { of: Photo }) {
  const t = useText(patientTexts);
  const { moment } = useTimes();
  const step = useStep(of);
  return (
    <>
      <Group gap={6} mt={4}>{of.day === null ? null : <Text size="sm" fw={700}>{t('day', { n: of.day })}</Text>}<Text size="sm" className="numbers">{moment(when(of))}</Text></Group>
      <Text size="xs" c="dark.4">{[step, t(of.source), of.by].filter(Boolean).join(' · ')}</Text>
    </>
  );
}
