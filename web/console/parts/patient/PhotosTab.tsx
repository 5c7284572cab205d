/** Photos over time, oldest first, and two of them side by side at the same size. */
import { Button, Card, Group, Image, SimpleGrid, Stack, Text } from '@mantine/core';
import type { PatientPhoto } from '../../../../db/read-models/patient-photos.js';
import { withQuery } from '../../api.js';
import { useLanguage, useText } from '../../language.js';
import { useRead } from '../../live.js';
import { useMay } from '../../session.js';
import { patientTexts } from '../../texts/patient.js';
import { Read } from '../Read.js';
import { useChart, useTimes, usePlace } from './chart.js';

export default function PhotosTab() {
  const t = useText(patientTexts);
  const { language } = useLanguage();
  const { patient } = useChart();
  const may = useMay('file:read');
  const photos = useRead<{ items: PatientPhoto[] }>(may ? withQuery(`/patients/${patient.patientId}/photos`, { language }) : null, ['episode', 'patient', 'visit']);
  return <Read of={photos}>{({ items }) => items.length === 0 ? <Text>{t('noPhotos')}</Text> : <Album items={items} />}</Read>;
}

function Album({ items }: { items: PatientPhoto[] }) {
  const t = useText(patientTexts);
  const { read, go } = usePlace();
  const chosen = (read('photos') ?? '').split(',').filter((id) => items.some(({ fileId }) => fileId === id));
  // A third choice replaces the older of the two.
  const toggle = (id: string): void => go({ photos: (chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id].slice(-2)).join(',') });
  const pair = chosen.flatMap((id) => items.filter(({ fileId }) => fileId === id)).sort((a, b) => (a.at < b.at ? -1 : 1));
  return (
    <Stack>
      {pair.length === 0 ? <Text size="sm">{t('compare')}</Text> : (
        <SimpleGrid cols={2} role="region" aria-label={t('compare')}>
          {pair.map((photo) => <Whole key={photo.fileId} of={photo} />)}
        </SimpleGrid>
      )}
      <SimpleGrid cols={{ base: 2, sm: 3, lg: 5 }}>
        {items.map((photo) => (
          <Card key={photo.fileId} withBorder p="xs">
            <Card.Section><Picture of={photo} variant="thumb" height={150} /></Card.Section>
            <Caption of={photo} />
            {photo.kind === 'clip' ? null : <Button size="compact-sm" mt={6} variant={chosen.includes(photo.fileId) ? 'filled' : 'default'} aria-pressed={chosen.includes(photo.fileId)} onClick={() => toggle(photo.fileId)}>{t(chosen.includes(photo.fileId) ? 'chosen' : 'choose')}</Button>}
          </Card>
        ))}
      </SimpleGrid>
    </Stack>
  );
}

function Whole({ of }: { of: PatientPhoto }) {
  return <Stack gap={4}><Picture of={of} variant="whole" height={420} /><Caption of={of} /></Stack>;
}

function Picture({ of, variant, height }: { of: PatientPhoto; variant: 'thumb' | 'whole'; height: number }) {
  const t = useText(patientTexts);
  const { moment } = useTimes();
  const label = [t('photoOf', { at: moment(of.at) }), of.label].filter(Boolean).join(' · ');
  if (of.kind === 'clip') return <video controls preload="none" height={height} style={{ width: '100%' }} src={`/files/${of.fileId}`} {...(of.hasThumb ? { poster: `/files/${of.fileId}/thumb` } : {})} aria-label={label}><track kind="captions" /></video>;
  return <a href={`/files/${of.fileId}`} target="_blank" rel="noreferrer"><Image src={variant === 'thumb' && of.hasThumb ? `/files/${of.fileId}/thumb` : `/files/${of.fileId}`} h={height} fit="contain" alt={label} bg="gray.1" /></a>;
}

function Caption({ of }: { of: PatientPhoto }) {
  const t = useText(patientTexts);
  const { moment } = useTimes();
  const source = of.source === 'patient' || of.source === 'family' || of.source === 'staff' ? t(of.source) : of.source;
  return (
    <>
      <Group gap={6} mt={4}>{of.dayNumber === null ? null : <Text size="sm" fw={700}>{t('day', { n: of.dayNumber })}</Text>}<Text size="sm" className="numbers">{moment(of.at)}</Text></Group>
      <Text size="xs" c="dark.4">{[of.label, source].filter(Boolean).join(' · ')}</Text>
    </>
  );
}
