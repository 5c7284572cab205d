/** Visits whose unit needs a person; nothing is shown when there are none. Settled on the patient's page. */
import { Button, Title } from '@mantine/core';
import { Link } from 'wouter';
import type { UnitShortage } from '../../../../db/read-models/worklist-shortages.js';
import { useLanguage, useText } from '../../language.js';
import { lookAgainMs, useRead } from '../../live.js';
import { paths } from '../../paths.js';
import { useMay, useMe } from '../../session.js';
import { worklistTexts } from '../../texts/worklist.js';
import { sayMoment } from '../../when.js';
import { Badge, Stack, Text } from '../light/light.js';
import { fullName } from '../person.js';
import { Read } from '../Read.js';
import { PatientLine } from './PatientLine.js';

export function Shortages() {
  const t = useText(worklistTexts);
  const { language } = useLanguage();
  const { zone } = useMe().hospital;
  const may = useMay('entitlement:read');
  const rows = useRead<{ items: UnitShortage[] }>(may ? '/worklist/shortages' : null, ['entitlement', 'visit', 'order'], { refetchInterval: lookAgainMs });
  if (!may) return null;
  return (
    <Read of={rows}>
      {({ items }) => items.length === 0 ? null : (
        <Stack gap="xs">
          <Title order={2} size="h4">{`${t('shortages')} (${items.length})`}</Title>
          <ul className="rows" aria-label={t('shortages')}>
            {items.map((one) => (
              <li key={`${one.need} ${one.occurrence}`} className="row">
                <div className="case-row">
                  <Badge variant="outline" color="dark" size="lg">{t(one.need)}</Badge>
                  <PatientLine of={one} packageTitle={one.service} />
                  <Text size="sm" className="numbers">{sayMoment(one.at, language, zone)}</Text>
                  <Button component={Link} href={paths.patient(one.patientId)} size="sm" variant="default" aria-label={`${t('openPatient')}: ${fullName(one)}`}>{t('openPatient')}</Button>
                </div>
              </li>
            ))}
          </ul>
        </Stack>
      )}
    </Read>
  );
}
