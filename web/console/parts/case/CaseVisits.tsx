/** The booked visits of the case's patient: who goes when, or who has been asked. A RED holds them, so whoever has the case must see them. */
import { Button } from '@mantine/core';
import { Link } from 'wouter';
import type { PatientVisit } from '../../../../db/read-models/patient-visits.js';
import { useLanguage, useText } from '../../language.js';
import { useRead } from '../../live.js';
import { paths } from '../../paths.js';
import { useMay, useMe } from '../../session.js';
import { statusTexts } from '../../texts/care-words.js';
import { visitTexts } from '../../texts/visits.js';
import { sayMoment } from '../../when.js';
import { withQuery } from '../../with-query.js';
import { useWords } from '../../words.js';
import { Group, Stack, Text } from '../light/light.js';
import { Offers } from '../visit/Offers.js';

const ahead = ['booked', 'checked-in', 'held'];

export function CaseVisits({ patientId }: { patientId: string }) {
  const t = useText(visitTexts);
  const { language } = useLanguage();
  const read = useRead<{ items: PatientVisit[] }>(withQuery(`/patients/${patientId}/visits`, { language }), ['visit', 'offer', 'episode']);
  const booked = (read.data?.items ?? []).filter(({ status, slotFrom }) => ahead.includes(status) && slotFrom !== null);
  if (booked.length === 0) return null;
  return (
    <Stack gap={4}>
      <Text fw={600}>{t('nextVisits')}</Text>
      <ul className="plain">{booked.map((visit) => <li key={visit.occurrence}><BookedVisit of={visit} patientId={patientId} /></li>)}</ul>
    </Stack>
  );
}

function BookedVisit({ of, patientId }: { of: PatientVisit; patientId: string }) {
  const t = useText(visitTexts);
  const { language } = useLanguage();
  const { zone } = useMe().hospital;
  const may = useMay('assignment:write');
  const status = useWords(statusTexts);
  const label = `${of.label} ${of.n}`;
  const waits = of.assignment === 'offering' || of.assignment === 'unassigned';
  return (
    <Group gap="sm" wrap="nowrap" justify="space-between">
      <div>
        <Text size="sm">{of.slotFrom === null ? '' : sayMoment(of.slotFrom, language, zone)} · {label} · {of.assignee ?? status(of.status)}</Text>
        {of.assignment === 'offering' ? <Offers of={of.offers} /> : null}
      </div>
      {may && waits ? <Button component={Link} href={paths.arrange({ patientId, occurrence: of.occurrence, need: 'unassigned' })} size="compact-sm" variant="default" aria-label={t('assignOf', { label })}>{t('assign')}</Button> : null}
    </Group>
  );
}
